"""The outbox, which is also each person's inbox, and how each wants to be told."""

from marketplace.notifications.models.message import MESSAGE, Message, MessageStatus
from marketplace.notifications.models.preference import (
    DeadAddress,
    Preference,
    QuietHours,
    Way,
    WhyDead,
)

__all__ = [
    "MESSAGE",
    "DeadAddress",
    "Message",
    "MessageStatus",
    "Preference",
    "QuietHours",
    "Way",
    "WhyDead",
]
