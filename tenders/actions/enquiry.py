"""Firms ask during a call; everybody reads the answer, nobody who asked."""

from datetime import datetime
from typing import Any, cast

from django.db import models, transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.errors import DomainError, Invalid
from marketplace.ledger.record import record
from marketplace.locking import lock, lock_shared
from marketplace.notifications.notify import notify
from marketplace.transitions import move
from tenders.actions.announcement import announce
from tenders.actions.notice import stir_notice
from tenders.actions.release import append_release
from tenders.models import Enquiry, Tender
from tenders.queries.audience import authors, bidders_on, enquirers_on
from tenders.queries.facts import tender_facts
from tenders.states import ENQUIRY, EnquiryStatus
from tenders.values import PublicStep
from vendors.models import Vendor

MOST_WAITING = 20  # questions of one firm on one call that wait for an answer


class QuestionsClosed(DomainError):
    """The call takes no more questions."""


@transaction.atomic
def ask_enquiry(
    *, tender_id: int, vendor: Vendor, question: str, language: str, actor: User, at: datetime
) -> Enquiry:
    """Ask the buyer about a call, for a firm. The buyer's authors are told, not who asked.

    Raises NotAuthorized, QuestionsClosed or Invalid; nothing is then stored.
    """
    tender = lock_shared(Tender.objects.select_related("buyer"), pk=tender_id)
    authorize(actor, "vendors.act_for", vendor)
    authorize(actor, "tenders.ask_enquiry", tender)
    if not tender.accepts_enquiries(at=at):
        raise QuestionsClosed(_("The time for questions on this call is over."))
    question = _required(question, "question", _("Write your question."))
    waiting = Enquiry.objects.filter(tender=tender, vendor=vendor, status=EnquiryStatus.ASKED)
    if waiting.count() >= MOST_WAITING:
        raise Invalid(_("Wait for the answers to your other questions first."), field="question")
    enquiry = Enquiry.objects.create(
        tender=tender,
        vendor=vendor,
        asked_by=actor,
        language=language,
        question=question,
        asked_at=at,
    )
    # The ledger is public and a firm's interest is not: the fact has no firm and no person.
    record("enquiry.asked", subject=tender.reference, actor=None, at=at)
    stir_notice(tender)
    _tell("enquiry-asked", enquiry, authors(tender.buyer), at)
    return enquiry


@transaction.atomic
def answer_enquiry(
    *, enquiry_id: int, answer_fr: str, answer_en: str = "", actor: User, at: datetime
) -> Enquiry:
    """Answer a question for everybody to read, while there is still time to bid.

    The release ``tenderUpdate`` is appended; those who asked and those who
    prepare a bid are told.

    Raises NotAuthorized, IllegalTransition, QuestionsClosed or Invalid; nothing is then changed.
    """
    tender, enquiry = _lock(enquiry_id)
    authorize(actor, "tenders.answer_enquiry", tender)
    if not tender.accepts_bids(at=at):
        raise QuestionsClosed(_("The call has closed: an answer would come too late for bidders."))
    answer_fr = _required(answer_fr, "answer_fr", _("Write the answer in French."))
    move(
        enquiry,
        EnquiryStatus.ANSWERED,
        ENQUIRY,
        answer_fr=answer_fr,
        answer_en=answer_en.strip(),
        answered_at=at,
        answered_by=actor,
    )
    record(
        "enquiry.answered",
        subject=tender.reference,
        actor=actor,
        at=at,
        data={"enquiry": str(enquiry.public_id)},
    )
    interested = {*enquirers_on(tender), *bidders_on(tender)}
    _tell("enquiry-answered", enquiry, interested, at, answer_fr=answer_fr, answer_en=answer_en)
    append_release(tender=tender, tags=["tenderUpdate"], at=at)
    announce(tender, PublicStep.ANSWERED, at=at)
    return enquiry


@transaction.atomic
def withdraw_enquiry(*, enquiry_id: int, actor: User, at: datetime) -> Enquiry:
    """Take back a question that has no answer yet. It is then never published.

    Raises NotAuthorized or IllegalTransition; nothing is then changed.
    """
    tender, enquiry = _lock(enquiry_id)
    authorize(actor, "vendors.act_for", enquiry.vendor)
    move(enquiry, EnquiryStatus.WITHDRAWN, ENQUIRY)
    stir_notice(tender)
    record("enquiry.withdrawn", subject=tender.reference, actor=None, at=at)
    return enquiry


def _lock(enquiry_id: int) -> tuple[Tender, Enquiry]:
    """The call first, as every action does, then the question."""
    tenders = Tender.objects.select_related("buyer")
    tender = lock(tenders, enquiries=enquiry_id)
    return tender, lock(Enquiry.objects.select_related("vendor"), pk=enquiry_id)


def _required(text: str, field: str, message: str) -> str:
    text = text.strip()
    longest = cast(models.Field, Enquiry._meta.get_field(field)).max_length or 0
    if not text:
        raise Invalid(message, field=field)
    if len(text) > longest:
        raise Invalid(_("Say it in at most %(n)s characters.") % {"n": longest}, field=field)
    return text


def _tell(kind: str, enquiry: Enquiry, recipients: Any, at: datetime, **more: Any) -> None:
    notify(
        kind,
        recipients=recipients,
        occasion=str(enquiry.pk),
        at=at,
        context={**tender_facts(enquiry.tender), "question": enquiry.question, **more},
    )
