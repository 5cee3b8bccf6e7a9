"""A firm's first bids: advice that follows from rows, and “not this time”."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.clock import now
from marketplace.errors import Conflict, NotAuthorized
from tenders.actions.bid import start_bid
from tenders.actions.bid_guards import BiddingClosed
from tenders.actions.decline import decline_call
from tenders.actions.opening import close_tender
from tenders.models import Award, Bid, Decline, Tender
from tenders.queries.clarity import minutes_to_bid
from tenders.queries.coach import FIRST_BIDS, coach_for, in_words, past_prices
from tenders.queries.declining import declined_on
from tenders.states import AwardStatus, BidStatus
from tests.bids import sealed_bid
from tests.factories import CRITERIA, TenderFactory, VendorFactory, member
from tests.judging import approved_award, author_of, past_tender
from tests.signing_in import sign_in
from tests.tenders.everything import everything
from vendors.states import VendorRole

pytestmark = pytest.mark.django_db


def decline(tender, vendor, reason="budget", words="", actor=None, at=None):
    return decline_call(
        tender_id=tender.pk,
        vendor_id=vendor.pk,
        reason=reason,
        words=words,
        actor=actor or member(vendor),
        at=at or now(),
    )


def page_of(tender, vendor):
    client = Client()
    client.force_login(member(vendor))
    return client.get(reverse("tenders:bid_start", args=[tender.ocid]))


# --- the coach ------------------------------------------------------------------------------------


def test_the_time_to_bid_follows_from_what_is_asked():
    few, many = TenderFactory(), TenderFactory(criteria=[*CRITERIA, *CRITERIA])

    assert minutes_to_bid(many) > minutes_to_bid(few)
    assert [in_words(minutes) for minutes in (45, 60, 80, 125)] == [
        "environ 45 minutes",
        "environ 1 heure",
        "environ 1 heure 20 minutes",
        "environ 2 heures 5 minutes",
    ]


def award_at(amount, **fields):
    award = approved_award(**fields)
    Award.objects.filter(pk=award.pk).update(amount=Decimal(amount))
    return award


def test_past_prices_are_a_range_of_public_awards_in_the_same_class_from_three_on():
    tender = TenderFactory(open=True, main_category_id="81111509")
    for amount in (10_000, 30_000):
        award_at(amount, main_category_id="81111510")
    award_at(70_000, main_category_id="81112103")
    assert past_prices(tender) is None

    last = award_at(14_000, main_category_id="81111509")
    past = past_prices(tender)

    assert (past.number, past.lowest, past.middle, past.highest) == (3, 10_000, 14_000, 30_000)
    Award.objects.filter(pk=last.pk).update(
        status=AwardStatus.CANCELLED, cancelled_at=now(), cancel_reason="Non"
    )
    assert past_prices(tender) is None


def test_a_firm_is_coached_for_its_first_five_bids():
    vendor, tender = VendorFactory(), TenderFactory(open=True)
    assert page_of(tender, vendor).context["coach"].bids == 0

    sealed_bid(TenderFactory(open=True), vendor)
    assert coach_for(tender, [vendor]).bids == 1
    for _ in range(FIRST_BIDS - 1):
        sealed = Bid.objects.create(
            tender=TenderFactory(open=True),
            vendor=vendor,
            created_by=member(vendor),
            created_at=now(),
        )
        Bid.objects.filter(pk=sealed.pk).update(status=BidStatus.SEALED, sealed_at=now())

    assert page_of(tender, vendor).context["coach"] is None


def test_a_firm_that_has_learnt_enough_says_so():
    vendor, tender = VendorFactory(), TenderFactory(open=True)
    client = Client()
    client.force_login(member(vendor))

    client.post(reverse("tenders:coach_dismiss", args=[tender.ocid]))

    assert page_of(tender, vendor).context["coach"] is None


def test_the_coach_speaks_of_this_call():
    shown = page_of(TenderFactory(open=True), VendorFactory()).content.decode()

    assert "Pour vos premières soumissions" in shown
    assert "moins de trois appels semblables" in shown


# --- not this time --------------------------------------------------------------------------------


def test_reasons_reach_the_buyer_after_the_closing_counted_and_without_names():
    tender = past_tender()
    firms = [VendorFactory(legal_name=f"Discrète {n} inc.") for n in range(3)]
    at = tender.published_at
    for vendor, reason, words in zip(
        firms, ("budget", "time", "budget"), ("Le double.", "", "Trop peu."), strict=True
    ):
        Decline.objects.create(
            tender=tender,
            vendor=vendor,
            reason=reason,
            words=words,
            declined_by=member(vendor),
            declined_at=at,
        )
    client = sign_in(Client(), author_of(tender))
    address = reverse("tenders:tender", args=[tender.ocid])
    before = client.get(address)
    assert before.context["declined"] == []
    assert "Le double." not in before.content.decode()

    close_tender(tender_id=tender.pk, at=now())
    after = client.get(address)

    found = declined_on(Tender.objects.get(pk=tender.pk))
    assert [(each.number, each.words) for each in found] == [
        (2, ["Le double.", "Trop peu."]),
        (1, []),
    ]
    shown = after.content.decode()
    assert "Le double." in shown
    assert "Discrète" not in shown


def test_the_last_reason_counts_and_a_bid_takes_it_back():
    vendor, tender = VendorFactory(), TenderFactory(open=True)
    decline(tender, vendor)
    decline(tender, vendor, "time", " Une semaine. ")
    assert [(each.reason, each.words) for each in Decline.objects.all()] == [
        ("time", "Une semaine.")
    ]

    start_bid(tender_id=tender.pk, vendor_id=vendor.pk, actor=member(vendor), at=now())

    assert not Decline.objects.exists()


@pytest.mark.parametrize("how", ["reader", "other firm", "closed", "sealed"])
def test_who_may_not_bid_or_has_bid_gives_no_reason(how):
    tender = past_tender() if how == "closed" else TenderFactory(open=True)
    vendor = VendorFactory()
    actor = member(vendor, VendorRole.READER) if how == "reader" else member(vendor)
    if how == "other firm":
        actor = member(VendorFactory())
    if how == "sealed":
        sealed_bid(tender, vendor)
    before = everything()

    with pytest.raises((NotAuthorized, BiddingClosed, Conflict)):
        decline(tender, vendor, actor=actor)

    assert everything() == before


def test_a_reason_is_given_on_a_page_and_may_be_said_in_words():
    vendor, tender = VendorFactory(), TenderFactory(open=True)
    client = Client()
    client.force_login(member(vendor))
    address = reverse("tenders:bid_decline", args=[tender.ocid])

    assert client.post(address, {"vendor": vendor.public_id}).status_code == 422
    sent = client.post(
        address, {"vendor": vendor.public_id, "reason": "unclear", "words": "Pour qui ?"}
    )

    assert sent.url == tender.get_absolute_url()
    assert Decline.objects.get().words == "Pour qui ?"
