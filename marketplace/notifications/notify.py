"""Telling people, once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.notifications.kinds import checked_kind
from marketplace.notifications.models import Message, MessageStatus
from marketplace.notifications.telling import Telling, tellings


@dataclass(frozen=True)
class Letter:
    """One mail whose words are its recipient's alone. ``person`` is None for a mere address."""

    address: str
    language: str
    occasion: str
    context: Mapping[str, Any]
    person: Any = None


def notify(
    kind: str, *, recipients: Iterable[Any], occasion: str, at: datetime, context: Mapping[str, Any]
) -> None:
    """Queue one message per recipient, once per occasion.

    Runs in the caller's transaction and sends nothing: the sweep
    ``deliver_due_messages`` does. Calling twice with the same ``occasion`` is
    a no-op for recipients already queued. Whose account is closed is told nothing.
    ``context`` must be JSON: strings, numbers, lists, moments as ISO 8601 text; no addresses of
    pages, which the template makes in the recipient's language (``{% absolute_url %}``).

    The mail is ``templates/mail/<kind>.<language>.{subject.txt,txt,html}``. What each person
    chose for the kind's topic decides whether it goes out at once, with the daily message, or
    waits in the person's messages only; required kinds go out at once to everybody.

    Raises KeyError for a kind that no ``mail_kinds`` lists, ValueError for a
    context whose keys are not those of the kind's sample; nothing is then queued.
    """
    known = checked_kind(kind, context)
    people = [person for person in recipients if person.is_active]
    told = tellings(people, known.topic, at)
    letters = [Letter(each.email, each.language, occasion, context, each) for each in people]
    _queue(_message(kind, each, each.person.pk, told[each.person.pk], at) for each in letters)


def notify_each(kind: str, letters: Iterable[Letter], *, at: datetime) -> None:
    """As ``notify``, for many people of whom each is told something else: one statement."""
    by_mail = Telling(MessageStatus.QUEUED, at)
    _queue(_message(kind, each, each.address, by_mail, at) for each in letters)


def notify_address(
    kind: str,
    *,
    address: str,
    language: str,
    occasion: str,
    at: datetime,
    context: Mapping[str, Any],
) -> None:
    """As ``notify``, for somebody who has no account: an invitation, say."""
    notify_each(kind, [Letter(address, language, occasion, context)], at=at)


def _message(kind: str, letter: Letter, whose: Any, telling: Telling, at: datetime) -> Message:
    return Message(
        key=f"{kind}:{letter.occasion}:{whose}",
        kind=kind,
        recipient=letter.person,
        address=letter.address,
        language=letter.language,
        context=dict(letter.context),
        told_at=at,
        due_at=telling.due_at,
        status=telling.status,
        in_inbox=checked_kind(kind, letter.context).in_inbox,
    )


def _queue(messages: Iterable[Message]) -> None:
    Message.objects.bulk_create(list(messages), ignore_conflicts=True)
