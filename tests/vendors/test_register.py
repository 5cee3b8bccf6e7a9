"""A firm's number is looked up in the enterprise register, and what it said is kept."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from marketplace.clock import now, travel
from marketplace.enterprises.port import Outcome, RegisterAway, look_up
from marketplace.errors import NotAuthorized
from marketplace.ledger.models import Event
from tenders.tasks import recheck_winners
from tests.factories import OperatorFactory, UserFactory, VendorFactory, member
from tests.judging import approver_of, recommended_award
from vendors.actions.register import enter_finding
from vendors.models import RegisterCheck, Registration, Vendor
from vendors.states import VendorStatus
from vendors.tasks import check_register

pytestmark = pytest.mark.django_db
REGISTERED, STRUCK_OFF, UNKNOWN = "1190000027", "1190000050", "1199999911"
ANSWERS = {
    "firm": {"legal_name": "Ateliers Boréaux inc.", "size": "micro"},
    "contact": {
        "street": "12, rue du Port",
        "city": "Rimouski",
        "region": "01",
        "postal_code": "G5L 1A1",
        "email": "a@boreaux.example",
    },
    "taxes": {"charges_taxes": "False"},
    "activities": {"categories": ["81111509"]},
    "confirm": {"declared": "on"},
}


class Silent:
    """A register that does not answer."""

    def find(self, neq):
        raise RegisterAway("maintenance")


@pytest.fixture
def away(settings):
    settings.ENTERPRISE_REGISTER = f"{__name__}.Silent"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def step(name):
    return reverse(f"vendors:register_{name}")


def number(client, neq):
    """The page after the number was typed."""
    client.force_login(UserFactory())
    client.post(step("number"), {"neq": neq})
    return client.get(step("firm"))


def outcomes(vendor):
    return list(vendor.register_checks.values_list("outcome", flat=True))


def test_the_number_fills_in_name_and_address(client):
    firm = number(client, "1190 000 027")
    contact = client.get(step("contact"))

    assert "Found in the enterprise register" in firm.content.decode()
    assert firm.context["form"]["legal_name"].value() == "Ateliers Boréaux inc."
    filled = {name: contact.context["form"][name].value() for name in ANSWERS["contact"]}
    assert filled == {**ANSWERS["contact"], "email": contact.wsgi_request.user.email}


@pytest.mark.parametrize(
    ("neq", "said"),
    [(STRUCK_OFF, "this firm was struck off"), (UNKNOWN, "has no such number")],
)
def test_what_the_register_does_not_confirm_is_said_and_the_registration_goes_on(client, neq, said):
    client.force_login(UserFactory())
    client.post(step("number"), {"neq": neq, "neq_is_right": "on"})

    page = client.get(step("firm"))

    assert (page.status_code, said in page.content.decode()) == (200, True)


@pytest.mark.usefixtures("away")
def test_a_register_that_is_away_holds_nobody_up(client):
    page = number(client, REGISTERED)

    assert "does not answer now" in page.content.decode()
    assert page.context["form"]["legal_name"].value() is None


def test_no_number_no_lookup(client):
    page = number(client, "")

    assert "register_finding" not in page.content.decode()
    assert Registration.objects.get().finding == {}


def test_what_was_said_is_kept_with_its_date_and_shown_at_the_admission(client):
    number(client, STRUCK_OFF)
    for name, typed in ANSWERS.items():
        assert client.post(step(name), typed).status_code == 302

    vendor = Vendor.objects.get()
    check = vendor.register_checks.get()
    assert (check.outcome, check.neq, check.legal_name) == (
        Outcome.STRUCK_OFF,
        STRUCK_OFF,
        "Logiciels Dernier Quart inc.",
    )
    client.force_login(OperatorFactory())
    page = client.get(reverse("vendors:admission", args=[vendor.public_id])).content.decode()
    for shown in ("says that this firm was struck off", "since", "2023", "Dernier Quart"):
        assert shown in page


def test_another_name_than_the_registers_is_pointed_out(client):
    vendor = VendorFactory(legal_name="Autre inc.", neq=REGISTERED, status=VendorStatus.PENDING)
    client.force_login(OperatorFactory())
    address = reverse("vendors:admission", args=[vendor.public_id])
    assert "not checked in the enterprise register yet" in client.get(address).content.decode()

    client.post(address, {"decision": "look-up"})

    page = client.get(address).content.decode()
    assert "not the one in the enterprise register" in page
    assert outcomes(vendor) == [Outcome.FOUND]


def test_only_operators_look_up_and_only_the_present_number_counts():
    vendor = VendorFactory(neq=REGISTERED)
    finding = look_up(REGISTERED)
    before = Event.objects.count()

    with pytest.raises(NotAuthorized):
        enter_finding(vendor_id=vendor.pk, finding=finding, actor=member(vendor), at=now())
    other = look_up(STRUCK_OFF)
    enter_finding(vendor_id=vendor.pk, finding=other, actor=OperatorFactory(), at=now())

    assert (outcomes(vendor), Event.objects.count()) == ([], before)


def test_the_sweep_asks_once_about_each_number_and_again_where_nobody_answered(settings):
    vendor = VendorFactory(neq=REGISTERED)
    VendorFactory(neq=None)
    real, settings.ENTERPRISE_REGISTER = settings.ENTERPRISE_REGISTER, f"{__name__}.Silent"
    assert (check_register(), check_register()) == (1, 0)

    settings.ENTERPRISE_REGISTER = real
    with travel(now() + timedelta(hours=2)):
        assert (check_register(), check_register()) == (1, 0)

    assert outcomes(vendor) == [Outcome.FOUND, Outcome.AWAY]
    with travel(now() + timedelta(hours=3)):
        Vendor.objects.filter(pk=vendor.pk).update(neq=STRUCK_OFF)
        assert check_register() == 1
    assert outcomes(vendor)[0] == Outcome.STRUCK_OFF


def test_the_winner_is_looked_up_again_before_the_award_is_approved(client):
    award = recommended_award()
    vendor = award.bid.vendor
    Vendor.objects.filter(pk=vendor.pk).update(neq=STRUCK_OFF)
    RegisterCheck.objects.create(
        vendor=vendor,
        neq=STRUCK_OFF,
        outcome=Outcome.FOUND,
        checked_at=award.recommended_at - timedelta(days=30),
    )

    with travel(award.recommended_at + timedelta(minutes=1)):
        assert (recheck_winners(), recheck_winners()) == (1, 0)
        client.force_login(approver_of(award.tender))
        page = client.get(reverse("tenders:award_decision", args=[award.tender.ocid]))

    assert "does not confirm the winner" in page.content.decode()
    assert outcomes(vendor) == [Outcome.STRUCK_OFF, Outcome.FOUND]
