"""The life of every object of a call for tenders, as tables. Only ``move()`` walks along them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.transitions import Transitions


class BuyerStatus(models.TextChoices):
    PENDING = "pending", _("waiting for admission")
    ADMITTED = "admitted", _("admitted")
    REFUSED = "refused", _("refused")
    SUSPENDED = "suspended", _("suspended")


BUYER = Transitions(
    BuyerStatus,
    {
        BuyerStatus.PENDING: {BuyerStatus.ADMITTED, BuyerStatus.REFUSED},
        BuyerStatus.ADMITTED: {BuyerStatus.SUSPENDED},
        BuyerStatus.REFUSED: {BuyerStatus.PENDING},
        BuyerStatus.SUSPENDED: {BuyerStatus.ADMITTED},
    },
)


class TenderStatus(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    SCHEDULED = "scheduled", _("scheduled")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    EVALUATION = "evaluation", _("in evaluation")
    AWARD_PENDING = "award_pending", _("award pending")
    AWARDED = "awarded", _("awarded")
    CONTRACTED = "contracted", _("contract signed")
    COMPLETED = "completed", _("completed")
    CANCELLED = "cancelled", _("cancelled")
    UNSUCCESSFUL = "unsuccessful", _("unsuccessful")


T = TenderStatus
TENDER = Transitions(
    TenderStatus,
    {
        T.DRAFT: {T.IN_REVIEW},
        T.IN_REVIEW: {T.DRAFT, T.SCHEDULED, T.OPEN},
        T.SCHEDULED: {T.DRAFT, T.OPEN, T.CANCELLED},
        T.OPEN: {T.CLOSED, T.CANCELLED},
        T.CLOSED: {T.EVALUATION, T.UNSUCCESSFUL, T.CANCELLED},
        T.EVALUATION: {T.AWARD_PENDING, T.UNSUCCESSFUL, T.CANCELLED},
        T.AWARD_PENDING: {T.AWARDED, T.UNSUCCESSFUL, T.CANCELLED},
        T.AWARDED: {T.CONTRACTED, T.AWARD_PENDING, T.CANCELLED},
        T.CONTRACTED: {T.COMPLETED},
        T.COMPLETED: set(),
        T.CANCELLED: set(),
        T.UNSUCCESSFUL: set(),
    },
)
UNPUBLISHED = [T.DRAFT, T.IN_REVIEW, T.SCHEDULED]
BEFORE_OPENING = [*UNPUBLISHED, T.OPEN, T.CLOSED]


class EnquiryStatus(models.TextChoices):
    ASKED = "asked", _("waiting for an answer")
    ANSWERED = "answered", _("answered")
    WITHDRAWN = "withdrawn", _("withdrawn")


ENQUIRY = Transitions(
    EnquiryStatus,
    {
        EnquiryStatus.ASKED: {EnquiryStatus.ANSWERED, EnquiryStatus.WITHDRAWN},
        EnquiryStatus.ANSWERED: set(),
        EnquiryStatus.WITHDRAWN: set(),
    },
)


class BidStatus(models.TextChoices):
    DRAFT = "draft", _("draft")
    SEALED = "sealed", _("sealed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    LAPSED = "lapsed", _("lapsed")
    OPENED = "opened", _("opened")
    VALID = "valid", _("valid")
    DISQUALIFIED = "disqualified", _("disqualified")
    AWARDED = "awarded", _("retained")
    NOT_AWARDED = "not_awarded", _("not retained")


B = BidStatus
BID = Transitions(
    BidStatus,
    {
        B.DRAFT: {B.SEALED},
        B.SEALED: {B.WITHDRAWN, B.LAPSED, B.OPENED},
        B.WITHDRAWN: set(),
        B.LAPSED: set(),
        B.OPENED: {B.VALID, B.DISQUALIFIED},
        B.VALID: {B.DISQUALIFIED, B.AWARDED, B.NOT_AWARDED},
        B.DISQUALIFIED: set(),
        B.AWARDED: {B.NOT_AWARDED},
        B.NOT_AWARDED: {B.AWARDED},
    },
)
IN_THE_RUNNING = [B.OPENED, B.VALID, B.AWARDED, B.NOT_AWARDED]
OPENED_BIDS = [B.OPENED, B.VALID, B.DISQUALIFIED, B.AWARDED, B.NOT_AWARDED]
RECEIVED_BIDS = [*OPENED_BIDS, B.LAPSED]


class EvaluationStatus(models.TextChoices):
    DECLARATIONS = "declarations", _("declarations of interest")
    SCORING = "scoring", _("individual scores")
    CONSENSUS = "consensus", _("consensus")
    LOCKED = "locked", _("locked")


E = EvaluationStatus
EVALUATION = Transitions(
    EvaluationStatus,
    {
        E.DECLARATIONS: {E.SCORING, E.CONSENSUS},
        E.SCORING: {E.CONSENSUS},
        E.CONSENSUS: {E.LOCKED},
        E.LOCKED: set(),
    },
)


AFTER_NOTES = [E.CONSENSUS, E.LOCKED]


class AwardStatus(models.TextChoices):
    RECOMMENDED = "recommended", _("recommended")
    APPROVED = "approved", _("approved, in standstill")
    FINAL = "final", _("final")
    CANCELLED = "cancelled", _("cancelled")


A = AwardStatus
AWARD = Transitions(
    AwardStatus,
    {
        A.RECOMMENDED: {A.APPROVED, A.CANCELLED},
        A.APPROVED: {A.FINAL, A.CANCELLED},
        A.FINAL: {A.CANCELLED},
        A.CANCELLED: set(),
    },
)
ACTIVE_AWARDS = [A.RECOMMENDED, A.APPROVED, A.FINAL]


class ContractStatus(models.TextChoices):
    DRAWN_UP = "drawn_up", _("drawn up")
    FOR_SIGNATURE = "for_signature", _("for signature")
    IN_FORCE = "in_force", _("in force")
    COMPLETED = "completed", _("completed")
    TERMINATED = "terminated", _("terminated")


C = ContractStatus
CONTRACT = Transitions(
    ContractStatus,
    {
        C.DRAWN_UP: {C.FOR_SIGNATURE, C.TERMINATED},
        C.FOR_SIGNATURE: {C.IN_FORCE, C.TERMINATED},
        C.IN_FORCE: {C.COMPLETED, C.TERMINATED},
        C.COMPLETED: set(),
        C.TERMINATED: set(),
    },
)


class DeliveryStatus(models.TextChoices):
    """Of one message to a webhook. FAILED is given up for good, unless the owner sends it again."""

    QUEUED = "queued", pgettext_lazy("webhook", "waiting")
    DELIVERED = "delivered", pgettext_lazy("webhook", "delivered")
    FAILED = "failed", pgettext_lazy("webhook", "given up")


DELIVERY = Transitions(
    DeliveryStatus,
    {
        DeliveryStatus.QUEUED: {DeliveryStatus.DELIVERED, DeliveryStatus.FAILED},
        DeliveryStatus.DELIVERED: {DeliveryStatus.QUEUED},
        DeliveryStatus.FAILED: {DeliveryStatus.QUEUED},
    },
)
