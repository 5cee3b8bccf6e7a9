"""The public log as a feed of changes: what eight writers commit, and when a reader can see it."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from threading import Event as Flag
from threading import Thread

from django.db import connection, transaction

from marketplace.authorization import SYSTEM
from marketplace.clock import now
from marketplace.ledger.api import latest_checkpoint
from marketplace.ledger.models import Leaf
from marketplace.ledger.record import record

WRITERS, EACH, HELD = 8, 60, 0.2  # seconds that a transaction stays open, at most
POLL, PATIENCE = 0.02, 15.0


def feed() -> tuple[list[float], int]:
    """Seconds from each commit to the checkpoint that covers it, and how many none ever covered."""
    signed: list[tuple[float, int]] = []
    with _watching(signed), ThreadPoolExecutor(WRITERS) as pool:
        committed = [row for rows in pool.map(_write, range(WRITERS)) for row in rows]
        end = time.monotonic() + PATIENCE
        while len(_places(committed)) < len(committed) and time.monotonic() < end:
            time.sleep(POLL)
        time.sleep(2)  # the last checkpoint is seen too
    places = _places(committed)
    waits = [
        min((seen - moment for seen, size in signed if size > places[event]), default=None)
        for event, moment in committed
        if event in places
    ]
    found = [max(wait, 0.0) for wait in waits if wait is not None]
    return found, len(committed) - len(found)


def _write(writer: int) -> list[tuple[int, float]]:
    """Primary keys, and when each was committed."""
    random, done = Random(writer), []
    for number in range(EACH):
        with transaction.atomic():
            subject, facts = f"bid:feed-{writer}", {"n": number}
            event = record("bid.sealed", subject=subject, actor=SYSTEM, at=now(), data=facts)
            time.sleep(random.uniform(0, HELD))
        done.append((event.pk, time.monotonic()))
    connection.close()
    return done


def _places(committed: list[tuple[int, float]]) -> dict[int, int]:
    keys = [event for event, _ in committed]
    return dict(Leaf.objects.filter(event__in=keys).values_list("event", "index"))


@contextmanager
def _watching(signed: list[tuple[float, int]]) -> Iterator[None]:
    """Note when each new checkpoint is first seen."""
    stop = Flag()

    def watch() -> None:
        while not stop.wait(POLL):
            newest = latest_checkpoint()
            if newest and (not signed or signed[-1][1] < newest.size):
                signed.append((time.monotonic(), newest.size))
        connection.close()

    thread = Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
