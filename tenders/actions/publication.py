"""A call is sent for review, returned, approved, published."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import SYSTEM, authorize
from marketplace.errors import DomainError, IllegalTransition, Invalid
from marketplace.ledger.record import record
from marketplace.locking import lock
from marketplace.notifications.notify import notify
from marketplace.sealing import api as sealing
from marketplace.transitions import move
from tenders.actions.announcement import announce
from tenders.actions.release import append_release
from tenders.actions.tender import lock_draft
from tenders.documents.terms import hash_terms
from tenders.models import Tender
from tenders.queries.audience import approvers_of, firms_that_fit, responsible_for
from tenders.queries.facts import tender_facts
from tenders.queries.opening import openers_required
from tenders.queries.readiness import Lack, lacks
from tenders.states import TENDER, TenderStatus
from tenders.values import PublicStep


class NotReady(DomainError):
    """The call lacks something. ``lacks`` says what, in the order of the page."""

    def __init__(self, found: list[Lack]) -> None:
        super().__init__(_("The call isn't ready to be published yet."))
        self.lacks = found


@transaction.atomic
def submit_for_review(*, tender_id: int, actor: User, at: datetime) -> Tender:
    """Hand a complete draft to whoever approves calls; they are told.

    Raises NotAuthorized, IllegalTransition or NotReady; nothing is then changed.
    """
    tender = lock_draft(tender_id, actor)
    _require_ready(tender, at)
    reviewers = list(approvers_of(tender))
    if not reviewers:
        raise Invalid(
            _("Nobody else in your organisation approves calls. Ask an administrator to name one.")
        )
    move(tender, TenderStatus.IN_REVIEW, TENDER, submitted_at=at, return_reason="", updated_at=at)
    record("tender.submitted-for-review", subject=tender.reference, actor=actor, at=at)
    _tell("tender-for-review", tender, reviewers, at, by=str(actor))
    return tender


@transaction.atomic
def return_to_author(*, tender_id: int, reason: str, actor: User, at: datetime) -> Tender:
    """Give a call in review, or one scheduled, back to its author, with reasons.

    Raises NotAuthorized, IllegalTransition or Invalid; nothing is then changed.
    """
    tender = _lock(tender_id)
    authorize(actor, "tenders.approve_tender", tender)
    if not reason.strip():
        raise Invalid(_("Say what is to be changed: the author will read it."), field="reason")
    _back_to_draft(tender, reason.strip(), at)
    record("tender.returned", subject=tender.reference, actor=actor, at=at)
    _tell("tender-returned", tender, [tender.author], at, reason=tender.return_reason)
    return tender


@transaction.atomic
def take_back(*, tender_id: int, actor: User, at: datetime) -> Tender:
    """Let those who write calls take one back to correct it, until it is published.

    Raises NotAuthorized or IllegalTransition; nothing is then changed.
    """
    tender = _lock(tender_id)
    authorize(actor, "tenders.change_tender", tender)
    _back_to_draft(tender, "", at)
    record("tender.taken-back", subject=tender.reference, actor=actor, at=at)
    return tender


@transaction.atomic
def approve_publication(
    *, tender_id: int, actor: User, at: datetime, publish_at: datetime | None = None
) -> Tender:
    """Publish a reviewed call now, or have it published at ``publish_at``.

    The approver is not the author, unless the body allows a single officer.
    Publication freezes the terms, makes the keys that bids are sealed to,
    appends the first open data release and tells the firms that fit.

    Raises NotAuthorized, IllegalTransition, Invalid or NotReady; nothing is then changed.
    """
    tender = _lock(tender_id)
    authorize(actor, "tenders.approve_tender", tender)
    if tender.status != TenderStatus.IN_REVIEW:
        raise IllegalTransition(_("This call isn't in review any more."))
    tender.approver = actor
    if publish_at is None:
        return _publish(tender, actor, at)
    if publish_at <= at:
        raise Invalid(_("Choose a moment in the future, or publish now."), field="publish_at")
    _require_ready(tender, publish_at)
    move(tender, TenderStatus.SCHEDULED, TENDER, approver=actor, publish_at=publish_at)
    record("tender.scheduled", subject=tender.reference, actor=actor, at=at)
    moment = publish_at.isoformat()
    _tell("tender-scheduled", tender, responsible_for(tender), at, publish_at=moment)
    return tender


@transaction.atomic
def publish_scheduled(*, tender_id: int, at: datetime) -> bool:
    """Publish an approved call whose moment has come. Return False if there is nothing to do.

    Idempotent. A call that can no longer be published as approved (its body
    was suspended, a figure of the law changed) goes back to its author, who is told why.
    """
    tender = _lock(tender_id)
    if tender.status != TenderStatus.SCHEDULED or not tender.publish_at or tender.publish_at > at:
        return False
    try:
        with transaction.atomic():
            _publish(tender, SYSTEM, at)
    except DomainError as refusal:
        tender.refresh_from_db()
        _back_to_draft(tender, _why(refusal), at)
        record("tender.returned", subject=tender.reference, actor=SYSTEM, at=at)
        _tell("tender-returned", tender, responsible_for(tender), at, reason=tender.return_reason)
        return False
    return True


def _publish(tender: Tender, actor: Any, at: datetime) -> Tender:
    if not tender.buyer.is_admitted:
        raise DomainError(_("This organisation is suspended: it can't publish calls."))
    _require_ready(tender, at)
    deadline = tender.submission_deadline
    assert deadline is not None  # noqa: S101  lacks() said so
    openers = openers_required(tender.buyer)
    keys = _make_keys(tender, deadline, openers)
    move(
        tender,
        TenderStatus.OPEN,
        TENDER,
        approver=tender.approver,
        published_at=at,
        updated_at=at,
        terms_hash=hash_terms(tender),
        openers_required=openers,
    )
    record(
        "tender.published",
        subject=tender.reference,
        actor=actor,
        at=at,
        data={
            "number": tender.number,
            "terms_hash": tender.terms_hash,
            "submission_deadline": deadline.isoformat(),
            "openers_required": openers,
            "keys": {part: key.fingerprint for part, key in keys.items()},
        },
    )
    _tell("tender-published", tender, responsible_for(tender), at)
    _tell("tender-fits", tender, firms_that_fit(tender), at)
    append_release(tender=tender, tags=["tender"], at=at)
    announce(tender, PublicStep.PUBLISHED, at=at)
    return tender


def _make_keys(tender: Tender, not_before: datetime, openers: int) -> Any:
    return sealing.prepare_tender(
        tender.ocid,
        not_before=not_before,
        openers_required=openers,
        two_envelopes=tender.has_quality,
    )


def _require_ready(tender: Tender, at: datetime) -> None:
    if found := lacks(tender, at=at):
        raise NotReady(found)


def _why(refusal: DomainError) -> str:
    found = getattr(refusal, "lacks", [])
    return " ".join([str(refusal.message), *(str(lack.message) for lack in found)])


def _back_to_draft(tender: Tender, reason: str, at: datetime) -> None:
    cleared = {"approver": None, "publish_at": None, "submitted_at": None}
    move(tender, TenderStatus.DRAFT, TENDER, return_reason=reason, updated_at=at, **cleared)


def _lock(tender_id: int) -> Tender:
    return lock(Tender.objects.select_related("buyer", "author"), pk=tender_id)


def _tell(kind: str, tender: Tender, recipients: Any, at: datetime, **more: Any) -> None:
    notify(
        kind,
        recipients=recipients,
        occasion=f"{tender.pk}:{at.isoformat()}",
        at=at,
        context={**tender_facts(tender), **more},
    )
