"""For how long submission failed is derived from looks at the site, twice a minute."""

from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from marketplace.web.probe import site_answers
from tenders.actions.watch import RECEIPTS, SEALER, SITE, note_watch, submission_fault
from tenders.models import WatchSpan
from tenders.queries.outages import Outage, down_before, outages_before

pytestmark = pytest.mark.django_db

DEADLINE = datetime(2026, 3, 3, 19, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LOOK = timedelta(seconds=30)


def minutes_before(number):
    return DEADLINE - number * MINUTE


def seen(began, ended, fault=""):
    """A stretch of looks that saw the same, in minutes before the deadline."""
    return WatchSpan.objects.create(
        began_at=minutes_before(began), seen_at=minutes_before(ended), fault=fault
    )


def found(*, at=DEADLINE):
    """Each outage in minutes before the deadline, with the parts that were away."""
    return [
        (
            (DEADLINE - each.began_at) / MINUTE,
            (DEADLINE - each.ended_at) / MINUTE,
            each.faults,
        )
        for each in outages_before(DEADLINE, at=at)
    ]


# --- what counts ----------------------------------------------------------------------------------


def test_where_nobody_ever_looked_nothing_is_judged():
    assert found() == []


def test_a_site_that_was_seen_to_work_throughout_has_no_outage():
    seen(600, 0)
    assert found() == []


def test_before_the_first_look_ever_nothing_is_judged():
    seen(60, 0)
    assert found() == []


def test_a_time_of_which_nobody_can_say_that_it_worked_is_an_outage():
    seen(600, 100)
    seen(80, 0)
    assert found() == [(100, 80, ())]


@pytest.mark.parametrize(("gap", "outages"), [(1.5, []), (1.6, [(100, 98.4, ())])])
def test_two_missed_looks_are_none(gap, outages):
    seen(600, 100)
    seen(100 - gap, 0)
    assert found() == outages


def test_a_part_that_was_seen_away_counts_from_the_last_good_look_to_the_next():
    seen(600, 100)
    seen(99.5, 95.5, SEALER)
    seen(95, 94.5, SITE)
    seen(94, 0)
    assert found() == [(100, 94, (SEALER, SITE))]


def test_only_the_last_hours_before_the_deadline_count(settings):
    settings.OUTAGE_WINDOW_HOURS = 4
    seen(900, 400)
    seen(300, 260)
    seen(230, 0)
    assert found() == [(240, 230, ())]
    assert down_before(DEADLINE, at=DEADLINE) == 10 * MINUTE


def test_one_that_began_before_the_deadline_counts_whole():
    seen(600, 5)
    seen(-20, -60)
    assert found(at=minutes_before(-60)) == [(5, -20, ())]


def test_one_that_began_after_the_deadline_does_not_count():
    seen(600, -1)
    seen(-30, -60)
    assert found(at=minutes_before(-60)) == []


def test_one_that_lasts_is_counted_up_to_now():
    seen(600, 20)
    assert found(at=minutes_before(8)) == [(20, 8, ())]


def test_several_are_added_up():
    for began, ended in ((600, 200), (195, 100), (96, 50), (47, 0)):
        seen(began, ended)
    assert down_before(DEADLINE, at=DEADLINE) == 12 * MINUTE


def test_an_outage_says_when_and_what():
    seen(600, 100)
    seen(80, 0)
    assert outages_before(DEADLINE, at=DEADLINE) == [
        Outage(minutes_before(100), minutes_before(80), ())
    ]


# --- looking --------------------------------------------------------------------------------------


def spans():
    return list(WatchSpan.objects.values_list("began_at", "seen_at", "fault"))


def test_looks_that_see_the_same_make_one_span():
    for number in range(5):
        note_watch(fault="", at=DEADLINE + number * LOOK)
    assert spans() == [(DEADLINE, DEADLINE + 4 * LOOK, "")]


def test_another_fault_and_a_gap_begin_another_span():
    for seconds, fault in ((0, ""), (30, SEALER), (60, ""), (151, "")):
        note_watch(fault=fault, at=DEADLINE + timedelta(seconds=seconds))
    moments = [DEADLINE + timedelta(seconds=seconds) for seconds in (0, 30, 60, 151)]
    assert spans() == [
        (at, at, fault) for at, fault in zip(moments, ["", SEALER, "", ""], strict=1)
    ]


def test_a_clock_that_was_set_back_notes_nothing():
    note_watch(fault="", at=DEADLINE)
    note_watch(fault=SITE, at=DEADLINE - LOOK)
    assert spans() == [(DEADLINE, DEADLINE, "")]


@pytest.fixture
def site(settings):
    """An address that answers with the status in its list."""
    status = [200]

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status[0])
            self.end_headers()

        def log_message(self, *_arguments):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.SUBMISSION_PROBE_URL = f"http://127.0.0.1:{server.server_port}/healthz"
    yield status
    server.shutdown()
    server.server_close()


def test_the_site_answers_or_it_does_not(site, settings):
    answers = [site_answers()]
    site[0] = 503
    answers.append(site_answers())
    settings.SUBMISSION_PROBE_URL = "http://127.0.0.1:9/healthz"
    assert [*answers, site_answers()] == [True, False, False]


def test_the_part_without_which_no_bid_is_submitted_is_named(site, settings, no_sealer, tmp_path):
    faults = [submission_fault()]
    settings.RECEIPT_KEY_FILE = tmp_path / "none"
    faults.append(submission_fault())
    no_sealer()
    faults.append(submission_fault())
    site[0] = 500
    assert [*faults, submission_fault()] == ["", RECEIPTS, SEALER, SITE]
