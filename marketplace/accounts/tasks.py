"""The sweep that deletes what need not be kept any longer."""

import structlog
from celery import shared_task

from marketplace.clock import now
from marketplace.personal import delete_outdated, periods

log = structlog.get_logger(__name__)


@shared_task
def delete_what_is_over() -> int:
    """Every hour: delete what each period says is over. Return how many rows.

    One in trouble keeps no other waiting.
    """
    at, done = now(), 0
    for period in periods():
        try:
            done += delete_outdated(period, at=at)
        except Exception:
            log.exception("period.failed", period=period.name)
    return done
