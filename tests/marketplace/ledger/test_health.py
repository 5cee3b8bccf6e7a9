"""What the operator is told of the ledger's queue at ``/readyz``."""

import pytest
from django.db import connection

from marketplace.ledger import health
from marketplace.ledger.models import Event, Leaf
from tests.marketplace.ledger.helpers import enter, sequence

pytestmark = pytest.mark.django_db
COPIES = """
    INSERT INTO ledger_event (public_id, action, subject, actor, at, data, salt, commitment)
    SELECT gen_random_uuid(), action, subject, actor, at, data, salt, commitment
    FROM ledger_event, generate_series(1, %s) LIMIT %s
"""


def fill_queue(entries):
    enter()
    with connection.cursor() as cursor:
        cursor.execute(COPIES, [entries - 1, entries - 1])


def test_a_few_entries_that_wait_for_their_second_are_nothing_to_tell(client):
    sequence()
    enter()

    assert b"\nledger: working\n" in client.get("/readyz").content


def test_a_full_queue_is_told_and_is_worked_off_whole(client):
    sequence()
    fill_queue(health.LONG + 1)

    full = client.get("/readyz")
    sequence()

    assert full.status_code == 200
    assert b"\nledger: overloaded: entries that wait, none of them lost: 5,001\n" in full.content
    assert b"\nledger: working\n" in client.get("/readyz").content
    assert Event.objects.filter(leaf=None).count() == 0
    assert Leaf.objects.filter(event__isnull=False).count() == Event.objects.count()


def test_a_queue_that_nobody_works_off_is_told_with_its_length(client):
    for _ in range(3):
        enter()

    assert (
        b"\nledger: silent: entries that wait, none of them lost: 3\n"
        in client.get("/readyz").content
    )


def test_why_the_sequencer_stands_still_is_told_before_how_many_wait(settings, client):
    sequence()
    enter()
    settings.LEDGER_KEY_FILE.unlink()
    sequence()

    line = client.get("/readyz").content.decode().splitlines()[1]
    assert line.startswith("ledger: no-key: No ledger key at ")
    assert line.endswith("is. entries that wait, none of them lost: 1")
