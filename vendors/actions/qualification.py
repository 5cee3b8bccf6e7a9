"""A firm hands in what it must show; the operator checks it; its end is announced."""

from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.checking import check_columns
from marketplace.errors import Invalid
from marketplace.files.models import StoredFile
from marketplace.files.store import store
from marketplace.ledger.record import record
from marketplace.locking import lock
from marketplace.notifications.notify import notify
from marketplace.transitions import move
from vendors.models import Qualification, Vendor
from vendors.queries.firms import operators, owners_of
from vendors.queries.qualification import END_IS_GIVEN, WITHOUT_FILE, end_of, facts_of
from vendors.states import QUALIFICATION, QualificationKind, QualificationStatus
from vendors.values import Proof

MOST_WAITING = 10


@transaction.atomic
def submit_qualification(
    *, vendor_id: int, proof: Proof, content: File | None, actor: User, at: datetime
) -> Qualification:
    """Hand in a paper, or make a statement; the operators are told that it waits for a check.

    Raises NotAuthorized or Invalid; nothing is then stored.
    """
    vendor = lock(Vendor.objects.all(), pk=vendor_id)
    authorize(actor, "vendors.change_vendor", vendor)
    until = _checked(vendor, proof, content, timezone.localdate(at))
    paper = Qualification(
        vendor=vendor,
        kind=proof.kind,
        title=proof.title.strip(),
        number=proof.number.strip(),
        issued_on=proof.issued_on,
        valid_until=until,
        submitted_by=actor,
        submitted_at=at,
    )
    check_columns(paper, ("title", "number"))
    paper.file = _stored(proof, content, actor, at)
    paper.save()
    record("vendor.qualification-submitted", subject=vendor.reference, actor=actor, at=at)
    _tell("qualification-submitted", paper, operators(), at)
    return paper


@transaction.atomic
def accept_qualification(*, qualification_id: int, actor: User, at: datetime) -> Qualification:
    """The operator has checked a paper: it counts from now on, and the firm is told.

    Raises NotAuthorized or IllegalTransition; nothing is then changed.
    """
    paper = _to_check(qualification_id, actor)
    move(paper, QualificationStatus.ACCEPTED, QUALIFICATION, decided_by=actor, decided_at=at)
    record("vendor.qualification-accepted", subject=paper.vendor.reference, actor=actor, at=at)
    _tell("qualification-accepted", paper, owners_of(paper.vendor), at)
    return paper


@transaction.atomic
def refuse_qualification(
    *, qualification_id: int, reason: str, actor: User, at: datetime
) -> Qualification:
    """The operator can't accept a paper, and says why; the firm is told and may hand in another.

    Raises NotAuthorized, IllegalTransition or Invalid; nothing is then changed.
    """
    paper = _to_check(qualification_id, actor)
    if not reason.strip():
        raise Invalid(_("Give the reason: the firm will read it."), field="reason")
    stamps: dict[str, Any] = {"decided_by": actor, "decided_at": at, "reason": reason.strip()}
    move(paper, QualificationStatus.REFUSED, QUALIFICATION, **stamps)
    record("vendor.qualification-refused", subject=paper.vendor.reference, actor=actor, at=at)
    _tell("qualification-refused", paper, owners_of(paper.vendor), at, reason=paper.reason)
    return paper


@transaction.atomic
def withdraw_qualification(*, qualification_id: int, actor: User, at: datetime) -> None:
    """Take a paper out of the firm's file; it counts no more.

    Raises NotAuthorized or IllegalTransition; nothing is then changed.
    """
    paper = lock(Qualification.objects.select_related("vendor"), pk=qualification_id)
    authorize(actor, "vendors.change_vendor", paper.vendor)
    move(paper, QualificationStatus.WITHDRAWN, QUALIFICATION)
    record("vendor.qualification-withdrawn", subject=paper.vendor.reference, actor=actor, at=at)


@transaction.atomic
def remind_of_end(*, paper: Qualification, days: int, at: datetime) -> None:
    """Tell a firm's owners that a paper ends in ``days``: once for each, however often asked."""
    _tell("qualification-ending", paper, owners_of(paper.vendor), at, occasion=f"/{days}")


def _to_check(qualification_id: int, actor: User) -> Qualification:
    paper = lock(Qualification.objects.select_related("vendor"), pk=qualification_id)
    authorize(actor, "vendors.check_qualification", paper)
    return paper


def _checked(vendor: Vendor, proof: Proof, content: File | None, today: date) -> date | None:
    """The day on which it ends. Raises Invalid for what can't be handed in."""
    if proof.issued_on > today:
        raise Invalid(_("This day has not come yet."), field="issued_on")
    if content is None and proof.kind not in WITHOUT_FILE:
        raise Invalid(_("Add the document."), field="content")
    if proof.kind in END_IS_GIVEN and proof.valid_until is None:
        raise Invalid(_("Say until when it is valid."), field="valid_until")
    if proof.kind == QualificationKind.CERTIFICATE and not proof.title.strip():
        raise Invalid(_("Say which certificate it is."), field="title")
    until = end_of(proof.kind, proof.issued_on, proof.valid_until)
    if until and until < today:
        raise Invalid(_("It is no longer valid: it ended before today."), field="issued_on")
    if vendor.qualifications.waiting().count() >= MOST_WAITING:
        raise Invalid(_("Several documents wait for a check already. Wait for these first."))
    return until


def _stored(proof: Proof, content: File | None, actor: User, at: datetime) -> StoredFile | None:
    if content is None or proof.kind in WITHOUT_FILE:
        return None
    return store(content, name=content.name or "", uploaded_by=actor, at=at)


def _tell(
    kind: str, paper: Qualification, people: Any, at: datetime, occasion: str = "", **more: Any
) -> None:
    notify(
        kind,
        recipients=people,
        occasion=f"{paper.public_id}{occasion}",
        at=at,
        context={**facts_of(paper), "qualification": str(paper.public_id), **more},
    )
