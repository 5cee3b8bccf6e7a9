"""Public pages kept in memory: never out of date, never somebody's own."""

import re
from datetime import timedelta
from itertools import count

import pytest
from django.core.cache import caches
from django.test import Client
from wagtail.log_actions import log

from cms.models import SiteSettings
from marketplace.clock import now, travel
from tenders.actions.enquiry import ask_enquiry
from tenders.models import Notice
from tests.counting import statements
from tests.factories import TenderFactory, UserFactory, VendorFactory, member
from tests.tenders import stages

pytestmark = pytest.mark.django_db
LIST = "/en/tenders/"


@pytest.fixture(autouse=True)
def _keep(settings):
    settings.KEPT_PAGES = True
    caches["pages"].clear()


def test_a_page_is_made_once(client, django_assert_num_queries):
    TenderFactory(open=True)
    first = client.get(LIST)

    with django_assert_num_queries(2):  # whether a notice or a page has changed
        again = client.get(LIST)

    assert again.content == first.content
    assert {**again.headers} == {**first.headers}


def test_whoever_has_it_is_answered_304(client):
    TenderFactory(open=True)
    first = client.get(LIST)

    again = client.get(LIST, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "public, max-age=60"


def test_every_change_of_a_notice_is_seen_at_once(client):
    tender = TenderFactory(open=True)
    seen = [client.get(LIST).content]
    for change in (lambda: TenderFactory(open=True), lambda: stages.cancelled(tender)):
        change()
        seen.append(client.get(LIST).content)

    cards = [len(re.findall(b'class="cover"', content)) for content in seen]
    assert cards == [1, 2, 1]


def test_a_change_that_began_earlier_and_ends_later_is_seen_too(client):
    first, second = TenderFactory(open=True), TenderFactory(open=True)
    client.get(LIST)
    early = Notice.objects.values_list("drawn_at", flat=True).get(pk=first.pk)
    Notice.objects.filter(pk=second.pk).update(drawn_at=early, call_en="Changed")

    assert b"Changed" in client.get(LIST).content


def test_the_signed_in_get_their_own_page_and_leave_none(client):
    TenderFactory(open=True)
    anonymous = client.get(LIST)
    client.force_login(UserFactory(full_name="Zoé Paquet"))

    own = client.get(LIST)
    after = Client().get(LIST)

    assert "Zoé Paquet" in own.text
    assert own["Cache-Control"] == "private"
    assert after.content == anonymous.content


def test_themes_languages_and_addresses_are_kept_apart(client):
    TenderFactory(open=True)
    light = client.get(LIST)
    client.cookies["theme"] = "dark"
    dark = client.get(LIST)

    assert 'data-theme="dark"' in dark.text
    assert 'data-theme="dark"' not in light.text
    assert client.get("/fr/appels/").text.startswith("<!DOCTYPE html>")
    assert client.get(f"{LIST}?q=nothing").content != dark.content


def test_an_unknown_cookie_passes_by(client):
    client.cookies["messages"] = "something"
    client.get(LIST)

    assert len(caches["pages"]._cache) == 0


def test_what_is_not_found_is_not_kept(client):
    client.get("/en/tenders/ocds-zz9999-nothing/")

    assert len(caches["pages"]._cache) == 0


def test_the_page_of_a_call_is_read_with_one_statement_until_it_changes(client):
    caches["default"].clear()
    tender = TenderFactory(open=True)
    pages = (f"{tender.get_absolute_url()}?{number}" for number in count())
    first = client.get(next(pages))

    again = statements(lambda: client.get(next(pages)))
    stages.ask(tender, "Combien ?", "Trois.")
    after = client.get(next(pages))

    assert len([each for each in again if "AS newest" not in each]) == 1
    assert "Combien" not in first.text
    assert "Combien" in after.text


def test_a_kept_page_of_a_call_tells_the_time_and_the_phase_of_its_reader(client):
    caches["default"].clear()
    tender = TenderFactory(open=True)
    closes = tender.submission_deadline

    def page(before):
        with travel(closes - before):
            return client.get(f"{tender.get_absolute_url()}?{before}").text

    assert "Il reste 10\xa0jours" in page(timedelta(days=10, minutes=5))
    assert "Il reste 9\xa0jours 23\xa0heures" in page(timedelta(days=9, hours=23, minutes=59))
    assert ("Soumissionner" in page(timedelta(minutes=3)), "Fermé" in page(timedelta(0))) == (
        True,
        True,
    )
    assert tender.accepts_bids(at=closes) is False


def test_a_question_without_an_answer_yet_is_counted_at_once(client):
    caches["default"].clear()
    tender = TenderFactory(open=True)
    vendor = VendorFactory()
    client.get(tender.get_absolute_url())

    ask_enquiry(
        tender_id=tender.pk,
        vendor=vendor,
        question="Combien ?",
        language="fr",
        actor=member(vendor),
        at=now(),
    )

    assert "1 question attend" in client.get(tender.get_absolute_url()).text


def test_an_editors_banner_is_on_every_kept_page_at_once(client, settings):
    caches["default"].clear()
    settings.FURNITURE_SECONDS = 60
    tender = TenderFactory(open=True)
    client.get(tender.get_absolute_url())
    chosen = SiteSettings.load()
    chosen.banner_fr = "Travaux ce soir"
    chosen.save()
    log(chosen, "wagtail.edit")

    shown = client.get(tender.get_absolute_url()).text
    caches["default"].clear()

    assert "Travaux ce soir" in shown
