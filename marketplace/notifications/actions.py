"""What changes a person's messages and choices, and what the operator does to the queue."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.authorization import authorize
from marketplace.errors import Invalid
from marketplace.locking import lock, lock_all
from marketplace.notifications.kinds import CHOSEN, Topic, topic_of
from marketplace.notifications.models import (
    MESSAGE,
    DeadAddress,
    Message,
    MessageStatus,
    Preference,
    QuietHours,
    Way,
    WhyDead,
)
from marketplace.notifications.notify import notify
from marketplace.notifications.rendering import subject_of
from marketplace.transitions import move

DIGEST = "daily-digest"
MOST_LINES = 30


@transaction.atomic
def mark_read(*, message: Message, actor: Any, at: datetime) -> None:
    """Enter that its recipient opened a message. The first time counts."""
    authorize(actor, "notifications.read_message", message)
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=at)


@transaction.atomic
def mark_all_read(*, actor: Any, at: datetime) -> int:
    """Enter that a person has seen all of their messages. Return how many were unread."""
    return Message.objects.inbox_of(actor).unread().filter(told_at__lte=at).update(read_at=at)


@transaction.atomic
def choose_ways(
    *, ways: Mapping[Topic, Way], quiet: tuple[time, time] | None, actor: Any, at: datetime
) -> None:
    """Set how a person is told about each topic, and their quiet hours.

    What already waits for the daily message still goes with it, but of topics chosen away: that
    stays in the person's messages. Raises Invalid for quiet hours that begin when they end;
    nothing is then changed.
    """
    if quiet and quiet[0] == quiet[1]:
        raise Invalid(_("Quiet hours begin and end at the same time."), field="quiet_ends")
    for topic in CHOSEN:
        if topic in ways:
            _choose(actor, topic, ways[topic])
    QuietHours.objects.filter(person=actor).delete()
    if quiet:
        QuietHours.objects.create(person=actor, begins=quiet[0], ends=quiet[1])


@transaction.atomic
def unsubscribe(*, person: Any, topic: Topic, at: datetime) -> None:
    """Send a person no more mail about a topic, as a link in a mail asks: no sign-in is needed.

    For the daily message: about each topic that it holds. Everything stays in their messages.
    """
    if topic != Topic.GATHERED:
        _choose(person, topic, Way.NEVER)
        return
    for daily in Preference.objects.filter(person=person, way=Way.DAILY):
        _choose(person, Topic(daily.topic), Way.NEVER)


def _choose(person: Any, topic: Topic, way: Way) -> None:
    Preference.objects.update_or_create(person=person, topic=topic, defaults={"way": way})
    if way != Way.NEVER:
        return
    for message in lock_all(Message.objects.not_sent().filter(recipient=person)):
        if topic_of(message.kind) == topic:
            move(message, MessageStatus.KEPT, MESSAGE)


@transaction.atomic
def send_digest(*, person: Any, at: datetime) -> int:
    """Put what waits for a person's daily message into one. Return how many were put in it.

    What it holds stays in the person's messages; the message that holds it is not shown there.
    """
    waiting = lock_all(Message.objects.gathered(at).filter(recipient=person))
    if not waiting:
        return 0
    lines = [
        {
            "message": message.pk,
            "subject": subject_of(message.kind, person.language, message.context),
        }
        for message in waiting
    ]
    notify(
        DIGEST,
        recipients=[person],
        occasion=str(waiting[-1].pk),
        at=at,
        context={"lines": lines[:MOST_LINES], "more": max(0, len(lines) - MOST_LINES)},
    )
    for message in waiting:
        move(message, MessageStatus.KEPT, MESSAGE)
    return len(waiting)


@transaction.atomic
def send_again(*, message_id: int, actor: Any, at: datetime) -> None:
    """Queue a message that was given up, with all of its attempts before it.

    Raises NotAuthorized, and IllegalTransition for one that isn't given up.
    """
    message = lock(Message.objects.all(), pk=message_id)
    authorize(actor, "notifications.operate")
    move(message, MessageStatus.QUEUED, MESSAGE, attempts=0, due_at=at, last_error="")


@transaction.atomic
def enter_dead_address(*, address: str, reason: WhyDead, said: str, at: datetime) -> None:
    """Enter that mail does not reach an address, as the mail provider tells. Twice is once."""
    DeadAddress.objects.bulk_create(
        [DeadAddress(address=address.lower(), reason=reason, said=said[:1000], since=at)],
        ignore_conflicts=True,
    )


@transaction.atomic
def trust_address(*, actor: Any, at: datetime) -> None:
    """Write to a person's address again, because they say that it works."""
    DeadAddress.objects.filter(address=actor.email.lower()).delete()
