"""Waiting for the horizon of feeds."""

import time

from django.db.models import Max

from marketplace.horizon import Horizon
from tenders.models import Release

PATIENCE = 60  # seconds


def caught_up() -> None:
    """Until the horizon is past everything written: other tests write to the same server."""
    last = Release.objects.aggregate(last=Max("xid"))["last"]
    give_up = time.monotonic() + PATIENCE
    while not Release.objects.filter(xid=last, xid__lt=Horizon()).exists():
        assert time.monotonic() < give_up, "Some transaction never ends."
        time.sleep(0.02)
