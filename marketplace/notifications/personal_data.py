"""What messages keep about people, and for how long."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Topic, all_kinds
from marketplace.notifications.models import DeadAddress, Message, MessageStatus
from marketplace.personal import Fate, Holding, Period, deleted

TOLD = ("told_at", "kind", "address", "language", "status", "sent_at", "read_at", "context")
WAITING = (MessageStatus.QUEUED, MessageStatus.GATHERED)


def required() -> Q:
    """Messages that had to be sent: that they were is itself to be proved."""
    return Q(kind__in=[name for name, kind in all_kinds().items() if kind.topic == Topic.REQUIRED])


def optional() -> Q:
    return ~required()


def clear_required(person: Any, at: datetime) -> None:
    """Leave when a required message was sent and about what, without the address it went to."""
    theirs = Message.objects.filter(required(), recipient=person.pk)
    theirs.filter(status__in=WAITING).delete()
    theirs.update(address=f"{person.public_id}@erased.invalid")


def delete_read(before: datetime) -> int:
    """What could be chosen, was read, and waits for nothing."""
    seen = Message.objects.filter(optional(), read_at__lt=before).exclude(status__in=WAITING)
    return deleted(seen)


def delete_old(before: datetime) -> int:
    return deleted(Message.objects.filter(told_at__lt=before).exclude(status__in=WAITING))


def delete_to_strangers(before: datetime) -> int:
    """To mere addresses: invitations, and subscriptions that nobody confirmed."""
    strangers = Message.objects.filter(recipient=None, told_at__lt=before)
    return deleted(strangers.exclude(status__in=WAITING))


def delete_dead_addresses(before: datetime) -> int:
    return deleted(DeadAddress.objects.filter(since__lt=before))


HOLDINGS = (
    Holding(
        "notifications.Message",
        _("Messages that had to be sent to you"),
        TOLD,
        by=("recipient",),
        fate=Fate.CLEARED,
        only=required,
        ground=_("that decisions and receipts were sent must be provable"),
        erase=clear_required,
    ),
    Holding(
        "notifications.Message",
        _("Your other messages"),
        TOLD,
        by=("recipient",),
        fate=Fate.DELETED,
        only=optional,
    ),
    Holding(
        "notifications.Message",
        _("Messages to your address from before you had an account"),
        TOLD,
        at=("address",),
        fate=Fate.DELETED,
        only=lambda: Q(recipient=None),
    ),
    Holding(
        "notifications.Preference",
        _("How you want to be told"),
        ("topic", "way"),
        by=("person",),
        fate=Fate.DELETED,
    ),
    Holding(
        "notifications.QuietHours",
        _("Your quiet hours"),
        ("begins", "ends"),
        by=("person",),
        fate=Fate.DELETED,
    ),
    Holding(
        "notifications.DeadAddress",
        _("That mail does not reach your address"),
        ("address", "reason", "said", "since"),
        at=("address",),
        fate=Fate.DELETED,
    ),
)
PERIODS = (
    Period(
        "read-messages",
        _("Messages that one may choose not to get"),
        _("they were read"),
        365,
        delete_read,
    ),
    Period("messages", _("All other messages"), _("they were sent"), 3 * 365, delete_old),
    Period(
        "messages-to-strangers",
        _("Messages to addresses without an account: invitations, unconfirmed subscriptions"),
        _("they were sent"),
        30,
        delete_to_strangers,
    ),
    Period(
        "dead-addresses",
        _("Addresses that mail does not reach"),
        _("it was found out"),
        2 * 365,
        delete_dead_addresses,
    ),
)
