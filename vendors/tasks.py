"""Sweeps over firms: their papers, their number in the enterprise register."""

from collections.abc import Iterable

from celery import shared_task
from django.utils import timezone

from marketplace.authorization import SYSTEM
from marketplace.clock import now
from marketplace.enterprises.port import look_up
from vendors.actions.qualification import remind_of_end
from vendors.actions.register import enter_finding
from vendors.models import Vendor
from vendors.queries.qualification import expiring
from vendors.queries.register import to_check

LOOKUPS_AT_ONCE = 100  # the next tick goes on
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


@shared_task
def check_register() -> int:
    """Every five minutes: look up the numbers that were not, or when the register was away."""
    return look_up_all(to_check(now())[:LOOKUPS_AT_ONCE])


def look_up_all(vendors: Iterable[Vendor]) -> int:
    """Ask the enterprise register about each of these firms; return how many were asked about."""
    asked = 0
    for vendor in vendors:
        finding = look_up(vendor.neq or "")
        enter_finding(vendor_id=vendor.pk, finding=finding, actor=SYSTEM, at=now())
        asked += 1
    return asked
