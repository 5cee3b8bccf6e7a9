"""What an operator may do to the ledger; each is itself an entry of it."""

from base64 import b64encode
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.authorization import SYSTEM
from marketplace.errors import DomainError
from marketplace.ledger import kinds, log, notes, outside
from marketplace.ledger.models import Event, Leaf
from marketplace.ledger.record import record
from marketplace.locking import lock


@transaction.atomic
def introduce_key(*, public: str, actor: Any = SYSTEM, at: datetime) -> Event:
    """Enter a public key that signs in the ledger's name, or receipts: ``name+id+base64``."""
    data = {"key": public}
    return record(kinds.KEY_INTRODUCED, subject=kinds.LEDGER, actor=actor, at=at, data=data)


@transaction.atomic
def accept_restore(*, actor: Any = SYSTEM, at: datetime) -> Event:
    """Make this database the log from now on, and say in it what no longer continues.

    The checkpoint outside is set aside, not deleted: it proves what was lost.
    Whoever kept a checkpoint between the two finds that the log does not
    continue it, and this entry says why. Raises DomainError if nothing
    is wrong, or if the database does not even hold what it has signed itself.
    """
    keys = notes.read_keys(settings.LEDGER_KEY_FILE)
    kept = outside.Outside()
    try:
        kept.require_same_log(keys)
    except outside.Refusing:
        lost, latest, here = kept.read(keys), log.latest_checkpoint(), log.size()
    else:
        raise DomainError(_("This database continues the checkpoint kept outside: nothing to do."))
    if latest and log.tree(latest.size).root() != bytes(latest.root):
        raise DomainError(_("This database is not what it has signed itself: restore a dump."))
    data = {"size": here, "root": _encoded(log.tree(here).root())}
    if lost is not None:
        data |= {"lost_size": lost[1], "lost_root": _encoded(lost[2])}
    transaction.on_commit(lambda: outside.replace(lost, latest.note if latest else ""))
    return record(kinds.RESTORED, subject=kinds.LEDGER, actor=actor, at=at, data=data)


def _encoded(data: bytes) -> str:
    return b64encode(data).decode()


@transaction.atomic
def erase(*, public_id: UUID, actor: Any, at: datetime) -> None:
    """Erase what an entry commits to (Law 25). Its commitment stays, and proves nothing any more.

    Raises DomainError for a public entry, or one that has no place in the log
    yet; nothing is then changed. Doing it twice is the same.
    """
    event = lock(Event.objects.all(), public_id=public_id)
    if event.erased:
        return
    if event.is_public:
        raise DomainError(_("A public entry of the ledger is not erased."))
    if not Leaf.objects.filter(event=event).exists():
        raise DomainError(_("This entry has no place in the ledger yet: try again in a minute."))
    Event.objects.filter(pk=event.pk).update(salt=None, data={}, actor="")
    data = {"entry": str(public_id)}
    record(kinds.ERASED, subject=kinds.LEDGER, actor=actor, at=at, data=data)
