"""The market at a glance and the signals, as anyone reads them."""

import csv
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils.translation import override

from tenders.actions.insights import refresh_insights
from tenders.documents.insights import MEASURES
from tenders.models import Buyer
from tenders.queries.signals import INDICATORS
from tests.counting import statements
from tests.factories import BuyerFactory, VendorFactory
from tests.tenders import stages
from tests.tenders.views.pages import named

pytestmark = pytest.mark.django_db


@pytest.fixture
def market():
    """One award after a single bid, of a body whose name a spreadsheet could run."""
    buyer = BuyerFactory(slug="ours", name_fr="=Ville", name_en="")
    tender = stages.published(buyer=buyer)
    bid = stages.bid(tender, price="18000.00", vendor=VendorFactory())
    stages.opened(tender)
    stages.awarded(tender, bid)
    refresh_insights()
    return tender


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ["market", "signals"])
def test_the_pages_are_there_before_anything_happened(client, name, language):
    assert client.get(named(f"tenders:{name}", language=language)).status_code == 200


def test_the_figures_are_told_in_both_languages(client, market):
    french = client.get(named("tenders:market", language="fr")).content.decode()
    english = client.get(named("tenders:market")).content.decode()

    assert "18\xa0000\xa0$" in french
    assert "$18,000" in english
    assert "100\xa0%" in french


def test_a_row_leads_to_its_slice_and_keeps_what_was_chosen(client, market):
    page = client.get(named("tenders:market") + "?year=2026").content.decode()

    assert "buyer=ours" in page
    assert client.get(named("tenders:market") + "?buyer=ours").status_code == 200


@pytest.mark.parametrize("query", ["year=x", "year=99999999999", "buyer=%00", "category=1'"])
def test_what_cannot_be_understood_is_left_out(client, market, query):
    page = client.get(f"{named('tenders:market')}?{query}")

    assert page.status_code == 200
    assert "$18,000" in page.content.decode()


def test_the_file_holds_the_figures_and_runs_no_formula(client, market):
    response = client.get(named("tenders:market_file"))
    text = response.getvalue().decode("utf-8-sig")
    heading, *rows = csv.reader(text.splitlines())

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert heading[:2] == ["Slice", "Calls"]
    assert {row[0]: row[7] for row in rows}["'=Ville"] == "18000.00"


@pytest.mark.parametrize("name", MEASURES)
def test_each_measure_is_drawn_as_tables_each_with_its_file(client, market, name):
    page = client.get(f"{named('tenders:market')}?measure={name}").text
    files = re.findall(r'href="([^"]*csv[^"]*chart=[^"]*)"', page)
    charts = ["year", "buyer", "category", *(["region"] if MEASURES[name].of_awards else [])]

    assert page.count('<table class="table bars">') == len(charts)
    assert [parse_qs(urlsplit(unescape(file)).query) for file in files] == [
        {"measure": [name], "chart": [chart]} for chart in charts
    ]
    for file in files:
        [_, *rows] = client.get(unescape(file)).getvalue().decode("utf-8-sig").splitlines()
        assert len(rows) == 1


def test_the_file_of_a_chart_says_what_the_chart_says(client, market):
    file = f"{named('tenders:market_file')}?chart=region"

    assert client.get(file).getvalue().decode("utf-8-sig").splitlines() == [
        'Region,"Awarded, before taxes"',
        "Capitale-Nationale,18000.00",
    ]


def test_the_page_says_that_payments_are_not_counted_yet(client, market):
    assert "no payment passes through this platform yet" in client.get(named("tenders:market")).text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_signal_stands_with_its_meaning_and_its_limits(client, market, language):
    page = unescape(client.get(named("tenders:signals", language=language)).text)

    with override(language):
        for indicator in INDICATORS:
            assert page.index(str(indicator.meaning)) < page.index(str(indicator.limits))
    assert {indicator.code for indicator in INDICATORS} == {
        *("R003", "R018", "R024", "R028", "R030", "R035", "R036", "R038", "R048", "R058", "SPLIT")
    }


def test_a_signal_leads_to_its_calls(client, market):
    listed = client.get(named("tenders:signals")).content.decode()
    page = client.get(named("tenders:signal", "R018")).content.decode()

    assert named("tenders:signal", "R018") in listed
    assert market.get_absolute_url().split("/")[-2] in page


def test_there_is_no_other_signal(client):
    assert client.get(named("tenders:signal", "R999")).status_code == 404


def test_what_a_reader_has_is_not_made_again_until_the_figures_are(client, market):
    path = named("tenders:market")
    etag = client.get(path)["ETag"]

    assert client.get(path, headers={"if-none-match": etag}).status_code == 304


def test_a_page_costs_the_same_however_many_buyers_there_are(client, market):
    path = named("tenders:market")
    one = len(statements(lambda: client.get(path)))
    for _ in range(3):
        tender = stages.published(buyer=BuyerFactory())
        bid = stages.bid(tender, price="9000.00")
        stages.opened(tender)
        stages.awarded(tender, bid)
    refresh_insights()

    assert len(statements(lambda: client.get(path))) == one
    assert Buyer.objects.count() == 4
