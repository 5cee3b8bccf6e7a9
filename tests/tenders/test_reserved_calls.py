"""A call reserved for small firms: chosen in the draft, frozen, shown, and held to."""

from decimal import Decimal

import orjson
import pytest
from django.urls import reverse

from marketplace.clock import now
from marketplace.notifications.models import Message
from marketplace.reference.models import LegalParameter
from tenders.actions.amendment import amend_tender
from tenders.actions.bid import start_bid
from tenders.actions.bid_guards import NotEligible
from tenders.actions.publication import NotReady, submit_for_review
from tenders.actions.tender import save_draft
from tenders.documents.terms import hash_terms
from tenders.models import Bid, Notice, Release
from tenders.states import BidStatus
from tenders.values import Change, Draft, Reservation
from tests.bids import drafted_bid, sealed_bid, submit
from tests.factories import TenderFactory, VendorFactory, member
from tests.tenders.everything import everything
from tests.tenders.paper_form import fields_of
from vendors.models import Vendor
from vendors.states import FirmSize

pytestmark = pytest.mark.django_db
LIST = "/en/tenders/"


def reserved(reservation=Reservation.SME, **fields):
    return TenderFactory(open=True, reserved_for=reservation, **fields)


# --- chosen and frozen ----------------------------------------------------------------------------


def test_an_author_reserves_a_call_on_the_page_of_its_conditions(client):
    tender = TenderFactory()
    client.force_login(tender.author)
    address = reverse("tenders:draft_conditions", args=[tender.ocid])
    typed = fields_of(client.get(address), "data-autosave")

    client.post(address, {**typed, "reserved_for": Reservation.MICRO_QUEBEC})

    tender.refresh_from_db()
    assert tender.reserved_for == Reservation.MICRO_QUEBEC
    shown = fields_of(client.get(address), "data-autosave")
    assert shown["reserved_for"] == [Reservation.MICRO_QUEBEC]


def test_the_terms_of_a_reserved_call_say_so_and_those_of_others_stay_what_they_were():
    tender = TenderFactory()
    open_to_all = hash_terms(tender)
    draft = Draft({"reserved_for": Reservation.SME})

    save_draft(tender_id=tender.pk, draft=draft, actor=tender.author, at=now())

    tender.refresh_from_db()
    assert hash_terms(tender) != open_to_all
    tender.reserved_for = ""
    assert hash_terms(tender) == open_to_all


def test_who_may_bid_does_not_change_after_the_publication():
    tender = reserved()
    before = everything()

    with pytest.raises(KeyError):
        amend_tender(
            tender_id=tender.pk,
            change=Change({"reserved_for": ""}),
            rationale_fr="Plus de concurrence.",
            of_substance=True,
            version=tender.version,
            actor=tender.author,
            at=now(),
        )

    assert everything() == before


def test_a_call_from_the_threshold_of_the_trade_agreements_on_is_not_reserved():
    LegalParameter.objects.filter(key="reservation_below").update(value=Decimal(45000))
    tender = TenderFactory(reserved_for=Reservation.SME, budget=Decimal(45000))
    before = everything()

    with pytest.raises(NotReady) as refusal:
        submit_for_review(tender_id=tender.pk, actor=tender.author, at=now())

    assert [(lack.section, lack.field) for lack in refusal.value.lacks] == [
        ("conditions", "reserved_for")
    ]
    assert everything() == before


# --- held to --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reservation", "size", "region", "admitted"),
    [
        ("sme", FirmSize.SME, "99", True),
        ("sme", FirmSize.LARGE, "03", False),
        ("sme_quebec", FirmSize.MICRO, "03", True),
        ("sme_quebec", FirmSize.MICRO, "99", False),
        ("micro", FirmSize.MICRO, "99", True),
        ("micro", FirmSize.SME, "03", False),
        ("micro_quebec", FirmSize.MICRO, "03", True),
        ("micro_quebec", FirmSize.SME, "03", False),
        ("micro_quebec", FirmSize.MICRO, "99", False),
    ],
)
def test_a_reservation_admits_firms_by_their_size_and_region(reservation, size, region, admitted):
    assert Reservation(reservation).admits(size=size, region=region) is admitted


def test_a_firm_that_the_call_is_not_for_begins_no_bid():
    tender, vendor = reserved(), VendorFactory(size=FirmSize.LARGE)
    actor = member(vendor)
    before = everything()

    with pytest.raises(NotEligible) as refusal:
        start_bid(tender_id=tender.pk, vendor_id=vendor.pk, actor=actor, at=now())

    assert "réservé" in refusal.value.message
    assert everything() == before


def test_a_small_firm_bids_on_a_reserved_call():
    bid = sealed_bid(reserved(), VendorFactory(size=FirmSize.SME))

    assert bid.status == BidStatus.SEALED


def test_a_firm_that_has_grown_meanwhile_submits_nothing():
    bid = drafted_bid(reserved(), VendorFactory(size=FirmSize.SME))
    Vendor.objects.filter(pk=bid.vendor_id).update(size=FirmSize.LARGE)
    before = everything()

    with pytest.raises(NotEligible):
        submit(bid)

    assert everything() == before


def test_what_was_submitted_in_time_is_acknowledged_again_though_the_firm_has_grown():
    bid = drafted_bid(reserved(), VendorFactory(size=FirmSize.SME))
    key = "7d1c2c06-6c5b-4f41-8a5e-6f6f2b6f5d11"
    reviewed = bid.draft_digest
    first = submit(bid, submission_key=key)
    Vendor.objects.filter(pk=bid.vendor_id).update(size=FirmSize.LARGE)

    assert submit(bid, submission_key=key, reviewed=reviewed) == first


def test_the_page_where_bids_begin_says_why_not_and_offers_no_button(client):
    tender, vendor = reserved(), VendorFactory(size=FirmSize.LARGE)
    client.force_login(member(vendor))
    address = reverse("tenders:bid_start", args=[tender.ocid])

    shown = client.get(address)
    sent = client.post(address, {"vendor": vendor.public_id})

    assert not shown.context["may_begin"]
    assert "Votre entreprise a déclaré" in shown.content.decode()
    assert "Votre entreprise a déclaré" in sent.content.decode()
    assert not Bid.objects.exists()


def test_a_small_firm_sees_each_thing_asked_of_it_met(client):
    tender, vendor = reserved(), VendorFactory()
    client.force_login(member(vendor))

    shown = client.get(reverse("tenders:bid_start", args=[tender.ocid]))

    [outlook] = shown.context["outlooks"]
    assert [check.is_met for check in outlook.checks] == [True, True]
    assert shown.context["may_begin"]


# --- shown ----------------------------------------------------------------------------------------


def test_the_call_and_the_list_say_for_whom_it_is(client):
    tender = reserved(Reservation.MICRO)
    TenderFactory(open=True)

    page = client.get(f"/en/tenders/{tender.ocid}/").content.decode()
    found = client.get(LIST, {"reserved": "micro"}).content.decode()
    others = client.get(LIST, {"reserved": "all"}).content.decode()

    assert "This call is reserved for firms of fewer than 10 people" in page
    assert "Reserved for firms of fewer than 10 people" in found
    assert tender.number not in others
    assert "reserved=micro" in Notice.objects.get(tender=tender).keys


def test_open_data_names_the_reservation_and_stays_valid_without_one():
    told = [
        orjson.loads(Release.objects.get(tender=tender).body)["tender"]
        for tender in (reserved(Reservation.SME_QUEBEC), TenderFactory(open=True))
    ]

    assert told[0]["reservedFor"] == "smeQuebec"
    assert told[0]["eligibilityCriteria"].startswith("Réservé aux entreprises du Québec")
    assert told[0]["eligibilityCriteria_en"].startswith("Reserved for firms of Québec")
    assert "reservedFor" not in told[1]


def test_only_firms_that_a_call_is_reserved_for_are_told_that_it_fits():
    small, large, away = (
        VendorFactory(size=size, region=region)
        for size, region in ((FirmSize.SME, "03"), (FirmSize.LARGE, "03"), (FirmSize.SME, "99"))
    )
    for vendor in (small, large, away):
        vendor.categories.add("81111509")
        member(vendor)

    reserved(Reservation.SME_QUEBEC)

    told = Message.objects.filter(kind="tender-fits").values_list("recipient", flat=True)
    assert list(told) == [member(small).pk]
