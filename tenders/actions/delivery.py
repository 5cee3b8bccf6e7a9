"""Telling webhooks: queue what they asked for, lease, commit, send, mark.

A worker that dies before the mark leaves a lease that runs out; the message then goes out a second
time under the same name, by which the receiver knows it for the same.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from marketplace.clock import now
from marketplace.locking import lock, lock_free
from marketplace.notifications.notify import notify
from marketplace.outgoing import NotSent, post
from marketplace.signatures import signed
from marketplace.transitions import move
from tenders.documents.webhook import told
from tenders.models import Delivery, Release, Webhook
from tenders.queries.releases import releases_after
from tenders.states import DELIVERY, DeliveryStatus

AT_ONCE = 16  # webhooks, each with one message
RELEASES = 500  # that one webhook is asked about at a time
LEASE = timedelta(minutes=2)  # longer than a connection and its answer may take
# Both of a message that fails and of a webhook that fails: a receiver may be away for two days.
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60, 24 * 60))
MOST_FAILURES = len(WAITS) + 1
KEPT = timedelta(days=30)
GONE = 410  # «do not come back»

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Answer:
    """What came of one attempt: the status of the answer, or None and why there was none."""

    status: int | None
    error: str = ""

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


@transaction.atomic
def queue_for(*, webhook_id: int, at: datetime) -> int:
    """Queue what a webhook asked for of the releases it has not been asked about yet.

    Return how many messages were made. Nothing is lost, however late a transaction commits
    (``queries.releases.releases_after``), and nothing doubled: the webhook is held meanwhile.
    """
    webhook = lock(Webhook.objects.all(), pk=webhook_id)  # a join would still show what was seen
    if webhook.disabled_at is not None:
        return 0
    since = webhook.seen.release_id if webhook.seen else ""
    found = list(releases_after(since)[:RELEASES])
    if not found:
        return 0
    made = [
        Delivery(webhook=webhook, release=release, event=event, body=body, created_at=at, due_at=at)
        for release in _concerning(webhook, found)
        for event, body in [told(release)]
        if event in webhook.events
    ]
    Delivery.objects.bulk_create(made)
    webhook.seen = found[-1]
    webhook.save(update_fields=["seen"])
    return len(made)


def _concerning(webhook: Webhook, found: list[Release]) -> Iterable[Release]:
    """Those of the buyer and of the category that it asked for."""
    fitting = Release.objects.filter(pk__in=[release.pk for release in found])
    if webhook.buyer_id:
        fitting = fitting.filter(tender__buyer=webhook.buyer_id)
    if webhook.category_id:
        fitting = fitting.filter(tender__notice__keys__contains=[f"category={webhook.category_id}"])
    if not (webhook.buyer_id or webhook.category_id):
        return found
    wanted = set(fitting.values_list("pk", flat=True))
    return [release for release in found if release.pk in wanted]


def deliver_batch(*, at: datetime) -> int:
    """Send one due message to each of up to ``AT_ONCE`` webhooks; return how many were taken.

    At the same time, so that one that hangs keeps no other waiting. Any number of workers may call
    it at once: each takes other webhooks.
    """
    deliveries = lease(at=at)
    if not deliveries:
        return 0
    requests = [_request(delivery) for delivery in deliveries]
    with ThreadPoolExecutor(len(requests)) as pool:
        answers = list(pool.map(_sent, requests))
    for delivery, answer in zip(deliveries, answers, strict=True):
        with suppress(Webhook.DoesNotExist, Delivery.DoesNotExist):  # removed meanwhile
            mark(delivery_id=delivery.pk, answer=answer, at=now())
    return len(deliveries)


@transaction.atomic
def lease(*, at: datetime) -> list[Delivery]:
    """Hold webhooks for ``LEASE``, and take the message of each that is due for longest.

    So one that has failed lets those pass that came meanwhile. The attempt counts from here,
    whatever becomes of it.
    """
    free = {webhook.pk: webhook for webhook in lock_free(Webhook.objects.due(at), limit=AT_ONCE)}
    due = Delivery.objects.due(at).filter(webhook__in=free).order_by("webhook_id", "due_at", "pk")
    deliveries = list(due.distinct("webhook_id"))
    for delivery in deliveries:
        delivery.webhook = free[delivery.webhook_id]
        delivery.webhook.resting_until = at + LEASE
        delivery.attempts += 1
    Webhook.objects.bulk_update([each.webhook for each in deliveries], ["resting_until"])
    Delivery.objects.bulk_update(deliveries, ["attempts"])
    return deliveries


@transaction.atomic
def mark(*, delivery_id: int, answer: Answer, at: datetime) -> None:
    """Enter what came of an attempt; tell the owner of a webhook that is disabled by it.

    A second worker that sent the same message changes nothing. Raises DoesNotExist for what was
    removed meanwhile.
    """
    webhook_id = Delivery.objects.values_list("webhook", flat=True).get(pk=delivery_id)
    webhook = lock(Webhook.objects.all(), pk=webhook_id)
    delivery = lock(Delivery.objects.all(), pk=delivery_id)
    if delivery.status != DeliveryStatus.QUEUED:
        return
    delivery.answered, delivery.error = answer.status, answer.error
    if answer.is_good:
        move(delivery, DeliveryStatus.DELIVERED, DELIVERY, delivered_at=at)
        webhook.failures, webhook.resting_until = 0, None
    else:
        _rest(webhook, answer, at)
        _wait_or_give_up(delivery, webhook, at)
    delivery.save(update_fields=["answered", "error", "due_at"])
    webhook.save(update_fields=["failures", "resting_until", "disabled_at"])


def _rest(webhook: Webhook, answer: Answer, at: datetime) -> None:
    """After each failure in a row for longer; after the last, until its owner enables it."""
    webhook.failures += 1
    if webhook.failures < MOST_FAILURES and answer.status != GONE:
        webhook.resting_until = at + WAITS[webhook.failures - 1]
        return
    webhook.resting_until = None
    if webhook.disabled_at is None:
        webhook.disabled_at = at
        _tell_owner(webhook, answer, at)


def _wait_or_give_up(delivery: Delivery, webhook: Webhook, at: datetime) -> None:
    """Given up is a message that others overtook again and again; of a dead receiver, none is."""
    if delivery.attempts >= MOST_FAILURES and webhook.disabled_at is None:
        move(delivery, DeliveryStatus.FAILED, DELIVERY)
    delivery.due_at = at + WAITS[min(delivery.attempts, len(WAITS)) - 1]


def forget_deliveries(*, at: datetime) -> int:
    """Delete messages that are done with for longer than ``KEPT``; return how many."""
    done = Delivery.objects.filter(created_at__lt=at - KEPT).exclude(status=DeliveryStatus.QUEUED)
    return done.delete()[0]


def _request(delivery: Delivery) -> tuple[str, bytes, dict[str, str]]:
    body = delivery.body.encode()
    marks = signed(
        secret=delivery.webhook.secret,
        name=f"msg_{delivery.public_id.hex}",
        timestamp=int(now().timestamp()),
        body=body,
    )
    headers = {"Content-Type": "application/json", "User-Agent": slugify(settings.PRODUCT_NAME)}
    return delivery.webhook.address, body, headers | marks


def _sent(request: tuple[str, bytes, dict[str, str]]) -> Answer:
    """One attempt. Runs in a thread of its own, without the database."""
    address, body, headers = request
    try:
        return Answer(post(address, body=body, headers=headers))
    except NotSent as failure:
        return Answer(None, str(failure)[:300])


def _tell_owner(webhook: Webhook, answer: Answer, at: datetime) -> None:
    log.warning("webhook.disabled", webhook=str(webhook.public_id), failures=webhook.failures)
    notify(
        "webhook-disabled",
        recipients=[webhook.owner],
        occasion=f"{webhook.pk}:{at.isoformat()}",
        at=at,
        context={
            "webhook": str(webhook.public_id),
            "address": webhook.address,
            "failures": webhook.failures,
            "answered": answer.status,
            "error": answer.error,
        },
    )
