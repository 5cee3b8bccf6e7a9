"""New terms of use are accepted again before a firm begins its next bid."""

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.clock import now
from marketplace.errors import Invalid, NotAuthorized
from tenders.actions.bid import start_bid
from tenders.models import Bid
from tests.factories import TenderFactory, VendorFactory, member
from tests.signing_in import sign_in
from vendors.actions.terms import accept_terms
from vendors.models import TermsAcceptance
from vendors.states import VendorRole

NEW = "2027-01"


@pytest.fixture
def firm():
    return VendorFactory()


@pytest.fixture
def changed(settings, firm):
    """The terms, after the firm had accepted those before."""
    settings.TERMS_VERSION = NEW


def begin(firm, tender):
    return start_bid(tender_id=tender.pk, vendor_id=firm.pk, actor=member(firm), at=now())


@pytest.mark.django_db
@pytest.mark.usefixtures("changed")
def test_no_bid_begins_before_the_firm_has_accepted_the_terms_as_they_are(firm):
    tender = TenderFactory(open=True)

    with pytest.raises(Invalid) as refused:
        begin(firm, tender)

    assert refused.value.field == "terms"
    assert not Bid.objects.exists()
    accept_terms(vendor_id=firm.pk, version=NEW, actor=member(firm), at=now())
    assert begin(firm, tender).vendor == firm


@pytest.mark.django_db
@pytest.mark.usefixtures("changed")
def test_a_bid_begun_before_goes_on(firm, settings):
    settings.TERMS_VERSION = "2026-11"
    bid = begin(firm, TenderFactory(open=True))
    settings.TERMS_VERSION = NEW

    answer = sign_in(Client(), member(firm)).get(reverse("tenders:bid", args=[bid.public_id]))

    assert answer.status_code == 200


@pytest.mark.django_db
def test_terms_that_changed_while_they_were_read_are_not_accepted(firm, settings):
    settings.TERMS_VERSION = NEW

    with pytest.raises(Invalid):
        accept_terms(vendor_id=firm.pk, version="2026-11", actor=member(firm), at=now())

    assert not TermsAcceptance.objects.filter(version=NEW).exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("changed")
def test_who_only_reads_for_a_firm_accepts_nothing_for_it(firm):
    reader = member(firm, VendorRole.READER)

    with pytest.raises(NotAuthorized):
        accept_terms(vendor_id=firm.pk, version=NEW, actor=reader, at=now())

    assert not TermsAcceptance.objects.filter(version=NEW).exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("changed")
def test_the_page_that_begins_a_bid_asks_once(firm):
    tender = TenderFactory(open=True)
    browser = sign_in(Client(), member(firm))
    url = reverse("tenders:bid_start", args=[tender.ocid])
    typed = {"vendor": str(firm.public_id)}
    assert "terms" in browser.get(url).context["form"].fields

    refused = browser.post(url, typed)
    assert refused.context["form"].errors.keys() == {"terms"}
    assert not Bid.objects.exists()
    begun = browser.post(url, {**typed, "terms": "on"})

    assert begun.status_code == 302
    assert TermsAcceptance.objects.get(version=NEW).accepted_by == member(firm)
    other = reverse("tenders:bid_start", args=[TenderFactory(open=True).ocid])
    assert "terms" not in browser.get(other).context["form"].fields
