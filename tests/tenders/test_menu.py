import pytest

from tenders.queries.menu import work_menu
from tenders.values import Capability
from tests.factories import (
    BuyerFactory,
    OperatorFactory,
    UserFactory,
    VendorFactory,
    member,
    officer,
)

pytestmark = pytest.mark.django_db


def names(user):
    return {link["url"] for group in work_menu(user) for link in group["links"]}


def labels(user):
    return [link["label"] for group in work_menu(user) for link in group["links"]]


def test_a_newcomer_has_two_pages():
    assert len(names(UserFactory())) == 2


def test_only_administrators_see_the_page_they_alone_may_open():
    buyer = BuyerFactory()

    author, administrator = officer(buyer, Capability.AUTHOR), officer(buyer, "administrator")

    assert len(names(administrator) - names(author)) == 1
    assert names(author) <= names(administrator)


def test_a_member_of_a_firm_finds_its_bids_and_its_page():
    vendor = VendorFactory(legal_name="Boréal numérique inc.")

    assert "Boréal numérique inc." in labels(member(vendor))
    assert len(names(member(vendor))) == 4


def test_an_operator_finds_both_admissions_and_the_register_of_ineligible_firms():
    assert len(names(OperatorFactory())) == 5


def test_the_menu_costs_two_queries_for_however_many_roles(django_assert_num_queries):
    person = member(VendorFactory())
    for _ in range(3):
        buyer = BuyerFactory()
        buyer.memberships.create(user=person, capabilities=["author"], created_at=buyer.created_at)

    with django_assert_num_queries(2):
        work_menu(person)
