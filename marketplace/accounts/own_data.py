"""A person takes a copy of what is kept about them, or has themselves erased."""

from datetime import datetime
from typing import Any

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.accounts.proof import require_fresh
from marketplace.authorization import authorize
from marketplace.errors import Conflict
from marketplace.ledger.record import record
from marketplace.notifications.notify import notify, notify_address
from marketplace.personal import copy_of, erase_rows, obstacles


@transaction.atomic
def take_copy(
    *, person: User, proved_at: datetime | None, actor: User, at: datetime, ip: str, browser: str
) -> dict[str, Any]:
    """Everything that is kept about a person, for JSON. They are told that it was taken.

    ``proved_at`` is when they last proved who they are. Raises NotAuthorized or ProofTooOld;
    nothing is then told or entered.
    """
    authorize(actor, "accounts.take_copy", person)
    require_fresh(proved_at, at=at)
    kept = list(copy_of(person))
    record("account.copied", subject=f"person:{person.public_id}", actor=actor, at=at)
    notify(
        "account-changed",
        recipients=[person],
        occasion=f"copy:{at.isoformat()}",
        at=at,
        context={"change": "copied", "at": at.isoformat(), "ip": ip, "browser": browser},
    )
    return {"person": str(person.public_id), "made_at": at, "kept": kept}


@transaction.atomic
def erase_account(*, person: User, proved_at: datetime | None, actor: User, at: datetime) -> None:
    """Erase a person: delete what may be deleted, and take their name away from the rest.

    Each app's ``personal_data`` says what becomes of which rows. The person is told a last time,
    at the address that is erased with it.

    Raises NotAuthorized, ProofTooOld, Conflict (something to settle first) or what leaving a firm
    or a body refuses; nothing is then changed.
    """
    authorize(actor, "accounts.erase", person)
    require_fresh(proved_at, at=at)
    for obstacle in obstacles(person):
        raise Conflict(obstacle.sentence)
    erase_rows(person, at)
    record("account.erased", subject=f"person:{person.public_id}", actor=actor, at=at)
    notify_address(
        "account-erased",
        address=person.email,
        language=person.language,
        occasion=str(person.public_id),
        at=at,
        context={"at": at.isoformat()},
    )
