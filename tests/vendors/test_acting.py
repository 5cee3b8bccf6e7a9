"""Who belongs to several firms switches between them, and each bid says whose it is."""

import pytest
from django.urls import reverse
from django.utils import translation

from marketplace.clock import now
from tests.bids import drafted_bid
from tests.factories import TenderFactory, UserFactory, VendorFactory
from vendors.models import VendorMembership
from vendors.states import VendorRole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    return user


def firm_of(person, name):
    vendor = VendorFactory(legal_name=name)
    VendorMembership.objects.create(
        vendor=vendor, user=person, role=VendorRole.OWNER, created_at=now()
    )
    return vendor


def act_for(client, firm, **more):
    chosen = str(firm.public_id) if firm else ""
    return client.post(reverse("vendors:acting"), {"firm": chosen, **more})


def listed(client):
    page = client.get(reverse("tenders:bids"))
    return page.content.decode(), [str(bid.vendor) for bid, _standing in page.context["current"]]


def test_the_list_of_bids_follows_the_switch(client, person):
    first, second = firm_of(person, "Aube inc."), firm_of(person, "Brise inc.")
    tender = TenderFactory(open=True)
    drafted_bid(tender, first)
    drafted_bid(tender, second)
    words, firms = listed(client)
    assert ("You act for all your firms." in words, sorted(firms)) == (
        True,
        ["Aube inc.", "Brise inc."],
    )

    assert act_for(client, second, next="/en/work/").url == "/en/work/"
    words, firms = listed(client)
    assert ("You act for <strong>Brise inc.</strong>." in words, firms) == (True, ["Brise inc."])
    assert "You act for <strong>Brise inc.</strong>." in client.get("/en/work/").content.decode()

    act_for(client, None)
    assert sorted(listed(client)[1]) == ["Aube inc.", "Brise inc."]


def test_a_bid_and_a_question_begin_with_the_firm_that_was_chosen(client, person):
    firm_of(person, "Aube inc.")
    second = firm_of(person, "Brise inc.")
    tender = TenderFactory(open=True)
    act_for(client, second)

    for page in ("bid_start", "ask"):
        form = client.get(reverse(f"tenders:{page}", args=[tender.ocid])).context["form"]
        assert str(form["vendor"].value()) == str(second.public_id)


def test_each_page_of_a_bid_says_whose_it_is(client, person):
    first = firm_of(person, "Aube inc.")
    bid = drafted_bid(TenderFactory(open=True), first)
    for page in ("bid", "bid_price", "bid_answers", "bid_files", "bid_review"):
        shown = client.get(reverse(f"tenders:{page}", args=[bid.public_id])).content.decode()
        assert "Bid of Aube inc." in shown


def test_nobody_acts_for_a_firm_they_do_not_belong_to(client, person):
    firm_of(person, "Aube inc.")
    firm_of(person, "Brise inc.")
    stranger = VendorFactory(legal_name="Étrangère inc.")

    answer = act_for(client, stranger, next="https://elsewhere.example/")

    assert answer.url == reverse("tenders:bids")
    assert "You act for all your firms." in listed(client)[0]


def test_a_bid_for_the_only_firm_begins_without_a_choice(client, person):
    only = firm_of(person, "Aube inc.")
    start = reverse("tenders:bid_start", args=[TenderFactory(open=True).ocid])

    form = client.get(start).context["form"]
    begun = client.post(start, {"vendor": str(form["vendor"].value())})

    assert (form["vendor"].value(), begun.status_code) == (only.public_id, 302)


def test_who_has_one_firm_sees_no_switch(client, person):
    firm_of(person, "Aube inc.")
    for page in ("tenders:bids", "tenders:work"):
        assert "You act for" not in client.get(reverse(page)).content.decode()
