"""A published call changes, in the open."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.checking import check_row
from marketplace.errors import Conflict, IllegalTransition, Invalid
from marketplace.ledger.record import record
from marketplace.locking import lock
from marketplace.notifications.notify import notify
from marketplace.sealing import api as sealing
from tenders.actions.announcement import announce
from tenders.actions.document import attach, detach
from tenders.actions.publication import NotReady
from tenders.actions.release import append_release
from tenders.actions.tender import check_dates
from tenders.documents.terms import hash_terms, plain
from tenders.models import Amendment, Tender
from tenders.queries.audience import bidders_on, enquirers_on, responsible_for
from tenders.queries.facts import tender_facts
from tenders.queries.readiness import lacks
from tenders.queries.timing import deadline_after_change
from tenders.values import AMENDABLE, Change, PublicStep

# Changes of these are of substance whatever the author says: a bid depends on them.
ALWAYS_OF_SUBSTANCE = ("place", "city", "region", "contract_start", "contract_end", "documents")
DATES = ("enquiry_deadline", "submission_deadline")


@transaction.atomic
def amend_tender(
    *,
    tender_id: int,
    change: Change,
    rationale_fr: str,
    of_substance: bool,
    version: int,
    actor: User,
    at: datetime,
    rationale_en: str = "",
) -> Amendment:
    """Change a published call while bids come in, with a reason that everybody reads.

    A change ``of_substance`` (what is asked, or something a bid depends on)
    leaves bidders the legal number of days: the deadline moves if needed, and
    who has a sealed bid must confirm or replace it. Deadlines only ever move
    later. ``terms_hash`` follows the new terms; a bid already sealed keeps the
    hash of the terms it was made under in its manifest. ``version`` is that of
    the call the author was shown.

    Raises NotAuthorized, IllegalTransition, Conflict, Invalid or NotReady;
    nothing is then changed.
    """
    tender, before, changes, of_substance = _prepare(
        tender_id, change, of_substance=of_substance, version=version, actor=actor, at=at
    )
    if not rationale_fr.strip():
        raise Invalid(_("Give the reason in French: everybody will read it."), "rationale_fr")
    reasons = {"rationale_fr": rationale_fr.strip(), "rationale_en": rationale_en.strip()}
    return _amend(tender, changes, of_substance, reasons, before, actor, at)


def extend_deadline(
    *,
    tender: Tender,
    deadline: datetime,
    rationale_fr: str,
    rationale_en: str,
    actor: User,
    at: datetime,
) -> Amendment:
    """Put the deadline of a call off, even after it has passed, and change nothing else.

    For an action that holds the call, has authorized the actor, and knows why that is right.
    Raises Invalid or NotReady; nothing is then changed.
    """
    before = tender.submission_deadline
    changes = _apply(tender, Change({"submission_deadline": deadline}), actor, at)
    _close_the_change(tender, at)
    reasons = {"rationale_fr": rationale_fr, "rationale_en": rationale_en}
    return _amend(tender, changes, False, reasons, before, actor, at)


@dataclass(frozen=True)
class Rehearsal:
    """What an amendment would do: ``changes`` as ``Amendment.changes``, and until when to bid."""

    changes: dict[str, Any]
    of_substance: bool
    deadline: datetime


@transaction.atomic
def rehearse_amendment(
    *,
    tender_id: int,
    change: Change,
    of_substance: bool,
    version: int,
    actor: User,
    at: datetime,
) -> Rehearsal:
    """Say what ``amend_tender`` would do with the same arguments, and do nothing.

    Raises what ``amend_tender`` would, but for the reason.
    """
    tender, _before, changes, of_substance = _prepare(
        tender_id, change, of_substance=of_substance, version=version, actor=actor, at=at
    )
    transaction.set_rollback(True)
    return Rehearsal(changes, of_substance, cast("datetime", tender.submission_deadline))


def _prepare(
    tender_id: int,
    change: Change,
    *,
    of_substance: bool,
    version: int,
    actor: User,
    at: datetime,
) -> tuple[Tender, datetime | None, dict[str, Any], bool]:
    """Lock, authorize, check and write the rows of the call itself; tell nobody yet."""
    tender = lock(Tender.objects.select_related("buyer"), pk=tender_id)
    authorize(actor, "tenders.amend_tender", tender)
    if not tender.accepts_bids(at=at):
        raise IllegalTransition(_("Only an open call can be changed, before its deadline."))
    if version != tender.version:
        raise Conflict(
            _("This call was changed since you opened this page. Compare, then send again.")
        )
    before = tender.submission_deadline
    changes = _apply(tender, change, actor, at)
    of_substance = _extend(tender, changes, of_substance=of_substance, at=at)
    _close_the_change(tender, at)
    return tender, before, changes, of_substance


def _apply(tender: Tender, change: Change, actor: User, at: datetime) -> dict[str, Any]:
    """Write what really changes on the locked rows. Return ``{what: [before, after]}``."""
    changes = dict(_set_fields(tender, change))
    check_row(tender, exclude=_untouched())
    changes |= dict(_set_deliverables(tender, change))
    if documents := _set_documents(tender, change, actor, at):
        changes["documents"] = documents
    if not changes:
        raise Invalid(_("Nothing is different from the published call."))
    return changes


def _set_fields(tender: Tender, change: Change) -> Iterator[tuple[str, list[Any]]]:
    for name, value in change.fields.items():
        if name not in AMENDABLE:
            raise KeyError(name)
        old = getattr(tender, name)
        if value == old:
            continue
        if name in DATES and (value is None or (old and value < old)):
            raise Invalid(_("A published deadline can only move later."), field=name)
        setattr(tender, name, value)
        yield name, [plain(old), plain(value)]


def _set_deliverables(tender: Tender, change: Change) -> Iterator[tuple[str, list[Any]]]:
    rows = {row.pk: row for row in tender.deliverables.filter(pk__in=change.deliverables)}
    for pk, text in change.deliverables.items():
        for name, value in asdict(text).items():
            old = getattr(rows[pk], name)
            if value != old and name != "share":  # how the price is split never changes
                setattr(rows[pk], name, value)
                yield f"deliverables.{pk}.{name}", [plain(old), plain(value)]
        check_row(rows[pk], exclude=("tender",))
        rows[pk].save()


def _set_documents(tender: Tender, change: Change, actor: User, at: datetime) -> list[Any]:
    removed = [detach(tender, pk, at).title for pk in change.remove_documents]
    added = [attach(tender, new, actor, at).title for new in change.add_documents]
    return [removed, added] if removed or added else []


def _extend(tender: Tender, changes: dict[str, Any], *, of_substance: bool, at: datetime) -> bool:
    """Return whether the change is of substance, and put the deadline off if it then has to be."""
    asked = [name for name in changes if name not in DATES]
    of_substance = bool(asked) and (
        of_substance
        or any(name in ALWAYS_OF_SUBSTANCE or name.endswith(".due_on") for name in asked)
    )
    deadline = tender.submission_deadline
    if of_substance and deadline and (later := deadline_after_change(deadline, at=at)) > deadline:
        first = changes.get("submission_deadline", [plain(deadline)])[0]
        changes["submission_deadline"] = [first, plain(later)]
        tender.submission_deadline = later
    return of_substance


def _close_the_change(tender: Tender, at: datetime) -> None:
    """Check the call as a whole and save it with the hash of its terms as they now are."""
    check_dates(tender)
    if found := lacks(tender, at=at, published=True):
        raise NotReady(found)
    tender.version += 1
    tender.updated_at = at
    tender.terms_hash = hash_terms(tender)
    tender.save()


def _amend(
    tender: Tender,
    changes: dict[str, Any],
    of_substance: bool,
    reasons: dict[str, str],
    before: datetime | None,
    actor: User,
    at: datetime,
) -> Amendment:
    amendment = Amendment.objects.create(
        tender=tender,
        number=tender.amendments.count() + 1,
        **reasons,
        changes=changes,
        of_substance=of_substance,
        published_at=at,
        published_by=actor,
    )
    _publish(amendment, before, actor, at)
    return amendment


def _publish(amendment: Amendment, before: Any, actor: User, at: datetime) -> None:
    tender, deadline = amendment.tender, amendment.tender.submission_deadline
    if deadline != before:
        sealing.extend_tender(tender.ocid, not_before=deadline)  # type: ignore[arg-type]
    record(
        "tender.amended",
        subject=tender.reference,
        actor=actor,
        at=at,
        data={
            "amendment": amendment.number,
            "of_substance": amendment.of_substance,
            "terms_hash": tender.terms_hash,
            "submission_deadline": plain(deadline),
        },
    )
    people = {*responsible_for(tender), *bidders_on(tender), *enquirers_on(tender)}
    notify(
        "tender-amended",
        recipients=people,
        occasion=f"{tender.pk}:{amendment.number}",
        at=at,
        context={
            **tender_facts(tender),
            "amendment": amendment.number,
            "rationale_fr": amendment.rationale_fr,
            "rationale_en": amendment.rationale_en,
            "of_substance": amendment.of_substance,
            "deadline_before": plain(before),
        },
    )
    tags = ["tenderAmendment" if amendment.of_substance else "tenderUpdate"]
    append_release(tender=tender, tags=tags, at=at)
    announce(tender, PublicStep.AMENDED, at=at)


def _untouched() -> set[str]:
    columns = Tender._meta.concrete_fields
    return {column.name for column in columns if column.attname not in AMENDABLE}
