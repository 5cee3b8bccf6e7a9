"""A firm that is here already is joined, not registered twice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from marketplace.clock import now
from marketplace.errors import Conflict, NotAuthorized
from marketplace.notifications.models import Message
from tests.factories import UserFactory, VendorFactory, member
from tests.races import race
from vendors.actions.joining import answer_join, ask_to_join
from vendors.actions.vendor import keep_registration
from vendors.models import JoinRequest, Registration, VendorMembership
from vendors.states import VendorRole, VendorStatus

pytestmark = pytest.mark.django_db
NEQ = "1190000019"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def asked(vendor, person=None):
    return ask_to_join(vendor_id=vendor.pk, actor=person or UserFactory(), at=now())


def seats(vendor):
    return sorted(vendor.memberships.values_list("role", flat=True))


def told():
    return list(Message.objects.order_by("pk").values_list("kind", "recipient"))


def page(name, vendor, *more):
    return reverse(f"vendors:{name}", args=[vendor.public_id, *more])


def test_owners_are_told_once_and_let_the_person_in_as_a_bidder():
    vendor, person = VendorFactory(), UserFactory()
    owner = member(vendor)
    member(vendor, VendorRole.BIDDER)

    request = asked(vendor, person)
    assert asked(vendor, person) == request
    answer_join(request_id=request.pk, is_accepted=True, actor=owner, at=now())

    assert VendorMembership.objects.get(user=person).role == VendorRole.BIDDER
    assert told() == [("vendor-join-asked", owner.pk), ("vendor-join-answered", person.pk)]


def test_a_refusal_lets_nobody_in_and_rests_for_a_month():
    vendor, person = VendorFactory(), UserFactory()
    request = asked(vendor, person)
    answer_join(request_id=request.pk, is_accepted=False, actor=member(vendor), at=now())

    with pytest.raises(Conflict):
        asked(vendor, person)
    later = now() + timedelta(days=31)
    again = ask_to_join(vendor_id=vendor.pk, actor=person, at=later)

    assert (seats(vendor), again.answered_at) == ([VendorRole.OWNER], None)


def test_the_answer_of_a_firm_that_is_not_public_does_not_tell_its_name():
    hidden, person = VendorFactory(status=VendorStatus.PENDING, neq=NEQ), UserFactory()
    keep_registration(step="number", answers={"neq": NEQ}, actor=person, at=now())
    request = asked(hidden, person)

    answer_join(request_id=request.pk, is_accepted=False, actor=member(hidden), at=now())

    answer = Message.objects.get(kind="vendor-join-answered")
    assert (answer.context["vendor"], hidden.name in str(answer.context)) == (NEQ, False)


@pytest.mark.parametrize("role", [VendorRole.BIDDER, VendorRole.READER, None])
def test_only_an_owner_answers(role):
    vendor = VendorFactory()
    request = asked(vendor)
    before = seats(vendor)
    actor = member(vendor, role) if role else request.user

    with pytest.raises(NotAuthorized):
        answer_join(request_id=request.pk, is_accepted=True, actor=actor, at=now())

    request.refresh_from_db()
    assert (request.answered_at, seats(vendor)) == (None, sorted([*before, role] if role else []))


def test_members_do_not_ask_and_firms_that_are_not_public_are_asked_by_who_typed_their_number():
    hidden = VendorFactory(status=VendorStatus.PENDING, neq=NEQ)
    stranger, typist = UserFactory(), UserFactory()
    answers = {"neq": NEQ}
    keep_registration(step="number", answers=answers, actor=typist, at=now())

    for actor in (stranger, member(hidden)):
        with pytest.raises(NotAuthorized):
            asked(hidden, actor)
    request = asked(hidden, typist)

    assert [each.pk for each in JoinRequest.objects.all()] == [request.pk]
    assert not Registration.objects.filter(user=typist).exists()


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_answer_at_once_give_one_answer():
    vendor = VendorFactory()
    owners = [UserFactory(), UserFactory()]
    for user in owners:
        VendorMembership.objects.create(
            vendor=vendor, user=user, role=VendorRole.OWNER, created_at=now()
        )
    request = asked(vendor)

    def answer(owner, is_accepted):
        answer_join(request_id=request.pk, is_accepted=is_accepted, actor=owner, at=now())

    ended = race(lambda: answer(owners[0], True), lambda: answer(owners[1], False), line=Message)

    errors = [type(each.exception()) for each in ended]
    assert sorted(map(str, errors)) == sorted(map(str, [Conflict, type(None)]))
    assert Message.objects.filter(kind="vendor-join-answered").count() == 1


# --- pages ----------------------------------------------------------------------------------------


def test_a_number_that_is_here_leads_to_its_firm_without_telling_its_name(client):
    hidden = VendorFactory(
        status=VendorStatus.PENDING, neq=NEQ, legal_name="Secret inc.", city="Gaspé"
    )
    client.force_login(UserFactory())

    answer = client.post(reverse("vendors:register_number"), {"neq": NEQ})
    shown = client.get(answer.url).content.decode()

    assert answer.url == page("join", hidden)
    assert NEQ in shown
    assert not any(secret in shown for secret in ("Secret", "Gaspé", hidden.email))
    client.force_login(UserFactory())
    assert client.get(answer.url).status_code == 404


def test_a_near_name_is_asked_about_once(client):
    known = VendorFactory(legal_name="Logiciels Boréal inc.", trade_name="")
    VendorFactory(legal_name="Logiciels Boréal ltée", status=VendorStatus.PENDING)
    client.force_login(UserFactory())
    typed = {"legal_name": "Les Logiciels Boreal inc", "size": "micro"}
    client.post(reverse("vendors:register_number"), {"neq": ""})

    asked_back = client.post(reverse("vendors:register_firm"), typed)
    assert asked_back.context["near"] == [known]
    assert page("join", known) in asked_back.content.decode()

    onward = client.post(reverse("vendors:register_firm"), {**typed, "looked_at": "1"})
    assert onward.url == reverse("vendors:register_contact")


def test_from_asking_to_belonging_by_the_pages(client):
    vendor, person = VendorFactory(), UserFactory(full_name="Zoé Paquet")
    owner = member(vendor)
    client.force_login(person)
    assert client.get(page("join", vendor)).status_code == 200
    client.post(page("join", vendor))
    assert "waits for an answer" in client.get(page("join", vendor)).content.decode()

    client.force_login(owner)
    assert "Zoé Paquet" in client.get(reverse("tenders:work")).content.decode()
    shown = client.get(page("firm", vendor)).content.decode()
    address = page("answer_join", vendor, JoinRequest.objects.get().public_id)
    assert (person.email in shown, address in shown) == (True, True)
    client.post(address, {"answer": "accept"})

    assert seats(vendor) == [VendorRole.BIDDER, VendorRole.OWNER]
    assert address not in client.get(page("firm", vendor)).content.decode()
    client.force_login(person)
    assert "You belong to this firm" in client.get(page("join", vendor)).content.decode()
