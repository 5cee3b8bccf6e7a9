"""The feed of releases: whoever follows it from the last one they hold misses none."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from threading import Event

import orjson
import pytest
from django.db import connection, transaction
from django.test import Client

from marketplace.clock import now
from tenders.models import Release
from tenders.queries.releases import release_feed
from tests.factories import TenderFactory
from tests.tenders import stages
from tests.waiting import PATIENCE, caught_up

WRITERS, EACH = 8, 12


def followed(client: Client, since: str = "", limit: int = 2) -> list[str]:
    """The ids of all releases from there on, page by page."""
    seen, address = [], f"/api/ocds/releases?since={since}&limit={limit}"
    while address:
        package = orjson.loads(client.get(address).content)
        seen += [release["id"] for release in package["releases"]]
        address = package.get("links", {}).get("next", "").removeprefix("http://localhost:8000")
    return seen


def naive(*, since: str, size: int) -> tuple[list[Release], bool]:
    """What the feed would be by ``id > last``."""
    last = Release.objects.get(release_id=since).pk if since else 0
    rows = list(Release.objects.filter(pk__gt=last).order_by("pk")[: size + 1])
    return rows[:size], len(rows) > size


@contextmanager
def uncommitted(name: str):
    """A release written by a transaction of another connection that ends with the block."""
    may_end, written = Event(), Event()

    def write() -> None:
        with transaction.atomic():
            append(name)
            written.set()
            may_end.wait()
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(write)
        written.wait()
        try:
            yield
        finally:
            may_end.set()
            job.result()


def append(name: str) -> None:
    Release.objects.create(
        tender_id=Release.objects.values_list("tender", flat=True)[0],
        release_id=name,
        number=int(name) + 2,
        tags=["tenderUpdate"],
        published_at=now(),
        body="{}",
    )


@pytest.mark.django_db(transaction=True)
def test_the_feed_is_followed_from_any_release_to_the_end(client):
    tender = TenderFactory(open=True)
    stages.ask(tender, "Combien ?", "Trois.")
    stages.ask(tender, "Quand ?", "Demain.")
    caught_up()
    everything = [f"{tender.ocid}-000{number}" for number in (1, 2, 3)]

    assert followed(client) == everything
    assert followed(client, since=everything[0]) == everything[1:]
    assert followed(client, since=everything[2]) == []


@pytest.mark.django_db(transaction=True)
def test_nothing_new_is_answered_304(client):
    tender = TenderFactory(open=True)
    address = f"/api/ocds/releases?since={tender.ocid}-0001"
    caught_up()

    etag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    stages.ask(tender, "Combien ?", "Trois.")
    caught_up()
    after = client.get(address, headers={"If-None-Match": etag})

    assert (again.status_code, after.status_code) == (304, 200)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("feed", "after_the_first", "after_the_second"),
    [(release_feed, ["0", "1"], []), (naive, ["1"], [])],
    ids=["with the horizon", "by id alone"],
)
def test_a_late_commit_is_seen_only_by_the_feed_with_a_horizon(
    feed, after_the_first, after_the_second
):
    first = TenderFactory(open=True).releases.get().release_id
    caught_up()
    with uncommitted("0"):
        append("1")
        seen = [row.release_id for row in feed(since=first, size=10)[0]]
    caught_up()
    held = seen[-1] if seen else first
    seen += [row.release_id for row in feed(since=held, size=10)[0]]

    assert seen == after_the_first
    assert feed(since=seen[-1], size=10) == (after_the_second, False)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_while_eight_write():
    first = TenderFactory(open=True).releases.get().release_id

    def write(writer: int) -> None:
        rng = Random(writer)
        for number in range(EACH):
            with transaction.atomic():
                append(str(writer * EACH + number))
                time.sleep(rng.uniform(0, 0.02))
        connection.close()

    seen, held = [], first
    with ThreadPoolExecutor(WRITERS) as pool:
        jobs = [pool.submit(write, writer) for writer in range(WRITERS)]
        give_up = time.monotonic() + PATIENCE
        while len(seen) < WRITERS * EACH or not all(job.done() for job in jobs):
            assert time.monotonic() < give_up, "Something is lost."
            rows, _ = release_feed(since=held, size=5)
            seen += [row.release_id for row in rows]
            held = seen[-1] if seen else held

    assert len(seen) == WRITERS * EACH
    assert set(seen) == {str(number) for number in range(WRITERS * EACH)}
