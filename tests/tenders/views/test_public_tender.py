"""The page of a call and its award notice, as anyone reads them."""

import json
import re
from io import BytesIO

import pytest
from django.utils import translation
from PIL import Image

from tests.counting import statements
from tests.factories import BuyerFactory, TenderFactory, UserFactory, VendorFactory, member
from tests.tenders import stages
from tests.tenders.views.pages import (
    address,
    asked_and_amended,
    awarded_on_quality,
    contracted,
    opened,
    page,
)

pytestmark = pytest.mark.django_db


STAGES = {
    "open": lambda: TenderFactory(open=True),
    "past its deadline": stages.published,
    "awarded": awarded_on_quality,
    "contracted": contracted,
    "unsuccessful": lambda: stages.unsuccessful(stages.published()),
    "cancelled": lambda: stages.cancelled(stages.published()),
    "asked and amended": asked_and_amended,
    "opened": opened,
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_its_page(client, stage, language):
    page(client, STAGES[stage](), language)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_unknown_call_is_not_found_in_the_readers_language(client, language):
    response = client.get(f"/{language}/tenders/ocds-zz9999-nothing/")

    assert response.status_code == 404
    assert f'lang="{language}-CA"' in response.content.decode()


def test_a_draft_is_not_found(client):
    tender = TenderFactory(in_review=True)

    assert client.get(address(tender)).status_code == 404


def test_signed_out_no_cookie_is_set_and_caches_may_keep_the_page(client):
    response = client.get(address(TenderFactory(open=True)))

    assert response.cookies.output() == ""
    assert response["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in response["Vary"]


def test_signed_in_the_page_is_private(client):
    client.force_login(UserFactory())

    assert client.get(address(TenderFactory(open=True)))["Cache-Control"] == "private"


def test_a_page_that_did_not_change_is_not_rendered_again(client, django_assert_max_num_queries):
    tender = TenderFactory(open=True)
    with translation.override("fr"):
        etag = client.get(address(tender))["ETag"]
    with django_assert_max_num_queries(2):
        again = client.get(address(tender), headers={"If-None-Match": etag})
    stages.ask(tender, "Combien ?", "Trois.")
    after = client.get(address(tender), headers={"If-None-Match": etag})

    # The minute is in the tag, and a minute may just have passed.
    assert again.status_code in (304, 200)
    assert after.status_code == 200


def test_it_reads_the_same_number_of_rows_whatever_there_is(client):
    few, many = stages.published(), stages.published()
    for tender, count in ((few, 1), (many, 3)):
        for _ in range(count):
            stages.ask(tender, "Combien ?", "Trois.")
            stages.amend(tender, {"summary_fr": f"Résumé {tender.amendments.count()}"})
            stages.bid(tender, price="18000.00")
        stages.opened(tender)
        stages.awarded(tender, tender.bids.first())

    assert len(statements(lambda: page(client, few))) == len(statements(lambda: page(client, many)))


def test_questions_are_shown_with_answers_and_without_who_asked(client):
    vendor = VendorFactory(legal_name="Secret et fils")
    tender = TenderFactory(open=True)
    stages.ask(tender, "Combien de pages ?", "Douze.", vendor=vendor)
    stages.ask(tender, "Pas encore répondue", vendor=vendor)

    shown = page(client, tender)

    assert "Combien de pages ?" in shown
    assert "Douze." in shown
    assert "1 question is waiting for its answer." in shown
    assert "Pas encore répondue" not in shown
    assert "Secret et fils" not in shown
    assert member(vendor).full_name not in shown


def test_amendments_show_before_and_after(client):
    shown = page(client, asked_and_amended())

    assert "<del>Rebuild</del>" in shown
    assert "<ins>Another</ins>" in shown
    assert re.search(r"entirely.*partly", shown, re.DOTALL)


def test_an_open_call_names_no_bidder(client):
    tender = TenderFactory(open=True)
    vendor = VendorFactory(legal_name="Boréal inc.")
    stages.bid(tender, vendor=vendor)

    for tail in ("", "award/", "deadlines.ics"):
        assert "Boréal" not in client.get(address(tender, "en", tail)).content.decode()


def test_a_cancelled_call_says_why_and_takes_no_bids(client):
    shown = page(client, stages.cancelled(stages.published()))

    assert "The need has changed." in shown
    assert "Bid on this call" not in shown


def test_a_call_past_its_deadline_reads_as_closed_before_the_sweep_has_closed_it(client):
    tender = stages.published()

    shown = page(client, tender)

    assert tender.status == "open"
    assert "This call no longer accepts bids" in shown
    assert "Bid on this call" not in shown


def test_an_open_call_offers_to_bid_to_ask_and_to_note_the_deadlines(client):
    tender = TenderFactory(open=True)

    shown = page(client, tender)

    assert f'href="{address(tender, "en", "deadlines.ics")}"' in shown
    assert "Bid on this call" in shown
    assert "Ask a question" in shown


def test_text_typed_by_people_is_escaped(client):
    evil = "<script>alert(1)</script>"
    tender = TenderFactory(
        open=True, title_fr=f"Titre {evil}", summary_fr=evil, need_fr=f"**gras** {evil}"
    )
    stages.ask(tender, evil, evil)

    assert evil not in page(client, tender, "fr")


def test_machines_read_who_seeks_what(client):
    tender = TenderFactory(open=True, buyer=BuyerFactory(name_fr="Ville </script> drôle"))

    shown = page(client, tender, "fr")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', shown)
    facts, way = json.loads(found[1])["@graph"]

    assert [step["name"] for step in way["itemListElement"]] == ["Appels", tender.number]
    assert facts["@type"] == "GovernmentOrganization"
    assert facts["name"] == "Ville </script> drôle"
    assert facts["seeks"]["@type"] == "Demand"
    assert facts["seeks"]["priceSpecification"]["maxPrice"] == "45000.00"


def test_each_language_points_to_the_other(client):
    tender = TenderFactory(open=True)

    shown = page(client, tender, "fr")

    for language in ("fr", "en"):
        link = f'hreflang="{language}-CA" href="http://localhost:8000{address(tender, language)}"'
        assert link in shown


def test_a_link_to_a_call_shows_its_picture_on_other_sites(client):
    tender = TenderFactory(open=True, title_fr="Un titre " + "très " * 25, title_en="")
    shown = page(client, tender, "fr")
    [path] = re.findall(r'property="og:image" content="[^"]*(/cards/[^"]+)"', shown)

    answer = client.get(path)
    again = client.get(path, headers={"if-none-match": answer["ETag"]})

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    assert again.status_code == 304


def test_a_draft_has_no_picture(client):
    tender = TenderFactory(in_review=True)

    assert client.get(f"/cards/{tender.ocid}.fr.png").status_code == 404
