"""Emptying the outbox: lease, commit, send, mark.

A worker that dies before the mark leaves a lease that runs out; the mail then
goes out a second time under the same Message-ID, by which the receiving side
knows it for the same.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from django.contrib.auth import get_user_model
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from marketplace.clock import now
from marketplace.locking import lock, lock_all, lock_free
from marketplace.notifications.envelope import mail_of
from marketplace.notifications.kinds import Topic, topic_of
from marketplace.notifications.models import MESSAGE, DeadAddress, Message, MessageStatus
from marketplace.notifications.notify import notify
from marketplace.transitions import move, move_all

BATCH = 50
TOGETHER = 10  # are marked in one transaction: so many go out twice at most, if a worker is killed
LEASE = timedelta(minutes=5)
# A mail server that takes the connection and refuses the mail may do so for a day and more.
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60, 24 * 60))
MAX_ATTEMPTS = len(WAITS) + 1
UNDELIVERED = "mail-undelivered"

log = structlog.get_logger(__name__)


def deliver_batch(*, at: datetime) -> int:
    """Send up to ``BATCH`` due messages, the oldest first. Return how many were taken.

    Any number of workers may call it at once: each takes other rows. One
    connection serves the batch. While none can be had, nothing is taken and no
    attempt counts: however long the mail server is away, what waits goes out in
    its order when it is back.
    """
    if not Message.objects.due(at).exists():
        return 0
    connection: BaseEmailBackend = get_connection()
    try:
        connection.open()
    except Exception:
        log.warning("mail.no_connection", exc_info=True)
        return 0
    leased = lease(at=at)
    reached = keep_what_reaches_nobody(leased)
    for start in range(0, len(reached), TOGETHER):
        group = reached[start : start + TOGETHER]
        sent = [message.pk for message in group if deliver(message, connection)]
        mark_sent(message_ids=sent, at=now())
    _close(connection)
    return len(leased)


def keep_what_reaches_nobody(messages: list[Message]) -> list[Message]:
    """Leave what can wait for its reader in their messages, if their address is dead.

    Return the others. What is required is sent all the same: it may arrive, and the attempt counts.
    """
    addresses = [message.address.lower() for message in messages]
    dead = set(DeadAddress.objects.filter(address__in=addresses).values_list("address", flat=True))
    reached = []
    for message in messages:
        required = topic_of(message.kind) == Topic.REQUIRED
        if required or message.recipient_id is None or message.address.lower() not in dead:
            reached.append(message)
        else:
            mark_kept(message_id=message.pk)
    return reached


@transaction.atomic
def lease(*, at: datetime) -> list[Message]:
    """Take due messages for ``LEASE``; the attempt counts from here, whatever becomes of it."""
    messages = lock_free(Message.objects.due(at).select_related("recipient"), limit=BATCH)
    for message in messages:
        message.leased_until = at + LEASE
        message.attempts += 1
    Message.objects.filter(pk__in=[message.pk for message in messages]).update(
        leased_until=at + LEASE, attempts=F("attempts") + 1
    )
    return messages


def deliver(message: Message, connection: BaseEmailBackend) -> bool:
    """Send one leased message, or note why not and when to try again. Return whether it went out.

    Every error counts as this message's own: a broken template must not stop
    the queue. After one the connection is closed, because it may be half-way
    through a dialogue; the next message opens its own. A message whose lease
    ran out while it waited in the batch is left to whoever leases it next.
    """
    if message.leased_until is None or message.leased_until <= now():
        return False
    if message.attempts > MAX_ATTEMPTS:
        mark_unsent(message_id=message.pk, error="The worker died at each attempt.", at=now())
        return False
    try:
        mail_of(message, connection).send()
    except Exception as error:
        log.warning("mail.not_sent", key=message.key, attempt=message.attempts, exc_info=True)
        _close(connection)
        mark_unsent(message_id=message.pk, error=_said(error), at=now())
        return False
    return True


@transaction.atomic
def mark_kept(*, message_id: int) -> None:
    """Leave a message where its reader finds it, and send it no more."""
    message = lock(Message.objects.all(), pk=message_id)
    if message.status == MessageStatus.QUEUED:
        move(message, MessageStatus.KEPT, MESSAGE, leased_until=None)


@transaction.atomic
def mark_sent(*, message_ids: Sequence[int], at: datetime) -> None:
    """Enter that messages went out. A second worker that sent one too changes nothing."""
    waiting = lock_all(Message.objects.filter(pk__in=message_ids, status=MessageStatus.QUEUED))
    move_all(waiting, MessageStatus.SENT, MESSAGE, sent_at=at, leased_until=None, last_error="")


@transaction.atomic
def mark_unsent(*, message_id: int, error: str, at: datetime) -> None:
    """Wait for the next attempt, or give up after the last one and tell the operators."""
    message = lock(Message.objects.all(), pk=message_id)
    if message.status != MessageStatus.QUEUED:
        return
    if message.attempts < MAX_ATTEMPTS:
        message.last_error = error
        message.leased_until = at + WAITS[message.attempts - 1]
        message.save(update_fields=["leased_until", "last_error"])
        return
    move(message, MessageStatus.FAILED, MESSAGE, leased_until=None, last_error=error)
    if message.kind != UNDELIVERED:
        _tell_operators(message, at)


def _tell_operators(message: Message, at: datetime) -> None:
    notify(
        UNDELIVERED,
        recipients=get_user_model().objects.filter(is_operator=True, is_active=True),
        occasion=str(message.pk),
        at=at,
        context={
            "address": message.address,
            "kind": message.kind,
            "error": message.last_error,
            "due_at": message.due_at.isoformat(),
        },
    )


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:1000]


def _close(connection: BaseEmailBackend) -> None:
    # A server that hangs up first has closed it as well as we could (SMTPException is an OSError).
    with suppress(OSError):
        connection.close()
