"""Feeds and calendars, read as feed readers and calendars read them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import feedparser
import pytest
from icalendar import Calendar

from marketplace.clock import now
from tenders.states import AwardStatus
from tests.factories import BuyerFactory, TenderFactory
from tests.tenders import stages
from tests.tenders.views.pages import address, awarded_on_quality, named

pytestmark = pytest.mark.django_db

FEEDS = [
    f"/feeds/{language}/{kind}.{form}"
    for language in ("fr", "en")
    for kind in ("calls", "amendments", "awards")
    for form in ("atom", "rss")
]


@pytest.fixture
def market():
    """An open call that was amended, one cancelled, one awarded."""
    tender = TenderFactory(open=True, title_fr="Registre & <patrimoine>", title_en="")
    stages.amend(tender, {"submission_deadline": tender.submission_deadline + timedelta(days=1)})
    stages.cancelled(TenderFactory(open=True, title_fr="Abandonné"))
    awarded_on_quality()
    return tender


def read(client, path):
    """The feed, which must be well-formed and say what both formats ask for."""
    response = client.get(path)
    assert response.status_code == 200
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    assert all(feed.feed.get(part) for part in ("title", "link", "language"))
    for entry in feed.entries:
        assert all(entry.get(part) for part in ("title", "id", "link", "summary", "published"))
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    return feed


@pytest.mark.parametrize("path", FEEDS)
def test_every_feed_is_read_by_a_feed_reader(client, market, path):
    feed = read(client, path)

    assert feed.version == ("atom10" if path.endswith("atom") else "rss20")
    assert feed.feed.language.lower() == f"{path.split('/')[2]}-ca"
    assert len(feed.entries) == (3 if "calls" in path else 1)


def test_an_entry_keeps_its_id_when_the_call_is_amended(client):
    tender = TenderFactory(open=True)
    [before] = read(client, "/feeds/fr/calls.atom").entries

    stages.amend(tender, {"submission_deadline": tender.submission_deadline + timedelta(days=1)})

    [after] = read(client, "/feeds/fr/calls.atom").entries
    assert after.id == before.id
    assert after.published == before.published
    assert after.updated > before.updated


def test_text_of_people_stays_text(client, market):
    titles = [entry.title_detail for entry in read(client, "/feeds/fr/calls.atom").entries]

    assert ("Registre & <patrimoine>", "text/plain") in [(each.value, each.type) for each in titles]


def test_a_feed_follows_the_filters_of_the_list(client):
    ours, theirs = BuyerFactory(slug="ours"), BuyerFactory()
    TenderFactory(open=True, buyer=ours, title_fr="Le nôtre")
    TenderFactory(open=True, buyer=theirs)

    feed = read(client, "/feeds/fr/calls.atom?buyer=ours")

    assert [entry.title for entry in feed.entries] == ["Le nôtre"]
    assert str(ours.name) in feed.feed.title


def test_an_atom_feed_names_itself_and_its_twin(client, market):
    feed = read(client, "/feeds/fr/calls.atom?q=registre")

    links = {(link.rel, link.get("hreflang")): link.href for link in feed.feed.links}
    assert links["self", None].endswith("/feeds/fr/calls.atom?q=registre")
    assert links["alternate", "en"].endswith("/feeds/en/calls.atom?q=registre")


def test_a_cancelled_award_says_so(client):
    tender = awarded_on_quality()
    advance = {"cancelled_at": now(), "cancel_reason": "Erreur"}
    stages.advance(tender.awards.get(), AwardStatus.CANCELLED, **advance)

    [entry] = read(client, "/feeds/en/awards.rss").entries
    assert entry.title.startswith("Award cancelled: ")


@pytest.mark.parametrize("path", ["/feeds/fr/calls.atom", "/feeds/fr/closings.ics"])
def test_what_a_reader_has_already_is_not_sent_again(client, market, path):
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "public, max-age=300"
    assert first.cookies.output() == ""


@pytest.mark.parametrize("path", ["/feeds/de/calls.atom", "/feeds/fr/bids.atom"])
def test_there_is_no_other_feed(client, path):
    assert client.get(path).status_code == 404


# --- calendars -------------------------------------------------------------------------------


def events(client, path):
    """The events of a calendar, in whose text the rules of RFC 5545 for lines are kept."""
    response = client.get(path)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    assert b"\n" not in response.content.replace(b"\r\n", b"")
    calendar = Calendar.from_ical(response.content)
    assert calendar.errors == []
    found = calendar.walk("VEVENT")
    assert len({event["UID"] for event in found}) == len(found)
    return found


def test_the_calendar_of_a_call_has_both_deadlines_and_a_reminder(client):
    tender = TenderFactory(open=True)

    bids, questions = events(client, address(tender, "en", "deadlines.ics"))

    assert bids.start == tender.submission_deadline
    assert bids.start.tzinfo == ZoneInfo("America/Toronto")
    assert questions.start == tender.enquiry_deadline
    assert [alarm["TRIGGER"].dt for alarm in bids.walk("VALARM")] == [timedelta(days=-1)]


def test_a_calendar_tells_the_rules_of_its_time_zone(client):
    TenderFactory(open=True)

    text = client.get("/feeds/fr/closings.ics").content.decode()
    assert "BEGIN:VTIMEZONE\r\nTZID:America/Toronto" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in text


def test_an_amendment_moves_the_event_and_raises_its_sequence(client):
    tender = TenderFactory(open=True)
    before = events(client, address(tender, "en", "deadlines.ics"))[0]

    stages.amend(tender, {"submission_deadline": tender.submission_deadline + timedelta(days=1)})

    after = events(client, address(tender, "en", "deadlines.ics"))[0]
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after.start - before.start == timedelta(days=1)


def test_a_cancelled_call_is_cancelled_in_calendars_that_follow_a_search(client, market):
    found = events(client, "/feeds/fr/closings.ics")

    assert sorted((event["STATUS"], event["SEQUENCE"]) for event in found) == [
        ("CANCELLED", 1), ("CANCELLED", 1), ("CONFIRMED", 1), ("CONFIRMED", 1),
    ]  # fmt: skip


def test_calls_that_have_closed_leave_the_calendar(client):
    stages.published()
    tender = TenderFactory(open=True)

    found = events(client, "/feeds/fr/closings.ics")
    assert {event["UID"].split("-bids")[0] for event in found if "bids" in event["UID"]} == {
        tender.ocid
    }
    assert all(event.start > now() for event in found if "bids" in event["UID"])


def test_lists_lead_to_their_feeds(client):
    page = client.get(named("tenders:list") + "?q=registre").content.decode()

    assert 'type="application/atom+xml" href="/feeds/en/calls.atom?q=registre"' in page
    assert 'href="/feeds/en/closings.ics?q=registre"' in page
