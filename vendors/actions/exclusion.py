"""The register of ineligible firms: entries are entered and ended, never changed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.authorization import authorize
from marketplace.checking import check_columns
from marketplace.errors import Conflict, Invalid
from marketplace.identifiers import BadIdentifier, read_neq
from marketplace.ledger.record import record
from marketplace.locking import lock, lock_all
from marketplace.notifications.notify import notify
from vendors.models import Exclusion, Vendor
from vendors.queries.exclusion import facts_of
from vendors.queries.facts import vendor_facts
from vendors.queries.firms import owners_of
from vendors.values import Entry


@dataclass(frozen=True)
class Taken:
    """What an import did: how many entries are new, were here already, were ended."""

    entered: int
    known: int
    ended: int


@transaction.atomic
def enter_exclusion(*, entry: Entry, actor: Any, at: datetime) -> Exclusion:
    """Enter a firm in the register. A firm of that NEQ that is here is told why and what to do.

    Raises NotAuthorized, Invalid, or Conflict if the same stands there already; nothing is then
    entered.
    """
    authorize(actor, "vendors.keep_exclusions")
    entry = _checked(entry)
    if _key(entry) in {_key(each) for each in Exclusion.objects.standing()}:
        raise Conflict(_("This entry stands in the register already."))
    return _enter(entry, actor, at)


@transaction.atomic
def end_exclusion(*, exclusion_id: int, reason: str, actor: Any, at: datetime) -> Exclusion:
    """End an entry before its day, with the reason; it stays to be read. The firm is told.

    Raises NotAuthorized, Invalid, or Conflict (ended already); nothing is then changed.
    """
    entry = lock(Exclusion.objects.all(), pk=exclusion_id)
    authorize(actor, "vendors.keep_exclusions")
    if entry.ended_at is not None:
        raise Conflict(_("This entry has ended already."))
    if not reason.strip():
        raise Invalid(_("Say why the entry ends."), field="reason")
    _end(entry, reason.strip(), actor, at)
    return entry


@transaction.atomic
def import_exclusions(
    *, entries: Sequence[Entry], is_whole: bool, actor: Any, at: datetime
) -> Taken:
    """Take over the register, as a file gave it: all of it or, if something is wrong, nothing.

    What stands here already in the same words is left alone, so that the same file twice is
    once. If the file ``is_whole``, what stands here and is not in it is ended. Raises
    NotAuthorized or Invalid.
    """
    authorize(actor, "vendors.keep_exclusions")
    if is_whole and not entries:
        raise Invalid(_("The file holds no entry: it can’t be the whole register."))
    standing = {_key(each): each for each in lock_all(Exclusion.objects.standing())}
    wanted = {_key(each): each for each in map(_checked, entries)}
    fresh = [each for key, each in wanted.items() if key not in standing]
    gone = [each for key, each in standing.items() if is_whole and key not in wanted]
    for row in gone:
        _end(row, _("Not in the register any more."), actor, at)
    for each in fresh:
        _enter(each, actor, at)
    return Taken(len(fresh), len(wanted) - len(fresh), len(gone))


def _key(entry: Entry | Exclusion) -> tuple[Any, ...]:
    return (entry.neq, entry.name, entry.starts_on, entry.ends_on, entry.ground)


def _checked(entry: Entry) -> Entry:
    """The entry with its number in its one form. Raises Invalid."""
    try:
        neq = read_neq(entry.neq) if entry.neq else ""
    except BadIdentifier as wrong:
        raise Invalid(wrong.message, field="neq") from wrong
    if entry.ends_on is not None and entry.ends_on < entry.starts_on:
        raise Invalid(_("It ends before it starts."), field="ends_on")
    words = {"name": entry.name.strip(), "ground": entry.ground.strip()}
    return Entry(**{**asdict(entry), **words, "neq": neq})


def _enter(entry: Entry, actor: Any, at: datetime) -> Exclusion:
    row = Exclusion(**asdict(entry), entered_by_id=actor.pk, entered_at=at)
    check_columns(row, ("name", "ground"))
    row.save()
    record("exclusion.entered", subject=row.reference, actor=actor, at=at, data=_said(row))
    if row.ends_on is None or row.ends_on >= timezone.localdate(at):
        _tell("vendor-excluded", row, at)
    return row


def _end(row: Exclusion, reason: str, actor: Any, at: datetime) -> None:
    row.ended_at, row.ended_by_id, row.end_reason = at, actor.pk, reason
    row.save(update_fields=["ended_at", "ended_by", "end_reason"])
    record("exclusion.ended", subject=row.reference, actor=actor, at=at, data=_said(row))
    _tell("vendor-exclusion-ended", row, at)


def _said(row: Exclusion) -> dict[str, str]:
    return {"neq": row.neq, "name": row.name, **facts_of(row)}


def _tell(kind: str, row: Exclusion, at: datetime) -> None:
    """The owners of the firm of that number, if one is here."""
    vendor = Vendor.objects.filter(neq=row.neq).first() if row.neq else None
    if vendor is None:
        return
    context = {**vendor_facts(vendor), **facts_of(row)}
    occasion = str(row.public_id)
    notify(kind, recipients=owners_of(vendor), occasion=occasion, at=at, context=context)
