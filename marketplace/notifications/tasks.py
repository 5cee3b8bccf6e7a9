"""Sweeps of the outbox."""

from celery import shared_task

from marketplace.clock import now
from marketplace.notifications.delivery import deliver_batch

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
