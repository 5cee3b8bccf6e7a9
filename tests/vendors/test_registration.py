"""A firm registers in short steps, and the operator decides."""

import pytest
from django.urls import reverse
from django.utils import translation

from marketplace.clock import now
from marketplace.errors import IllegalTransition, Invalid, NotAuthorized
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message
from tests.factories import OperatorFactory, UserFactory, VendorFactory, member
from vendors.actions.vendor import (
    admit_vendor,
    ask_again,
    refuse_vendor,
    register_vendor,
    suspend_vendor,
    update_vendor,
)
from vendors.models import Registration, Vendor, VendorMembership
from vendors.queries.details import details_of
from vendors.states import VendorRole, VendorStatus
from vendors.values import FirmDetails

pytestmark = pytest.mark.django_db
DETAILS = FirmDetails(
    legal_name="Logiciels Boréal inc.",
    neq="1160000011",
    size="micro",
    street="12, rue du Port",
    city="Rimouski",
    region="01",
    postal_code="G5L 1A1",
    email="bonjour@boreal.example",
    charges_taxes=True,
    gst_number="123456782 RT0001",
    qst_number="1234567890 TQ0001",
    categories=("81111509", "81112105"),
)
ANSWERS = {
    "number": {"neq": "11 4000 0010"},
    "firm": {"legal_name": "Logiciels Boréal inc.", "size": "micro"},
    "contact": {
        "street": "12, rue du Port",
        "city": "Rimouski",
        "region": "01",
        "postal_code": "g5l1a1",
        "email": "bonjour@boreal.example",
    },
    "taxes": {
        "charges_taxes": "True",
        "gst_number": "123456782",
        "qst_number": "1234567890tq0001",
    },
    "activities": {"description_fr": "Des portails", "categories": ["81111509"]},
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def counts():
    vendors = list(Vendor.objects.order_by("pk").values_list("pk", "status"))
    return vendors, Event.objects.count(), Message.objects.count()


# --- actions --------------------------------------------------------------------------------------


def test_a_registered_firm_waits_for_the_operators_who_are_told():
    operator, owner = OperatorFactory(), UserFactory()

    vendor = register_vendor(details=DETAILS, actor=owner, at=now())

    assert (vendor.status, details_of(vendor)) == (VendorStatus.PENDING, DETAILS)
    assert list(VendorMembership.objects.values_list("user", "role")) == [
        (owner.pk, VendorRole.OWNER)
    ]
    assert [message.recipient for message in Message.objects.all()] == [operator]


def test_a_number_is_registered_once_and_the_second_firm_leaves_nothing():
    register_vendor(details=DETAILS, actor=UserFactory(), at=now())
    before = counts()

    with pytest.raises(Invalid) as refusal:
        register_vendor(details=DETAILS, actor=UserFactory(), at=now())

    assert (refusal.value.field, counts()) == ("neq", before)


def test_firms_without_a_number_are_many():
    for _ in range(2):
        details = FirmDetails(**{**vars(DETAILS), "neq": ""})
        register_vendor(details=details, actor=UserFactory(), at=now())
    assert list(Vendor.objects.values_list("neq", flat=True)) == [None, None]


@pytest.mark.parametrize(
    ("decide", "status", "kind"),
    [
        (admit_vendor, VendorStatus.ADMITTED, "vendor-admitted"),
        (refuse_vendor, VendorStatus.REFUSED, "vendor-refused"),
    ],
)
def test_the_firm_is_told_of_the_decision(decide, status, kind):
    vendor = VendorFactory(status=VendorStatus.PENDING)
    owner = member(vendor)
    more = {"reason": "Le NEQ est celui d'une autre."} if decide is refuse_vendor else {}

    decide(vendor_id=vendor.pk, actor=OperatorFactory(), at=now(), **more)

    vendor.refresh_from_db()
    assert (vendor.status, vendor.status_reason) == (status, more.get("reason", ""))
    assert list(Message.objects.values_list("kind", "recipient")) == [(kind, owner.pk)]
    assert Event.objects.filter(subject=vendor.reference).count() == 1


def test_only_the_operator_decides_and_not_about_their_own_firm():
    vendor = VendorFactory(status=VendorStatus.PENDING)
    operator = OperatorFactory()
    VendorMembership.objects.create(
        vendor=vendor, user=operator, role=VendorRole.READER, created_at=now()
    )
    before = counts()

    for actor in (member(vendor), UserFactory(), operator):
        with pytest.raises(NotAuthorized):
            admit_vendor(vendor_id=vendor.pk, actor=actor, at=now())

    assert counts() == before


def test_a_refusal_needs_a_reason():
    vendor = VendorFactory(status=VendorStatus.PENDING)
    before = counts()
    with pytest.raises(Invalid):
        refuse_vendor(vendor_id=vendor.pk, reason="  ", actor=OperatorFactory(), at=now())
    assert counts() == before


def test_a_refused_firm_corrects_itself_and_asks_again():
    vendor = VendorFactory(status=VendorStatus.REFUSED, status_reason="Adresse incomplète")
    OperatorFactory()
    ask_again(vendor_id=vendor.pk, actor=member(vendor), at=now())
    vendor.refresh_from_db()
    assert (vendor.status, vendor.status_reason) == (VendorStatus.PENDING, "")
    assert Message.objects.get().kind == "vendor-registered"


def test_a_suspended_firm_keeps_the_day_of_its_admission():
    vendor = VendorFactory()
    admitted_at, operator = vendor.admitted_at, OperatorFactory()
    suspend_vendor(vendor_id=vendor.pk, reason="Inscrite au RENA", actor=operator, at=now())
    admit_vendor(vendor_id=vendor.pk, actor=operator, at=now())
    vendor.refresh_from_db()
    assert (vendor.status, vendor.admitted_at, vendor.status_reason) == (
        VendorStatus.ADMITTED,
        admitted_at,
        "",
    )


def test_an_admitted_firm_is_not_admitted_twice():
    vendor = VendorFactory()
    before = counts()
    with pytest.raises(IllegalTransition):
        admit_vendor(vendor_id=vendor.pk, actor=OperatorFactory(), at=now())
    assert counts() == before


def test_what_the_operator_checked_is_not_changed_afterwards():
    vendor = VendorFactory()
    details = details_of(vendor)
    before = counts()

    for change in ({"legal_name": "Autre inc."}, {"neq": ""}):
        with pytest.raises(Invalid):
            update_vendor(
                vendor_id=vendor.pk,
                details=FirmDetails(**{**vars(details), **change}),
                actor=member(vendor),
                at=now(),
            )

    assert (counts(), details_of(vendor)) == (before, details)


def test_only_an_owner_changes_the_firm():
    vendor = VendorFactory()
    details = FirmDetails(**{**vars(details_of(vendor)), "city": "Gaspé"})
    for actor in (member(vendor, VendorRole.BIDDER), UserFactory()):
        with pytest.raises(NotAuthorized):
            update_vendor(vendor_id=vendor.pk, details=details, actor=actor, at=now())
    update_vendor(vendor_id=vendor.pk, details=details, actor=member(vendor), at=now())
    vendor.refresh_from_db()
    assert vendor.city == "Gaspé"


# --- pages ----------------------------------------------------------------------------------------


def step(name):
    return reverse(f"vendors:register_{name}")


def test_anybody_reads_what_registering_takes(client):
    response = client.get(reverse("vendors:register"))
    assert (response.status_code, step("number") in response.content.decode()) == (200, True)


def test_a_registration_goes_step_by_step_can_be_left_and_ends_at_the_firm(client):
    user = UserFactory()
    client.force_login(user)
    onward = ["firm", "contact", "taxes", "activities", "confirm"]
    for name, following in zip(ANSWERS, onward, strict=True):
        assert client.get(step(name)).status_code == 200
        response = client.post(step(name), ANSWERS[name])
        assert (response.status_code, response.url) == (302, step(following))

    client.logout()
    client.force_login(user)
    assert step("confirm") in client.get(reverse("vendors:register")).content.decode()
    confirm = client.get(step("confirm"))
    for shown in ("1140000010", "G5L 1A1", "123456782 RT0001", "1234567890 TQ0001"):
        assert shown in confirm.content.decode()

    response = client.post(step("confirm"), {"declared": "on"})

    vendor = Vendor.objects.get()
    assert response.url == reverse("vendors:firm", args=[vendor.public_id])
    assert (vendor.status, vendor.neq) == (VendorStatus.PENDING, "1140000010")
    assert [row.pk for row in vendor.categories.all()] == ["81111509"]
    assert not Registration.objects.exists()
    assert client.get(response.url).status_code == 200


def test_the_last_step_waits_for_the_others(client):
    client.force_login(UserFactory())
    client.post(step("number"), ANSWERS["number"])
    assert client.get(step("confirm")).url == step("firm")


@pytest.mark.parametrize(
    ("name", "wrong", "field"),
    [
        ("number", {"neq": "114000"}, "neq"),
        ("firm", {"legal_name": ""}, "legal_name"),
        ("number", {"neq": "1140000011"}, "neq_is_right"),
        ("contact", {"postal_code": "12345"}, "postal_code"),
        ("contact", {"phone": "appelez-moi"}, "phone"),
        ("taxes", {"gst_number": "12"}, "gst_number"),
        ("taxes", {"qst_number": ""}, "qst_number"),
        ("activities", {"categories": []}, "categories"),
        ("activities", {"categories": ["99999999"]}, "categories"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(client, name, wrong, field):
    client.force_login(UserFactory())
    response = client.post(step(name), {**ANSWERS[name], **wrong})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Registration.objects.exists()


def test_a_doubtful_number_is_taken_once_the_person_has_checked_it(client):
    client.force_login(UserFactory())
    typed = {"neq": "1140000011", "neq_is_right": "on"}
    assert client.post(step("number"), typed).status_code == 302
    assert Registration.objects.get().answers["number"]["neq"] == "1140000011"


def test_a_small_supplier_gives_no_tax_numbers(client):
    client.force_login(UserFactory())
    client.post(step("taxes"), {**ANSWERS["taxes"], "charges_taxes": "False"})
    assert Registration.objects.get().answers["taxes"] == {
        "charges_taxes": False,
        "gst_number": "",
        "qst_number": "",
    }


def test_a_firm_from_elsewhere_has_another_postal_code(client):
    client.force_login(UserFactory())
    typed = {**ANSWERS["contact"], "region": "99", "postal_code": "75004"}
    assert client.post(step("contact"), typed).status_code == 302


def test_a_firm_edits_one_section(client):
    vendor = VendorFactory()
    client.force_login(member(vendor))
    address = reverse("vendors:edit_contact", args=[vendor.public_id])
    assert client.get(address).status_code == 200
    assert client.post(address, ANSWERS["contact"]).status_code == 302
    vendor.refresh_from_db()
    assert (vendor.city, vendor.street) == ("Rimouski", "12, rue du Port")


def test_an_admitted_firm_sees_its_checked_name_without_changing_it(client):
    vendor = VendorFactory()
    client.force_login(member(vendor))
    address = reverse("vendors:edit_firm", args=[vendor.public_id])
    typed = {"legal_name": "Autre inc.", "size": "large", "trade_name": "Autre"}
    assert client.post(address, typed).status_code == 302
    neq, address = vendor.neq, reverse("vendors:edit_number", args=[vendor.public_id])
    assert client.post(address, {"neq": ""}).status_code == 302
    name = vendor.legal_name
    vendor.refresh_from_db()
    assert (vendor.legal_name, vendor.trade_name, vendor.size) == (name, "Autre", "large")
    assert vendor.neq == neq


@pytest.mark.parametrize("name", ["firm", "edit_contact", "invite"])
def test_a_firms_own_pages_do_not_exist_for_others(client, name):
    vendor = VendorFactory()
    address = reverse(f"vendors:{name}", args=[vendor.public_id])
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    client.force_login(member(vendor, VendorRole.READER))
    assert client.get(address).status_code == (200 if name == "firm" else 403)


def test_the_operators_pages_do_not_exist_for_others(client):
    vendor = VendorFactory(status=VendorStatus.PENDING)
    pages = [
        reverse("vendors:admissions"),
        reverse("vendors:admission", args=[vendor.public_id]),
    ]
    client.force_login(member(vendor))
    assert [client.get(address).status_code for address in pages] == [404, 404]
    client.force_login(OperatorFactory())
    assert [client.get(address).status_code for address in pages] == [200, 200]


def test_the_operator_admits_or_refuses_by_the_buttons(client):
    first, second = (VendorFactory(status=VendorStatus.PENDING) for _ in range(2))
    client.force_login(OperatorFactory())
    client.post(reverse("vendors:admission", args=[first.public_id]), {"decision": "admit"})
    address = reverse("vendors:admission", args=[second.public_id])
    assert client.post(address, {"decision": "stop"}).status_code == 422
    client.post(address, {"decision": "stop", "reason": "Introuvable au registre"})
    assert list(Vendor.objects.order_by("pk").values_list("status", "status_reason")) == [
        (VendorStatus.ADMITTED, ""),
        (VendorStatus.REFUSED, "Introuvable au registre"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_admissions_takes_as_many_queries_for_one_as_for_three(
    client, count, django_assert_num_queries
):
    for _ in range(count):
        VendorFactory(status=VendorStatus.PENDING)
        VendorFactory()
    client.force_login(OperatorFactory())
    with django_assert_num_queries(9):
        client.get(reverse("vendors:admissions"))


@pytest.mark.parametrize("where", ["register", "edit"])
def test_categories_that_fit_a_sentence_are_ticked_and_nothing_is_kept_yet(client, where):
    vendor = VendorFactory()
    client.force_login(member(vendor))
    edit = reverse("vendors:edit_activities", args=[vendor.public_id])
    typed = {"description_en": "We translate websites", "more": ["81111706"], "suggest": "1"}

    shown = client.post(edit if where == "edit" else step("activities"), typed)

    assert "The categories that fit are ticked" in shown.content.decode()
    ticked = {*shown.context["form"]["categories"].value(), *shown.context["form"]["more"].value()}
    assert {"81112103", "82111800", "81111706"} <= ticked
    assert shown.context["form"]["description_en"].value() == "We translate websites"
    assert not Registration.objects.exists()
    assert not vendor.categories.exists()


def test_a_telephone_number_is_kept_in_one_form(client):
    client.force_login(UserFactory())
    client.post(step("contact"), {**ANSWERS["contact"], "phone": "(418) 555.0123 poste 7"})
    assert Registration.objects.get().answers["contact"]["phone"] == "418 555-0123 #7"
