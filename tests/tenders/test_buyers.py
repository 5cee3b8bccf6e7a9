"""A public body registers, is admitted, and looks after its people."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from marketplace.accounts.proof import ProofTooOld
from marketplace.clock import now
from marketplace.errors import DomainError, IllegalTransition, Invalid, NotAuthorized
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message
from tenders.actions.buyer import (
    admit_buyer,
    refuse_buyer,
    register_buyer,
    suspend_buyer,
    update_buyer,
)
from tenders.actions.member import LastAdministrator, remove_member, set_member
from tenders.models import Buyer, BuyerMembership
from tenders.states import BuyerStatus
from tenders.values import BuyerDetails, BuyerKind, Capability
from tests.factories import BuyerFactory, OperatorFactory, UserFactory, officer
from tests.tenders.everything import everything

pytestmark = pytest.mark.django_db

DETAILS = BuyerDetails(
    name_fr="Ville de Rimouski",
    kind=BuyerKind.MUNICIPALITY,
    street="205, avenue de la Cathédrale",
    city="Rimouski",
    region="01",
    postal_code="G5L 5J1",
    email="appro@rimouski.example",
)


def registered():
    person = UserFactory()
    return register_buyer(details=DETAILS, actor=person, at=now()), person


def test_who_registers_a_body_administers_it_and_needs_a_second_factor():
    operator = OperatorFactory()
    buyer, person = registered()

    person.refresh_from_db()
    assert (buyer.status, buyer.slug) == (BuyerStatus.PENDING, "ville-de-rimouski")
    assert BuyerMembership.objects.get(buyer=buyer).capabilities == [Capability.ADMINISTRATOR]
    assert person.requires_second_factor is True
    assert list(Message.objects.values_list("kind", "recipient")) == [
        ("buyer-registered", operator.pk)
    ]
    assert [event.action for event in Event.objects.all()] == ["buyer.registered"]


def test_two_bodies_of_one_name_have_two_addresses():
    registered()
    second, _person = registered()

    assert second.slug == "ville-de-rimouski-2"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"kind": "club"}, "kind"), ({"email": "nobody"}, "email"), ({"name_fr": ""}, "name_fr")],
)
def test_wrong_details_are_refused_by_field(wrong, field):
    person = UserFactory()
    before = everything()

    with pytest.raises(Invalid) as refusal:
        register_buyer(
            details=BuyerDetails(**{**DETAILS.__dict__, **wrong}), actor=person, at=now()
        )

    assert refusal.value.field == field
    assert everything() == before


def test_the_operator_admits_and_the_administrators_are_told():
    operator = OperatorFactory()
    buyer, person = registered()

    admit_buyer(buyer_id=buyer.pk, actor=operator, at=now())

    buyer.refresh_from_db()
    assert buyer.is_admitted
    assert buyer.admitted_at is not None
    told = Message.objects.get(kind="buyer-admitted")
    assert (told.recipient, told.language) == (person, "fr")


def test_nobody_admits_their_own_body():
    buyer, person = registered()
    before = everything()

    with pytest.raises(NotAuthorized):
        admit_buyer(buyer_id=buyer.pk, actor=person, at=now())

    assert everything() == before


def test_a_refusal_needs_a_reason():
    operator = OperatorFactory()
    buyer, _person = registered()
    before = everything()

    with pytest.raises(Invalid) as refusal:
        refuse_buyer(buyer_id=buyer.pk, reason="  ", actor=operator, at=now())

    assert refusal.value.field == "reason"
    assert everything() == before


def test_a_refused_body_asks_again_by_correcting_its_details():
    operator = OperatorFactory()
    buyer, person = registered()
    refuse_buyer(buyer_id=buyer.pk, reason="Mauvaise adresse.", actor=operator, at=now())

    update_buyer(buyer_id=buyer.pk, details=DETAILS, actor=person, at=now())

    buyer.refresh_from_db()
    assert buyer.status == BuyerStatus.PENDING
    assert Message.objects.filter(kind="buyer-registered", recipient=operator).count() == 2


def test_an_admitted_body_can_be_suspended_and_admitted_again():
    operator = OperatorFactory()
    buyer = BuyerFactory()

    suspend_buyer(buyer_id=buyer.pk, reason="À sa demande.", actor=operator, at=now())
    admit_buyer(buyer_id=buyer.pk, actor=operator, at=now())

    buyer.refresh_from_db()
    assert (buyer.status, buyer.status_reason) == (BuyerStatus.ADMITTED, "")


def test_an_admitted_body_is_not_refused():
    buyer, operator = BuyerFactory(), OperatorFactory()
    before = everything()

    with pytest.raises(IllegalTransition):
        refuse_buyer(buyer_id=buyer.pk, reason="Trop tard.", actor=operator, at=now())

    assert everything() == before


def test_an_administrator_adds_a_person_who_is_told_and_needs_a_second_factor():
    buyer = BuyerFactory()
    administrator = officer(buyer, Capability.ADMINISTRATOR)
    person = UserFactory(email="luce@rimouski.example")

    set_member(
        buyer_id=buyer.pk,
        email=" Luce@Rimouski.example ",
        capabilities=["approver", "author"],
        proved_at=now(),
        actor=administrator,
        at=now(),
    )

    person.refresh_from_db()
    assert BuyerMembership.objects.get(user=person).capabilities == ["author", "approver"]
    assert person.requires_second_factor is True
    assert Message.objects.get().recipient == person


def test_an_unknown_address_gets_a_clear_answer():
    buyer = BuyerFactory()
    administrator = officer(buyer, Capability.ADMINISTRATOR)
    before = everything()

    with pytest.raises(Invalid) as refusal:
        set_member(
            buyer_id=buyer.pk,
            email="nobody@rimouski.example",
            capabilities=["author"],
            proved_at=now(),
            actor=administrator,
            at=now(),
        )

    assert refusal.value.field == "email"
    assert everything() == before


@pytest.mark.parametrize("capability", [Capability.AUTHOR, Capability.AUDITOR])
def test_only_administrators_change_members(capability):
    buyer = BuyerFactory()
    person = officer(buyer, capability)
    before = everything()

    with pytest.raises(NotAuthorized):
        set_member(
            buyer_id=buyer.pk,
            email=person.email,
            capabilities=["payer"],
            proved_at=now(),
            actor=person,
            at=now(),
        )

    assert everything() == before


@pytest.mark.parametrize("ago", [None, timedelta(minutes=16)])
def test_who_changes_members_has_just_given_a_second_factor(ago):
    buyer = BuyerFactory()
    administrator, person = officer(buyer, Capability.ADMINISTRATOR), officer(buyer, "author")
    proved_at = now() - ago if ago else None
    before = everything()

    with pytest.raises(ProofTooOld):
        set_member(
            buyer_id=buyer.pk,
            email=person.email,
            capabilities=["payer"],
            proved_at=proved_at,
            actor=administrator,
            at=now(),
        )
    with pytest.raises(ProofTooOld):
        remove_member(
            buyer_id=buyer.pk,
            user_id=person.pk,
            proved_at=proved_at,
            actor=administrator,
            at=now(),
        )

    assert everything() == before


def test_the_last_administrator_neither_leaves_nor_lays_it_down():
    buyer = BuyerFactory()
    administrator = officer(buyer, Capability.ADMINISTRATOR)
    officer(buyer, Capability.AUTHOR)
    before = everything()

    with pytest.raises(LastAdministrator):
        remove_member(
            buyer_id=buyer.pk,
            user_id=administrator.pk,
            proved_at=now(),
            actor=administrator,
            at=now(),
        )
    with pytest.raises(LastAdministrator):
        set_member(
            buyer_id=buyer.pk,
            email=administrator.email,
            capabilities=["author"],
            proved_at=now(),
            actor=administrator,
            at=now(),
        )

    assert everything() == before


def test_who_leaves_the_last_body_needs_no_second_factor_any_more():
    buyer = BuyerFactory()
    officer(buyer, Capability.ADMINISTRATOR)
    person = officer(buyer, Capability.AUTHOR)

    remove_member(buyer_id=buyer.pk, user_id=person.pk, proved_at=now(), actor=person, at=now())

    person.refresh_from_db()
    assert person.requires_second_factor is False


def test_who_works_elsewhere_still_needs_a_second_factor():
    buyer, other = BuyerFactory(), BuyerFactory()
    officer(buyer, Capability.ADMINISTRATOR)
    person = officer(buyer, Capability.AUTHOR)
    BuyerMembership.objects.create(
        buyer=other, user=person, capabilities=["payer"], created_at=now()
    )

    remove_member(buyer_id=buyer.pk, user_id=person.pk, proved_at=now(), actor=person, at=now())

    person.refresh_from_db()
    assert person.requires_second_factor is True


def test_nobody_removes_a_colleague_without_the_right():
    buyer = BuyerFactory()
    victim, person = officer(buyer, Capability.AUTHOR), officer(buyer, Capability.APPROVER)
    before = everything()

    with pytest.raises(NotAuthorized):
        remove_member(buyer_id=buyer.pk, user_id=victim.pk, proved_at=now(), actor=person, at=now())

    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_one_administrator_stays_when_two_leave_at_once():
    buyer = BuyerFactory()
    people = [
        officer(buyer, Capability.ADMINISTRATOR),
        officer(buyer, Capability.ADMINISTRATOR, Capability.PAYER),
    ]

    def leave(person):
        try:
            remove_member(
                buyer_id=buyer.pk, user_id=person.pk, proved_at=now(), actor=person, at=now()
            )
        except DomainError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(leave, people))

    assert outcomes == [False, True]
    assert Buyer.objects.get().memberships.count() == 1
