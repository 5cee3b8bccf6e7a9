"""What pages ask about messages."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from marketplace.notifications.kinds import CHOSEN, Topic, topic_of
from marketplace.notifications.models import (
    DeadAddress,
    Message,
    MessageStatus,
    Preference,
    QuietHours,
    Way,
)
from marketplace.notifications.rendering import subject_of
from marketplace.web.pagination import Page, paginate

MANY = 99
LATE = timedelta(minutes=10)  # after which a message that is due says that something is wrong


def inbox(person: Any, *, language: str, cursor: str = "", unread: bool = False) -> Page:
    """A page of a person's messages, the newest first, each with its ``subject`` and ``topic``."""
    messages = Message.objects.inbox_of(person)
    if unread:
        messages = messages.unread()
    page = paginate(messages, order=("-told_at", "-id"), cursor=cursor)
    for message in page.rows:
        message.subject = subject_of(message.kind, language, message.context)
        message.topic = topic_of(message.kind)
    return page


def unread_count(person: Any) -> int:
    """How many messages a person has not opened; ``MANY + 1`` stands for more."""
    return Message.objects.inbox_of(person).unread()[: MANY + 1].count()


def choices_of(person: Any) -> dict[Topic, Way]:
    """How a person is told about each topic that leaves a choice."""
    chosen = dict(Preference.objects.filter(person=person).values_list("topic", "way"))
    return {topic: Way(chosen.get(topic, Way.AT_ONCE)) for topic in CHOSEN}


def quiet_hours_of(person: Any) -> QuietHours | None:
    return QuietHours.objects.filter(person=person).first()


def trouble_with(address: str) -> DeadAddress | None:
    """What the mail provider said about an address that mail does not reach."""
    return DeadAddress.objects.filter(address=address.lower()).first()


def waiting_since(at: datetime) -> datetime | None:
    """Since when the oldest message waits that should be out by now; None where all goes well."""
    late = Message.objects.due(at - LATE).values_list("due_at", flat=True)
    return late.first()


def queue_figures() -> dict[str, int]:
    """How many messages are in each state."""
    counted = Message.objects.order_by().values_list("status").annotate(Count("pk"))
    return dict.fromkeys(MessageStatus.values, 0) | dict(counted)
