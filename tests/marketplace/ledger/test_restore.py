"""Restores, lost files and new keys: the sequencer signs only what continues what it has signed."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from marketplace.ledger import api, health, log, notes
from marketplace.ledger.models import Checkpoint, Event, Leaf
from marketplace.ledger.verify_ledger import open_note, read_keys
from tests.marketplace.ledger.helpers import as_superuser, enter, sequence, verify

pytestmark = pytest.mark.django_db


def counts():
    return Event.objects.count(), Leaf.objects.count(), Checkpoint.objects.count()


class Restored(Exception):
    """Undoes what came after the dump."""


def restore_an_older_dump(later):
    """Run ``later``, then put the database back to what it was before, as a restore would."""
    try:
        with transaction.atomic():
            later()
            raise Restored
    except Restored:
        pass


def more():
    enter()
    sequence()


def test_an_older_dump_restored_is_not_signed_for(settings):
    more()
    restore_an_older_dump(more)
    enter(subject="bid:after")
    before, outside = counts(), settings.LEDGER_CHECKPOINT_FILE.read_text()

    sequence()

    assert counts() == before
    assert settings.LEDGER_CHECKPOINT_FILE.read_text() == outside
    assert health.current().state == "behind"
    assert "restore a newer dump" in health.readiness()


def test_the_newer_dump_is_signed_for_again():
    more()
    with transaction.atomic():
        restore_an_older_dump(more)
        sequence()
        assert health.current().state == "behind"
    # The outside checkpoint tells the same story as long as the rows are there.
    size = log.size()
    assert size == api.latest_checkpoint().size


def test_another_story_of_the_same_length_is_not_signed_for(
    settings, django_capture_on_commit_callbacks
):
    more()
    restore_an_older_dump(more)
    settings.LEDGER_CHECKPOINT_FILE.rename(settings.LEDGER_CHECKPOINT_FILE.with_suffix(".kept"))
    with django_capture_on_commit_callbacks(execute=True):
        call_command("accept_restore", verbosity=0)
    more()
    settings.LEDGER_CHECKPOINT_FILE.with_suffix(".kept").rename(settings.LEDGER_CHECKPOINT_FILE)
    before = counts()

    enter()
    sequence()

    assert counts() == (before[0] + 1, *before[1:])
    assert health.current().state == "inconsistent"


def test_without_the_checkpoint_outside_nothing_more_is_signed(settings):
    more()
    settings.LEDGER_CHECKPOINT_FILE.unlink()
    before = Checkpoint.objects.count()

    enter()
    sequence()

    assert Checkpoint.objects.count() == before
    assert health.current().state == "no-outside-checkpoint"


def test_a_checkpoint_outside_that_is_not_ours_is_named(settings):
    more()
    settings.LEDGER_CHECKPOINT_FILE.write_text("nonsense")

    sequence()

    assert health.current().state == "inconsistent"
    assert "not a checkpoint of this log" in health.current().detail


def test_an_accepted_loss_is_entered_for_everybody_to_read(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    more()
    kept = api.latest_checkpoint()
    restore_an_older_dump(more)
    lost = settings.LEDGER_CHECKPOINT_FILE.read_text()
    lost_size = open_note(lost, log.trusted_keys())[1]

    with django_capture_on_commit_callbacks(execute=True):
        call_command("accept_restore", verbosity=0)
    sequence()

    assert health.current().state == "working"
    event = Event.objects.get(action="ledger.restored")
    assert (event.data["size"], event.data["lost_size"]) == (kept.size, lost_size)
    assert api.is_integrated(event)
    assert verify(tmp_path, api.consistency_since(kept.size), earlier=kept.note).returncode == 0
    aside = settings.LEDGER_CHECKPOINT_FILE.with_name(f"checkpoint.lost-{lost_size}")
    assert aside.read_text() == lost


def test_nothing_is_accepted_where_nothing_is_wrong():
    more()
    before = counts()

    with pytest.raises(CommandError):
        call_command("accept_restore", verbosity=0)

    assert counts() == before


def test_rows_taken_away_are_noticed():
    more()
    as_superuser("DELETE FROM ledger_leaf WHERE index = 0")
    enter()

    sequence()

    assert health.current().state == "inconsistent"


def test_a_new_key_is_introduced_under_the_old_one_and_the_old_stays_verifiable(settings, tmp_path):
    more()
    first = api.latest_checkpoint()
    old = read_keys("\n".join(log.introduced_keys()))

    call_command("rotate_ledger_key", verbosity=0)
    sequence()
    both = api.latest_checkpoint()
    call_command("rotate_ledger_key", "--retire", verbosity=0)
    more()
    last = api.latest_checkpoint()

    assert len(log.introduced_keys()) == 2
    assert log.keys_in_force() == log.introduced_keys()[1:]
    assert open_note(both.note, old).__class__ is tuple
    new = read_keys(log.keys_in_force()[0])
    for checkpoint in (both, last):
        assert open_note(checkpoint.note, new)[1] == checkpoint.size
    assert verify(tmp_path, api.consistency_since(first.size), earlier=first.note).returncode == 0


def test_a_key_the_log_does_not_know_does_not_sign(settings):
    more()
    settings.LEDGER_KEY_FILE.unlink()
    notes.make_key(settings.LEDGER_KEY_FILE, settings.LEDGER_ORIGIN)
    before = counts()

    sequence()

    assert counts() == before
    assert health.current().state == "unknown-key"

    call_command("rotate_ledger_key", "--lost", verbosity=0)
    sequence()
    assert health.current().state == "working"


def test_without_its_key_the_sequencer_waits_and_nothing_is_lost(settings):
    more()
    settings.LEDGER_KEY_FILE.rename(settings.LEDGER_KEY_FILE.with_suffix(".away"))
    event = enter()

    sequence()

    assert health.current().state == "no-key"
    assert "make_ledger_key" in health.readiness()
    settings.LEDGER_KEY_FILE.with_suffix(".away").rename(settings.LEDGER_KEY_FILE)
    sequence()
    assert api.is_integrated(event)


def test_a_key_that_everybody_can_read_is_refused(settings):
    settings.LEDGER_KEY_FILE.chmod(0o644)

    sequence()

    assert health.current().state == "no-key"
    assert not Checkpoint.objects.exists()


def test_a_sequencer_never_seen_is_silent():
    assert health.current().state == "silent"
    assert not health.current().works
