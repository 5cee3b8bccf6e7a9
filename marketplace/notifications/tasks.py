"""Sweeps of the outbox."""

from celery import shared_task
from django.contrib.auth import get_user_model

from marketplace.clock import now
from marketplace.notifications.actions import send_digest
from marketplace.notifications.delivery import deliver_batch
from marketplace.notifications.models import Message

MOST_BATCHES = 20  # then the next tick goes on, so that one worker is never held for long


@shared_task
def deliver_due_messages() -> int:
    """Every few seconds: send what is due. Return how many messages were taken."""
    taken = 0
    for _batch in range(MOST_BATCHES):
        in_batch = deliver_batch(at=now())
        taken += in_batch
        if not in_batch:
            break
    return taken


@shared_task
def send_digests() -> int:
    """Every few minutes: the daily messages whose hour has come. Return how many went out."""
    at = now()
    people = Message.objects.gathered(at).values("recipient").distinct()
    waiting = get_user_model().objects.filter(pk__in=people)
    return sum(bool(send_digest(person=person, at=at)) for person in waiting)
