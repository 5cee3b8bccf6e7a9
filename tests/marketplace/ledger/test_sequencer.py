"""The sequencer gives every event one place in the log, whatever happens around it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from marketplace import canonical
from marketplace.ledger import api, log
from marketplace.ledger.models import Checkpoint, Event, Leaf
from marketplace.ledger.sequencer import Sequencer
from marketplace.ledger.verify_ledger import open_note
from tests.marketplace.ledger.helpers import enter, sequence

pytestmark = pytest.mark.django_db


def unplaced():
    return Event.objects.filter(leaf=None).count()


def test_an_event_is_integrated_and_signed_in_one_step():
    event = enter()
    assert not api.is_integrated(event)
    assert api.proof_of(event) is None

    call_command("sequence_ledger", "--once")

    assert api.is_integrated(event)
    checkpoint = api.latest_checkpoint()
    assert open_note(checkpoint.note, log.trusted_keys()) == (
        "ledger.test/log",
        log.size(),
        bytes(checkpoint.root),
    )


def test_nothing_new_is_signed_when_nothing_happened():
    sequence()
    before = list(Checkpoint.objects.values_list("size", "note"))

    sequence()

    assert list(Checkpoint.objects.values_list("size", "note")) == before


@pytest.mark.parametrize("events", [1, 2, 7, 8, 9])
def test_cover_leaves_hide_the_number_of_events(events):
    sequence()
    before = log.size()
    for _ in range(events):
        enter()

    sequence()

    assert log.size() - before == (8 if events <= 8 else 16)
    places = list(Leaf.objects.filter(index__gte=before).values_list("event", flat=True))
    assert len([place for place in places if place]) == events
    assert len(set(map(bytes, Leaf.objects.values_list("commitment", flat=True)))) == log.size()


def test_the_place_of_a_lone_event_among_its_covers_is_by_chance():
    sequence()
    places = set()
    for _ in range(24):
        event = enter()
        sequence()
        places.add(event.leaf.index % 8)

    assert len(places) > 2


def test_events_keep_their_order():
    for number in range(20):
        enter(subject=f"bid:{number}")
    sequence()

    placed = Leaf.objects.exclude(event=None).order_by("index").values_list("event_id", flat=True)
    assert list(placed) == sorted(placed)
    assert unplaced() == 0


def test_what_has_no_canonical_form_is_refused_where_it_is_recorded():
    with pytest.raises(canonical.NotCanonical):
        enter(price=1.5)

    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_lower_id_that_commits_later_is_not_lost():
    sequencer = Sequencer()
    recorded, commit = threading.Event(), threading.Event()

    def slow():
        try:
            with transaction.atomic():
                event = enter(subject="bid:slow")
                recorded.set()
                assert commit.wait(10)
            return event.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        lower = pool.submit(slow)
        assert recorded.wait(10)
        higher = enter(subject="bid:quick").pk
        sequencer.step()
        sequencer.step()
        assert Leaf.objects.filter(event=higher).exists()
        commit.set()
        lower = lower.result(10)
    assert lower < higher
    assert unplaced() == 1

    sequencer.step()

    assert unplaced() == 0


@pytest.mark.django_db(transaction=True)
def test_two_sequencers_at_once_write_no_leaf_twice():
    events = 400
    for _ in range(events):
        enter()
    start = threading.Barrier(2)

    def work(_):
        try:
            start.wait(10)
            sequencer = Sequencer()
            for _ in range(5):
                sequencer.step()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    sequence()

    assert unplaced() == 0
    assert Leaf.objects.exclude(event=None).count() == Event.objects.count()
    assert log.size() == Leaf.objects.count()
    latest = api.latest_checkpoint()
    assert log.tree(latest.size).root() == bytes(latest.root)
    assert latest.size == log.size()


@pytest.mark.django_db(transaction=True)
def test_a_sequencer_killed_between_integrating_and_signing_signs_later():
    enter()
    Sequencer().integrate()
    assert api.latest_checkpoint() is None

    sequence()

    assert api.latest_checkpoint().size == log.size()


def test_many_events_make_the_upper_levels_of_the_tree():
    for _ in range(600):
        enter()
    sequence()
    size = log.size()

    leaves = Leaf.objects.order_by("index").values_list("commitment", flat=True)
    from tests.marketplace.ledger.test_tree import leaf_hash, naive_root

    assert log.tree(size).root() == naive_root([leaf_hash(bytes(leaf)) for leaf in leaves])
    assert log.read(1, 0, size // 256)
