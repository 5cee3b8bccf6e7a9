"""The directory of firms and the page of one, as anyone reads them."""

import re

import pytest

from marketplace.reference.models import Category
from tests.counting import statements
from tests.factories import VendorFactory
from tests.tenders.views.pages import awarded_on_quality, named

pytestmark = pytest.mark.django_db
DIRECTORY = "/en/firms/"


def test_only_admitted_firms_are_listed(client):
    VendorFactory(legal_name="Boréal inc.")
    VendorFactory(legal_name="Cachée inc.", status="pending")

    shown = client.get(DIRECTORY).content.decode()

    assert "Boréal inc." in shown
    assert "Cachée inc." not in shown


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"q": "boreal"}, True),
        ({"q": "gaspe"}, True),
        ({"q": "zzz"}, False),
        ({"region": "11"}, True),
        ({"region": "06"}, False),
        ({"category": "81111500"}, True),
        ({"category": "81112103"}, False),
        ({"category": "nothing", "region": "nothing"}, True),
    ],
)
def test_firms_are_found(client, asked, is_found):
    vendor = VendorFactory(legal_name="Boréal inc.", city="Gaspé", region="11")
    vendor.categories.add(Category.objects.get(pk="81111509"))

    assert ("Boréal inc." in client.get(DIRECTORY, asked).content.decode()) is is_found


def test_the_directory_costs_the_same_with_one_and_three_firms(client):
    VendorFactory().categories.add(Category.objects.get(pk="81111509"))
    one = statements(lambda: client.get(DIRECTORY))
    for _ in range(2):
        VendorFactory().categories.add(Category.objects.get(pk="81111509"))

    assert len(statements(lambda: client.get(DIRECTORY))) == len(one)


def test_the_page_of_a_firm_shows_what_it_won_and_neither_street_nor_mail(client):
    vendor = awarded_on_quality().awards.get().bid.vendor

    shown = client.get(named("vendors:detail", vendor.public_id)).content.decode()

    assert "$17,200.00" in shown
    assert vendor.street not in shown
    assert vendor.email not in shown


def test_a_firm_that_is_not_admitted_has_no_page(client):
    vendor = VendorFactory(status="pending")

    assert client.get(named("vendors:detail", vendor.public_id)).status_code == 404


def test_the_page_of_a_firm_adds_up_what_it_bid_and_won(client):
    tender = awarded_on_quality()
    award = tender.awards.get()
    loser = tender.bids.exclude(pk=award.bid_id).get().vendor

    def figures(vendor):
        shown = client.get(named("vendors:detail", vendor.public_id)).text
        return re.findall(r'class="stat"><dt>([^<]*)</dt><dd>([^<]*)</dd>', shown)

    assert figures(award.bid.vendor) == [
        ("bid opened", "1"),
        ("contract awarded", "1"),
        ("awarded, before taxes", "$17,200"),
    ]
    assert figures(loser)[1:] == [("contracts awarded", "0"), ("awarded, before taxes", "$0")]
    assert figures(VendorFactory()) == []
