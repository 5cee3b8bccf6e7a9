"""The history from SEAO: found by its words, shown with its source."""

import pytest

from marketplace.clock import now
from tenders.actions.history import keep_history
from tenders.ocds.seao import past_notice
from tests.counting import statements
from tests.tenders.test_import_seao import release
from tests.tenders.views.pages import named

pytestmark = pytest.mark.django_db


def have(*numbers: int, **changes) -> None:
    releases = (release(ocid=f"ocds-ec9k95-{number}", **changes) for number in numbers)
    keep_history(past_notice(each, source="hebdo.json", at=now()) for each in releases)


def page(client, name: str, *args: str, q: str = "", language: str = "en") -> str:
    response = client.get(named(name, *args, language=language), {"q": q} if q else {})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("", True),
        ("refontes", True),
        ("Rimouski site", True),
        ("atelier fleuve", True),
        ("1740136", True),
        ("pavage", False),
        ("'; DROP TABLE --", False),
        ("\x00%_&|!:*", False),
    ],
)
def test_notices_are_found_by_their_words(client, q, found):
    have(1740136)

    assert ("Refonte du site Web" in page(client, "tenders:history", q=q)) is found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_list_and_page_name_their_source_and_that_it_is_none_of_ours(client, language):
    have(1740136)

    for shown in (
        page(client, "tenders:history", language=language),
        page(client, "tenders:past", "1740136", language=language),
    ):
        assert "CC BY 4.0" in shown
        assert "Système électronique d’appel d’offres (SEAO)" in shown


def test_a_notice_is_shown_with_its_firms_and_prices(client):
    have(1740136)

    shown = page(client, "tenders:past", "1740136")

    assert "1143920115" in shown
    assert "$18,000.50" in shown
    assert 'href="https://seao.gouv.qc.ca/avis/1740136"' in shown


def test_there_is_no_other_notice(client):
    assert client.get(named("tenders:past", "42")).status_code == 404
    assert client.get(named("tenders:past", "x\x00")).status_code == 400


def test_the_list_costs_the_same_with_one_and_three_notices(client):
    def ask():
        return client.get(named("tenders:history"))

    have(1)
    one = statements(ask)
    have(2, 3)

    assert len(statements(ask)) == len(one)


def test_the_data_page_leads_there_once_there_is_something(client):
    assert "Before this site" not in page(client, "tenders:data")
    have(1)
    assert "Before this site" in page(client, "tenders:data")
