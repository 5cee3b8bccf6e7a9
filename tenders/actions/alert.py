"""People save a search or follow a call, change their minds, and leave."""

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.errors import Conflict, Invalid
from marketplace.locking import lock
from marketplace.notifications.models import Message
from marketplace.notifications.notify import notify_address
from tenders.models import Alert, Subscriber, Tender
from tenders.queries.alert_words import Labels, in_words
from tenders.queries.alerts import MOST_KEYS, for_database, search_of
from tenders.values import Frequency

MOST_ALERTS = 50
ASKED_A_DAY = 5  # mails to one address that anybody may ask for


@dataclass(frozen=True)
class Wish:
    """What somebody wants to hear of: the call ``ocid``, or what ``q`` and ``keys`` find."""

    name: str
    frequency: str
    language: str
    q: str = ""
    keys: list[str] = field(default_factory=list)
    ocid: str = ""


@transaction.atomic
def save_alert(*, wish: Wish, actor: User, at: datetime) -> Alert:
    """Save the alert of a person with an account; it counts at once.

    Raises Invalid or Conflict; nothing is then changed.
    """
    return _add(subscriber_of(actor, at=at), wish, at)


@transaction.atomic
def ask_for_alert(*, wish: Wish, address: str, at: datetime) -> None:
    """Ask an address to confirm an alert. Nothing else is kept before it does.

    Does the same whether or not the address is known. Raises Invalid; nothing is then sent.
    """
    _require_some(wish)
    labels = Labels(wish.keys)
    context = {
        "wish": {**asdict(wish), "address": address},
        "name": wish.name,
        "about": in_words(wish.q, wish.keys, labels, wish.language),
        "frequency": wish.frequency,
        "ocid": wish.ocid,
    }
    _write("alert-confirm", address, wish.language, context, at)


@transaction.atomic
def confirm_alert(*, confirmed: dict[str, Any], at: datetime) -> Subscriber:
    """Save the alert that a signed link says, for whoever reads mail at its address.

    Idempotent: who follows the link twice has one alert. Raises Invalid or Conflict.
    """
    wish = Wish(**{name: value for name, value in confirmed.items() if name != "address"})
    subscriber = _subscriber_at(confirmed["address"], wish.language, at)
    if not _same(subscriber, wish):
        _add(subscriber, wish, at)
    return subscriber


@transaction.atomic
def send_link(*, address: str, language: str, at: datetime) -> None:
    """Send a new link to one's alerts to ``address``, if it has any. Tells the asker nothing."""
    subscriber = Subscriber.objects.filter(address=address).first()
    if subscriber is not None:
        context = {"subscriber": str(subscriber.public_id)}
        _write("alert-link", address, language, context, at)


@transaction.atomic
def set_frequency(*, alert_id: UUID, frequency: str, actor: Subscriber, at: datetime) -> Alert:
    """Have the news of an alert told at another rhythm from now on.

    Raises NotAuthorized or Invalid; nothing is then changed.
    """
    alert = _lock(alert_id, actor)
    if frequency not in Frequency:
        raise Invalid(_("Choose how often."), field="frequency")
    alert.frequency = frequency
    alert.save(update_fields=["frequency"])
    return alert


@transaction.atomic
def pause_alert(*, alert_id: UUID, actor: Subscriber, at: datetime) -> Alert:
    """Find nothing more for this alert, and tell no more of what was found. NotAuthorized."""
    alert = _lock(alert_id, actor)
    if alert.paused_at is None:
        alert.paused_at = at
        alert.save(update_fields=["paused_at"])
        alert.news.filter(told_at=None).delete()
    return alert


@transaction.atomic
def resume_alert(*, alert_id: UUID, actor: Subscriber, at: datetime) -> Alert:
    """Let a paused alert find again what is published from now on. NotAuthorized."""
    alert = _lock(alert_id, actor)
    alert.paused_at = None
    alert.save(update_fields=["paused_at"])
    return alert


@transaction.atomic
def delete_alert(*, alert_id: UUID, actor: Subscriber, at: datetime) -> None:
    """Forget an alert, and what it found; an address without any alert left is forgotten too.

    Raises NotAuthorized; nothing is then changed.
    """
    _lock(alert_id, actor).delete()
    if not actor.user_id and not actor.alerts.exists():
        actor.delete()


@transaction.atomic
def stop_alerts(*, actor: Subscriber, at: datetime) -> int:
    """Send this subscriber nothing more: pause all alerts, which can be resumed; how many."""
    running = actor.alerts.filter(paused_at=None).values_list("public_id", flat=True)
    stopped = [pause_alert(alert_id=each, actor=actor, at=at) for each in list(running)]
    return len(stopped)


def subscriber_of(user: User, *, at: datetime) -> Subscriber:
    """The subscriber that this person is; an address that confirmed alerts before is theirs."""
    found = Subscriber.objects.filter(user=user).first()
    if found is not None:
        return found
    alone = Subscriber.objects.filter(address=user.email).first()
    if alone is not None:
        alone.user, alone.address = user, ""
        alone.save(update_fields=["user", "address"])
        return alone
    return Subscriber.objects.get_or_create(
        user=user, defaults={"language": user.language, "created_at": at}
    )[0]


def _subscriber_at(address: str, language: str, at: datetime) -> Subscriber:
    user = User.objects.filter(email=address, is_active=True).first()
    if user is not None:
        return subscriber_of(user, at=at)
    return Subscriber.objects.get_or_create(
        address=address, defaults={"language": language, "created_at": at}
    )[0]


def _add(subscriber: Subscriber, wish: Wish, at: datetime) -> Alert:
    _require_some(wish)
    if subscriber.alerts.count() >= MOST_ALERTS:
        raise Invalid(_("You have as many alerts as one can have. Delete one first."))
    alert = Alert(
        subscriber=subscriber,
        name=wish.name,
        frequency=wish.frequency,
        tender=Tender.objects.public().get(ocid=wish.ocid) if wish.ocid else None,
        q=wish.q,
        keys=wish.keys,
        language=wish.language,
        created_at=at,
    )
    for column, value in for_database(search_of(alert), wish.language).items():
        setattr(alert, column, value)
    try:
        with transaction.atomic():
            alert.save()
    except IntegrityError as clash:
        raise Conflict(_("You have this alert already.")) from clash
    return alert


def _require_some(wish: Wish) -> None:
    if wish.frequency not in Frequency:
        raise Invalid(_("Choose how often."), field="frequency")
    if len(wish.keys) > MOST_KEYS:
        raise Invalid(_("This search has too many filters to be saved. Remove some."))


def _same(subscriber: Subscriber, wish: Wish) -> bool:
    if wish.ocid:
        return subscriber.alerts.filter(tender__ocid=wish.ocid).exists()
    return subscriber.alerts.filter(
        tender=None, q=wish.q, keys=wish.keys, language=wish.language
    ).exists()


def _lock(alert_id: UUID, actor: Subscriber) -> Alert:
    alert = lock(Alert.objects.defer("words", "conditions"), public_id=alert_id)
    authorize(actor, "tenders.change_alert", alert)
    return alert


def _write(kind: str, address: str, language: str, context: dict[str, Any], at: datetime) -> None:
    """Send ``address`` a mail that anybody may ask for: the same once a day, a few at most."""
    whose = hashlib.sha256(address.encode()).hexdigest()[:16]
    today = f"{whose}:{at:%Y-%m-%d}"
    if Message.objects.filter(key__startswith=f"{kind}:{today}").count() >= ASKED_A_DAY:
        return
    what = hashlib.sha256(repr(sorted(context.items())).encode()).hexdigest()[:16]
    notify_address(
        kind,
        address=address,
        language=language,
        occasion=f"{today}:{what}",
        at=at,
        context=context,
    )
