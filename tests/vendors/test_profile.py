"""A firm's public page: work done, and the right not to be found."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from marketplace.clock import now
from marketplace.errors import Invalid, NotAuthorized
from marketplace.reference.models import Category
from tests.counting import statements
from tests.factories import VendorFactory, member
from tests.tenders.everything import everything
from vendors.actions.profile import MOST, add_reference, set_listing
from vendors.models import Reference, Vendor
from vendors.states import VendorRole
from vendors.values import ReferenceText

pytestmark = pytest.mark.django_db
WORK = ReferenceText("Portail de permis", "Ville de Gaspé", 2024, "Permit portal")


@pytest.fixture
def vendor():
    vendor = VendorFactory(
        legal_name="Boréal inc.", description_fr="Des portails.", website="https://boreal.example"
    )
    vendor.categories.add(Category.objects.get(pk="81111509"))
    return vendor


def add(vendor, text=WORK, actor=None):
    return add_reference(vendor_id=vendor.pk, text=text, actor=actor or member(vendor), at=now())


def unlist(vendor):
    set_listing(vendor_id=vendor.pk, is_listed=False, actor=member(vendor), at=now())


def page(vendor, language="en"):
    place = {"en": "firms", "fr": "entreprises"}[language]
    return f"/{language}/{place}/{vendor.public_id}/"


def test_work_done_is_on_the_public_page_in_the_readers_language(client, vendor):
    add(vendor)

    french = client.get(page(vendor, "fr")).content.decode()
    english = client.get(page(vendor)).content.decode()

    assert "Portail de permis" in french
    assert "Permit portal" in english
    assert "Ville de Gaspé" in english
    assert "2024" in english


@pytest.mark.parametrize(
    "text",
    [
        ReferenceText("Portail", "Ville", 1979),
        ReferenceText("Portail", "Ville", 2999),
        ReferenceText("", "Ville", 2024),
        ReferenceText("Portail", "Ville", 2024, link="javascript:alert(1)"),
    ],
)
def test_work_that_can_not_be_is_refused(vendor, text):
    member(vendor)
    before = everything()

    with pytest.raises(Invalid):
        add(vendor, text)

    assert everything() == before


def test_ten_pieces_of_work_are_enough(vendor):
    for _ in range(MOST):
        add(vendor)
    with pytest.raises(Invalid):
        add(vendor)
    assert vendor.references.count() == MOST


def test_only_owners_decide_what_the_page_shows(vendor):
    actor = member(vendor, VendorRole.BIDDER)
    with pytest.raises(NotAuthorized):
        add(vendor, actor=actor)
    with pytest.raises(NotAuthorized):
        set_listing(vendor_id=vendor.pk, is_listed=False, actor=actor, at=now())
    assert (Reference.objects.count(), Vendor.objects.get(pk=vendor.pk).is_listed) == (0, True)


@pytest.mark.parametrize(
    "address", ["/en/firms/", "/api/v1/vendors", "/sitemap-firms.xml", "/en/firms/partners/"]
)
def test_a_firm_out_of_the_directory_is_found_nowhere(client, vendor, address):
    unlist(vendor)

    shown = client.get(address, follow=True).getvalue().decode()

    assert "Boréal" not in shown
    assert str(vendor.public_id) not in shown


def test_its_page_then_tells_only_what_the_law_makes_public(client, vendor):
    add(vendor)
    unlist(vendor)

    shown = client.get(page(vendor)).content.decode()

    assert "Boréal inc." in shown
    assert vendor.neq in shown
    assert '<meta name="robots" content="noindex">' in shown
    for kept in ("Des portails.", "boreal.example", "Permit portal"):
        assert kept not in shown


def test_the_public_page_costs_the_same_with_one_and_three_pieces_of_work(client, vendor):
    add(vendor)
    one = statements(lambda: client.get(page(vendor)))
    for _ in range(2):
        add(vendor)

    assert len(statements(lambda: client.get(page(vendor)))) == len(one)


def test_an_owner_adds_removes_and_leaves_the_directory_by_the_pages(vendor):
    client = Client()
    client.force_login(member(vendor))
    address = reverse("vendors:profile", args=[vendor.public_id])
    typed = {"title_fr": "Portail", "client": "Ville", "year": str(localdate(now()).year)}

    assert client.post(address, {**typed, "year": "2999"}).status_code == 422
    assert client.post(address, typed).url == address
    work = Reference.objects.get()
    assert "Portail" in client.get(address).content.decode()
    client.post(reverse("vendors:reference_remove", args=[vendor.public_id, work.public_id]))
    assert not Reference.objects.exists()

    listing = reverse("vendors:listing", args=[vendor.public_id])
    for pressed, is_listed in (("no", False), ("yes", True)):
        client.post(listing, {"listed": pressed})
        vendor.refresh_from_db()
        assert vendor.is_listed is is_listed
