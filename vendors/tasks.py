"""Sweeps over firms' papers."""

from celery import shared_task
from django.utils import timezone

from marketplace.clock import now
from vendors.actions.qualification import remind_of_end
from vendors.queries.qualification import expiring

BEFORE = (7, 30, 60)  # days; the nearest first, so that a paper handed in late is told once


@shared_task
def remind_of_ending_papers() -> int:
    """Every hour: tell firms of papers that end in 60, 30 and 7 days. Return how many."""
    at = now()
    today = timezone.localdate(at)
    told: set[int] = set()
    for days in BEFORE:
        for paper in expiring(on=today, days=days):
            if paper.pk not in told:
                remind_of_end(paper=paper, days=days, at=at)
                told.add(paper.pk)
    return len(told)
