"""What search engines find."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from cms.demo import load_content
from marketplace.clock import now
from tests.factories import BuyerFactory, TenderFactory, VendorFactory
from tests.tenders import stages
from tests.tenders.views.pages import awarded_on_quality, named

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read(client, path):
    """The addresses of a map, each with when it changed and its twins."""
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = ET.fromstring(b"".join(response))  # noqa: S314  our own
    return {
        each.findtext("s:loc", namespaces=NAMES): (
            each.findtext("s:lastmod", default="", namespaces=NAMES),
            {link.get("hreflang"): link.get("href") for link in each.findall("x:link", NAMES)},
        )
        for each in root
    }


def path_of(address, settings):
    return address.removeprefix(settings.SITE_URL)


def test_the_index_names_maps_that_are_there(client, settings):
    awarded_on_quality()
    maps = read(client, "/sitemap.xml")

    assert len(maps) == 6
    assert all(read(client, path_of(address, settings)) is not None for address in maps)


def test_a_public_call_is_found_in_both_languages_with_its_twin(client, settings):
    tender = TenderFactory(open=True)
    in_review = TenderFactory(in_review=True)
    [(address, _)] = [item for item in read(client, "/sitemap.xml").items() if "calls" in item[0]]

    found = read(client, path_of(address, settings))

    french, english = (
        settings.SITE_URL + named("tenders:detail", tender.ocid, language=language)
        for language in ("fr", "en")
    )
    changed = tender.updated_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    twins = {"fr-CA": french, "en-CA": english, "x-default": french}
    assert found == {french: (changed, twins), english: (changed, twins)}
    assert in_review.ocid not in str(found)


def test_calls_stand_in_the_month_of_their_publication_in_universal_time(client):
    TenderFactory(open=True, at=datetime(2025, 1, 1, 4, 59, tzinfo=UTC))  # still December here

    months = [address[-11:] for address in read(client, "/sitemap.xml") if "calls" in address]
    assert months == ["2025-01.xml"]
    assert len(read(client, "/sitemap-calls-2025-01.xml")) == 2
    assert read(client, "/sitemap-calls-2024-12.xml") == {}


def test_an_award_is_found_unless_it_was_cancelled(client, settings):
    tender = awarded_on_quality()
    month = tender.awards.get().approved_at.astimezone(UTC).strftime("%Y-%m")
    path = f"/sitemap-awards-{month}.xml"
    [french, _english] = read(client, path)

    assert client.get(path_of(french, settings)).status_code == 200
    stages.advance(tender.awards.get(), "cancelled", cancelled_at=now(), cancel_reason="Erreur")
    assert read(client, path) == {}


def test_every_address_answers(client, settings):
    load_content(datetime(2026, 1, 5, tzinfo=UTC))
    BuyerFactory()
    VendorFactory()
    addresses = [
        address
        for name in ("pages", "lists", "buyers", "firms")
        for address in read(client, f"/sitemap-{name}.xml")
    ]

    assert len(addresses) > 40
    answers = {client.get(path_of(address, settings)).status_code for address in addresses}
    assert answers == {200}


@pytest.mark.parametrize("name", ["calls", "calls-2024", "calls-2024-13", "calls-x", "nothing"])
def test_there_is_no_other_map(client, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_robots_may_read_what_is_public_and_are_told_of_the_maps(client, settings):
    text = client.get("/robots.txt").content.decode()

    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml\n" in text
    assert "Disallow: /cms/\n" in text
    assert named("tenders:list") not in re.findall("Disallow: (.*)", text)


def test_whoever_finds_a_weakness_knows_whom_to_tell(client, settings):
    settings.SECURITY_CONTACT = "mailto:securite@exemple.ca"

    text = client.get("/.well-known/security.txt").content.decode()

    assert text.startswith("Contact: mailto:securite@exemple.ca\nExpires: 20")
    assert f"Canonical: {settings.SITE_URL}/.well-known/security.txt\n" in text
