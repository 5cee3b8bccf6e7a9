"""Feeds and calendars by the letter: RFC 4287 (Atom), RSS 2.0, RFC 5545 and 7986 (iCalendar)."""

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import pytest
from django.utils.dateparse import parse_datetime
from icalendar import Calendar

from tests.factories import TenderFactory
from tests.tenders import stages
from tests.tenders.views.pages import address, awarded_on_quality
from tests.tenders.views.test_feeds import FEEDS

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
IRI = re.compile(r"(https?://[^\s]+|tag:[^\s,]+,\d{4}-\d\d-\d\d:[^\s]+)")
CALENDARS = ["/feeds/fr/closings.ics", "/feeds/en/closings.ics?q=registre"]


@pytest.fixture(autouse=True)
def market():
    """Long titles with accents and marks; amended, cancelled and awarded calls."""
    title = "Registre & <patrimoine> des éléments « bâtis », d’ici ; et d’ailleurs, " + "é" * 60
    tender = TenderFactory(open=True, title_fr=title[:150], title_en="")
    stages.amend(tender, {"submission_deadline": tender.submission_deadline + timedelta(days=1)})
    stages.cancelled(TenderFactory(open=True))
    awarded_on_quality()
    return tender


def tree(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return ET.fromstring(response.content), response  # noqa: S314  our own


def one(element, name):
    """The text of a child that must be there once."""
    (found,) = element.findall(name)
    return (found.text or "").strip()


@pytest.mark.parametrize("path", [path for path in FEEDS if path.endswith("atom")])
def test_atom_by_rfc_4287(client, path):
    feed, response = tree(client, path)

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for element in (feed, *entries):  # 4.1.1 and 4.1.2: each exactly once
        assert IRI.fullmatch(one(element, f"{ATOM}id"))
        assert one(element, f"{ATOM}title")
        assert RFC_3339.fullmatch(one(element, f"{ATOM}updated"))
    for element in (feed, *entries):  # 4.2.1: an author with a name for each entry
        assert one(element.find(f"{ATOM}author"), f"{ATOM}name")
    for element in (feed, *entries):  # 4.2.7: one alternate of a kind and language
        links = [(each.get("rel", "alternate"), each.get("type"), each.get("hreflang"))
                 for each in element.findall(f"{ATOM}link")]  # fmt: skip
        assert len(set(links)) == len(links)
        assert all(IRI.fullmatch(each.get("href")) for each in element.findall(f"{ATOM}link"))
    assert any(each.get("rel") == "self" for each in feed.findall(f"{ATOM}link"))
    for entry in entries:
        published = parse_datetime(one(entry, f"{ATOM}published"))
        assert published <= parse_datetime(one(entry, f"{ATOM}updated"))
    newest = max(one(entry, f"{ATOM}updated") for entry in entries)
    assert parse_datetime(one(feed, f"{ATOM}updated")) == parse_datetime(newest)


@pytest.mark.parametrize("path", [path for path in FEEDS if path.endswith("rss")])
def test_rss_by_its_specification(client, path):
    feed, response = tree(client, path)

    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert (feed.tag, feed.get("version")) == ("rss", "2.0")
    (channel,) = feed.findall("channel")
    assert all(one(channel, name) for name in ("title", "link", "description", "language"))
    assert parsedate_to_datetime(one(channel, "lastBuildDate")).tzinfo
    items = channel.findall("item")
    assert items
    for item in items:
        assert all(one(item, name) for name in ("title", "link", "description"))
        assert parsedate_to_datetime(one(item, "pubDate")).tzinfo
        assert item.find("guid").get("isPermaLink") == "false"
        assert IRI.fullmatch(one(item, "guid"))


def lines_of(content: bytes) -> list[str]:
    """The content lines, unfolded (RFC 5545, 3.1)."""
    assert content.endswith(b"\r\n")
    physical = content.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 and b"\r" not in line and b"\n" not in line for line in physical)
    for line in physical:
        line.decode()  # no character is cut in two
    return content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def calendars(client, market):
    yield from (client.get(path) for path in CALENDARS)
    yield client.get(address(market, "en", "deadlines.ics"))


def test_calendars_by_rfc_5545(client, market):
    seen = 0
    for response in calendars(client, market):
        lines = lines_of(response.content)
        calendar = Calendar.from_ical(response.content)
        assert lines[0] == "BEGIN:VCALENDAR"
        assert lines[-1] == "END:VCALENDAR"
        assert lines.count("VERSION:2.0") == 1
        assert sum(line.startswith("PRODID:") for line in lines) == 1
        assert sum(line.startswith("METHOD:") for line in lines) == 1
        zones = {zone["TZID"] for zone in calendar.walk("VTIMEZONE")}
        for zone in calendar.walk("VTIMEZONE"):  # 3.6.5: at least one of its parts
            assert zone.walk("STANDARD") or zone.walk("DAYLIGHT")
        for event in calendar.walk("VEVENT"):
            by_the_letter(event, zones)
            seen += 1

    assert seen >= 6


def by_the_letter(event, zones):
    """3.6.1, and 3.6.6 of its alarm."""
    for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "STATUS", "URL"):
        assert not isinstance(event[name], list), f"{name} more than once"
    assert event["DTSTAMP"].dt.utcoffset() == timedelta(0)
    assert event["LAST-MODIFIED"].dt.utcoffset() == timedelta(0)
    assert event["DTSTART"].params["TZID"] in zones
    assert not ("DTEND" in event and "DURATION" in event)
    assert event["DTEND"].dt >= event["DTSTART"].dt
    assert event["STATUS"] in ("TENTATIVE", "CONFIRMED", "CANCELLED")
    assert event["TRANSP"] == "TRANSPARENT"  # a deadline keeps nobody busy
    for alarm in event.walk("VALARM"):
        assert {"ACTION", "TRIGGER", "DESCRIPTION"} <= alarm.keys()
