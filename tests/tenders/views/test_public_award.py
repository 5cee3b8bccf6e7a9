"""What the public learns of bids and prices, and when."""

from uuid import uuid4

import pytest
from django.utils.html import strip_tags

from marketplace.clock import now
from tenders.actions.notice import show_notices
from tests.counting import statements
from tests.tenders import stages
from tests.tenders.views.pages import address, awarded_on_quality, named, opened, page

pytestmark = pytest.mark.django_db


def test_prices_opened_after_the_notes_wait_for_the_outcome(client):
    tender = stages.published()
    bid = stages.bid(tender, price="18765.00")
    stages.opened(tender)

    before = page(client, tender)
    stages.awarded(tender, bid)
    after = page(client, tender)

    assert bid.vendor.legal_name in before
    assert "18,765" not in before
    assert "$18,765.00" in after


def test_prices_of_a_call_on_price_alone_are_told_at_the_opening(client):
    tender = stages.published(award_method="lowest_price")
    stages.bid(tender, price="18765.00")
    stages.opened(tender)

    assert "$18,765.00" in page(client, tender)


def test_every_bid_and_its_amount_is_public_after_the_award(client):
    tender = stages.published()
    bids = [stages.bid(tender, price=f"{price}.00") for price in (17200, 18000, 19500)]
    stages.opened(tender)
    stages.awarded(tender, bids[0])
    firms = [bid.vendor.legal_name for bid in bids]

    for shown in (
        page(client, tender),
        page(client, tender, tail="award/"),
        client.get(named("tenders:opening", tender.ocid)).text,
    ):
        for firm, price in zip(firms, ("$17,200.00", "$18,000.00", "$19,500.00"), strict=True):
            assert price in shown[shown.index(firm) :]
    record = client.get(named("opendata:record", tender.ocid)).json()["records"][0]
    assert [
        (bid["tenderers"][0]["name"], bid["value"]["amount"])
        for bid in record["compiledRelease"]["bids"]["details"]
    ] == list(zip(firms, (17200, 18000, 19500), strict=True))


def test_the_award_notice_has_the_ranking_and_its_arithmetic(client):
    tender = awarded_on_quality()

    shown = page(client, tender, tail="award/")

    assert "$17,200.00 ÷ (1 + 0.15 × (80 − 70) ÷ 30) ≈ $16,380.95" in shown
    assert "$18,000.00 ÷ (1 + 0.15 × (80 − 70) ÷ 30) ≈ $17,142.86" in shown
    assert shown.index("$16,380.95") < shown.index("$17,142.86")


def test_a_bid_set_aside_shows_its_coded_reason_and_no_note_or_price(client):
    tender = stages.published()
    winner = stages.bid(tender, price="17200.00")
    aside = stages.bid(tender)
    stages.opened(tender)
    criterion = tender.criteria.first()
    ranking = stages.ranking_of(tender, {aside.pk: {str(criterion.pk): "31"}})
    stages.advance(
        aside,
        "disqualified",
        disqualification="quality",
        disqualification_reason="Texte pour la firme seule",
        disqualified_at=now(),
    )
    stages.awarded(tender, winner, ranking=ranking)

    shown = page(client, tender, tail="award/")

    assert "a pass mark is not reached" in shown
    assert "Texte pour la firme seule" not in shown
    [row] = [row for row in shown.split("<tr>") if aside.vendor.legal_name in row]
    cells = strip_tags(row.split("</tr>")[0].replace("<", " <"))
    assert " ".join(cells.split()) == (
        f"– {aside.vendor.legal_name} Québec – Sealed – Not acceptable a pass mark is not reached"
    )


def test_a_call_without_an_award_has_no_award_notice(client):
    assert client.get(address(opened(), "en", "award/")).status_code == 404


def test_the_list_of_awards_costs_the_same_with_one_and_three(client):
    awarded_on_quality()
    one = statements(lambda: client.get("/en/awards/"))
    awarded_on_quality()
    awarded_on_quality()

    assert len(statements(lambda: client.get("/en/awards/"))) == len(one)


def test_awards_are_found_by_call_number_firm_and_buyer(client):
    first, second = awarded_on_quality(), awarded_on_quality()
    winner = first.awards.get().bid.vendor

    for asked in (
        {"q": first.number},
        {"q": f'"{winner.legal_name}"'},
        {"buyer": first.buyer.slug},
    ):
        shown = client.get("/en/awards/", asked).content.decode()
        assert winner.legal_name in shown
        assert second.awards.get().bid.vendor.legal_name not in shown


def test_no_award_fits_and_what_then(client):
    shown = client.get("/en/awards/", {"q": "zzz"}).content.decode()

    assert "No award fits" in shown
    assert 'href="/en/awards/"' in shown


def test_a_recommended_award_is_not_public(client):
    tender = awarded_on_quality()
    award = tender.awards.get()
    award.pk, award.public_id, award.status = None, uuid4(), "recommended"
    award.approved_at = award.approved_by = award.standstill_until = None
    stages.advance(tender.awards.get(), "cancelled", cancelled_at=now(), cancel_reason="x")
    award.save()
    show_notices([tender.pk])

    shown = client.get("/en/awards/").content.decode()
    assert "1 award" in shown
    assert "Cancelled" in shown
