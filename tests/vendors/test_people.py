"""The people of a firm: invitations, roles, and the owner that always remains."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from marketplace.clock import now
from marketplace.errors import Conflict, Invalid, NotAuthorized
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message
from tests.factories import UserFactory, VendorFactory, member
from tests.races import race
from vendors.actions.member import (
    accept_invitation,
    invite_member,
    remove_member,
    set_role,
    withdraw_invitation,
)
from vendors.models import Invitation, VendorMembership
from vendors.states import VendorRole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def french():
    with translation.override("fr"):
        yield


@pytest.fixture
def vendor():
    return VendorFactory()


def invite(vendor, email="nouvelle@boreal.example", role=VendorRole.BIDDER, **more):
    arguments = {"actor": member(vendor), "at": now(), **more}
    return invite_member(vendor_id=vendor.pk, email=email, role=role, **arguments)


def roles(vendor):
    return sorted(vendor.memberships.values_list("role", flat=True))


def seat_of(vendor, user):
    return VendorMembership.objects.get(vendor=vendor, user=user)


def test_an_invitation_is_sent_whether_the_address_has_an_account_or_not(vendor):
    known = UserFactory(email="connue@boreal.example", language="en")
    invite(vendor, "Connue@boreal.example")
    invite(vendor, "inconnue@boreal.example")
    sent = Message.objects.order_by("pk").values_list("kind", "address", "recipient", "language")
    assert list(sent) == [
        ("vendor-invitation", "connue@boreal.example", known.pk, "en"),
        ("vendor-invitation", "inconnue@boreal.example", None, "fr"),
    ]


def test_whoever_was_invited_joins_once_in_the_role_that_was_named(vendor):
    invitation = invite(vendor)
    person = UserFactory(email="nouvelle@boreal.example")

    accept_invitation(invitation_id=invitation.pk, actor=person, at=now())

    assert seat_of(vendor, person).role == VendorRole.BIDDER
    with pytest.raises(Conflict):
        accept_invitation(invitation_id=invitation.pk, actor=person, at=now())
    assert Event.objects.filter(action="vendor.member-added").count() == 1


def test_nobody_else_accepts_an_invitation(vendor):
    invitation = invite(vendor)
    with pytest.raises(NotAuthorized):
        accept_invitation(invitation_id=invitation.pk, actor=UserFactory(), at=now())
    assert roles(vendor) == [VendorRole.OWNER]


@pytest.mark.parametrize("how", ["withdrawn", "expired", "replaced"])
def test_an_invitation_that_is_over_lets_nobody_in(vendor, how):
    invitation = invite(vendor)
    person = UserFactory(email="nouvelle@boreal.example")
    at = now()
    if how == "withdrawn":
        withdraw_invitation(invitation_id=invitation.pk, actor=member(vendor), at=at)
    elif how == "replaced":
        invite(vendor)
    else:
        at += timedelta(days=15)
    with pytest.raises(Conflict):
        accept_invitation(invitation_id=invitation.pk, actor=person, at=at)
    assert roles(vendor) == [VendorRole.OWNER]


def test_a_member_is_not_invited_again(vendor):
    with pytest.raises(Invalid):
        invite(vendor, member(vendor).email)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", [VendorRole.BIDDER, VendorRole.READER])
def test_only_an_owner_invites_and_gives_roles(vendor, role):
    actor = member(vendor, role)
    with pytest.raises(NotAuthorized):
        invite(vendor, actor=actor)
    own = seat_of(vendor, actor)
    with pytest.raises(NotAuthorized):
        set_role(membership_id=own.pk, role=VendorRole.OWNER, actor=actor, at=now())
    assert (Invitation.objects.count(), seat_of(vendor, actor).role) == (0, role)


def test_the_last_owner_stays(vendor):
    owner = member(vendor)
    seat = seat_of(vendor, owner)
    member(vendor, VendorRole.BIDDER)
    with pytest.raises(Invalid):
        set_role(membership_id=seat.pk, role=VendorRole.BIDDER, actor=owner, at=now())
    with pytest.raises(Invalid):
        remove_member(membership_id=seat.pk, actor=owner, at=now())
    assert roles(vendor) == [VendorRole.BIDDER, VendorRole.OWNER]


def test_a_member_leaves_by_themselves_and_removes_nobody_else(vendor):
    bidder, reader = member(vendor, VendorRole.BIDDER), member(vendor, VendorRole.READER)
    with pytest.raises(NotAuthorized):
        remove_member(membership_id=seat_of(vendor, reader).pk, actor=bidder, at=now())
    remove_member(membership_id=seat_of(vendor, bidder).pk, actor=bidder, at=now())
    assert roles(vendor) == [VendorRole.READER]


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_leave_one_behind():
    vendor = VendorFactory()
    owners = [UserFactory(), UserFactory()]
    for user in owners:
        VendorMembership.objects.create(
            vendor=vendor, user=user, role=VendorRole.OWNER, created_at=now()
        )
    seats = [seat_of(vendor, user).pk for user in owners]

    def leave(owner, seat):
        remove_member(membership_id=seat, actor=owner, at=now())

    ended = race(
        lambda: leave(owners[0], seats[0]),
        lambda: leave(owners[1], seats[1]),
        line=VendorMembership,
    )

    assert how(ended) == {Invalid, type(None)}
    assert roles(vendor) == [VendorRole.OWNER]


@pytest.mark.django_db(transaction=True)
def test_an_invitation_that_is_used_twice_at_once_gives_one_seat():
    vendor = VendorFactory()
    invitation = invite(vendor)
    person = UserFactory(email="nouvelle@boreal.example")

    def accept():
        accept_invitation(invitation_id=invitation.pk, actor=person, at=now())

    ended = race(accept, accept, line=VendorMembership)

    assert how(ended) == {Conflict, type(None)}
    assert roles(vendor) == [VendorRole.BIDDER, VendorRole.OWNER]


def how(ended):
    return {type(runner.exception()) for runner in ended}


# --- pages ----------------------------------------------------------------------------------------


def page(name, vendor, *more):
    return reverse(f"vendors:{name}", args=[vendor.public_id, *more])


def test_an_owner_invites_changes_and_removes_by_the_pages(client, vendor):
    owner, bidder = member(vendor), member(vendor, VendorRole.BIDDER)
    client.force_login(owner)
    assert client.get(page("invite", vendor)).status_code == 200
    client.post(page("invite", vendor), {"email": "x@boreal.example", "role": "reader"})
    assert "x@boreal.example" in client.get(page("firm", vendor)).content.decode()

    invitation = Invitation.objects.get()
    client.post(page("withdraw_invitation", vendor, invitation.public_id))
    assert "x@boreal.example" not in client.get(page("firm", vendor)).content.decode()

    address = page("member", vendor, bidder.public_id)
    assert client.get(address).status_code == 200
    client.post(address, {"role": "reader"})
    assert seat_of(vendor, bidder).role == VendorRole.READER

    address = page("remove_member", vendor, bidder.public_id)
    assert client.get(address).status_code == 200
    client.post(address)
    assert roles(vendor) == [VendorRole.OWNER]


def test_the_last_owner_is_told_why_they_stay(client, vendor):
    owner = member(vendor)
    client.force_login(owner)
    refused = client.post(page("member", vendor, owner.public_id), {"role": "reader"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["role"])
    client.post(page("remove_member", vendor, owner.public_id))
    assert roles(vendor) == [VendorRole.OWNER]


def test_an_invitation_is_a_page_for_the_person_invited_alone(client, vendor):
    invitation = invite(vendor)
    address = reverse("vendors:invitation", args=[invitation.public_id])
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    person = UserFactory(email="nouvelle@boreal.example")
    client.force_login(person)
    assert client.get(address).status_code == 200
    assert client.post(address).url == page("firm", vendor)
    assert client.get(address).status_code == 200
    assert seat_of(vendor, person).role == VendorRole.BIDDER
