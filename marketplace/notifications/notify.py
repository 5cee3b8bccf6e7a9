"""Telling people, once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.notifications.kinds import checked_kind
from marketplace.notifications.models import Message
from marketplace.notifications.telling import tellings


def notify(
    kind: str, *, recipients: Iterable[Any], occasion: str, at: datetime, context: Mapping[str, Any]
) -> None:
    """Queue one message per recipient, once per occasion.

    Runs in the caller's transaction and sends nothing: the sweep
    ``deliver_due_messages`` does. Calling twice with the same ``occasion`` is
    a no-op for recipients already queued. ``context`` must be JSON: strings,
    numbers, lists, moments as ISO 8601 text; no addresses of pages, which the
    template makes in the recipient's language (``{% absolute_url %}``).

    The mail is ``templates/mail/<kind>.<language>.{subject.txt,txt,html}``. What each person
    chose for the kind's topic decides whether it goes out at once, with the daily message, or
    waits in the person's messages only; required kinds go out at once to everybody.

    Raises KeyError for a kind that no ``mail_kinds`` lists, ValueError for a
    context whose keys are not those of the kind's sample; nothing is then queued.
    """
    known = checked_kind(kind, context)
    people = list(recipients)
    told = tellings(people, known.topic, at)
    Message.objects.bulk_create(
        [
            Message(
                key=f"{kind}:{occasion}:{person.pk}",
                kind=kind,
                recipient=person,
                address=person.email,
                language=person.language,
                context=dict(context),
                told_at=at,
                due_at=told[person.pk].due_at,
                status=told[person.pk].status,
                in_inbox=known.in_inbox,
            )
            for person in people
        ],
        ignore_conflicts=True,
    )


@dataclass(frozen=True)
class Letter:
    """One mail whose words are its recipient's alone. ``person`` is None for a mere address."""

    address: str
    language: str
    occasion: str
    context: Mapping[str, Any]
    person: Any = None


def notify_each(kind: str, letters: Iterable[Letter], *, at: datetime) -> None:
    """As ``notify``, for many people of whom each is told something else: one statement."""
    messages = [
        Message(
            key=f"{kind}:{letter.occasion}:{letter.address}",
            kind=kind,
            recipient=letter.person,
            address=letter.address,
            language=letter.language,
            context=dict(letter.context),
            told_at=at,
            due_at=at,
            in_inbox=checked_kind(kind, letter.context).in_inbox,
        )
        for letter in letters
    ]
    Message.objects.bulk_create(messages, ignore_conflicts=True)


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
