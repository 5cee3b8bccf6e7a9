"""A person takes a copy of what is kept about them, and has themselves erased."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import translation

from marketplace.accounts.models import User
from marketplace.accounts.own_data import erase_account, take_copy
from marketplace.accounts.proof import ProofTooOld
from marketplace.clock import now
from marketplace.errors import Conflict, NotAuthorized
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message, Preference
from tenders.models import Alert, Bid, Subscriber
from tenders.values import Capability
from tests.bids import sealed_bid
from tests.factories import (
    BuyerFactory,
    OperatorFactory,
    TenderFactory,
    UserFactory,
    VendorFactory,
    member,
    officer,
)
from tests.judging import compose, opened_tender
from tests.marketplace.notifications.people import REQUIRED, TASK, tell
from tests.signing_in import sign_in
from tests.tenders.alerts import saved
from vendors.states import VendorRole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def french():
    with translation.override("fr"):
        yield


@pytest.fixture
def camille():
    person = UserFactory(email="camille@atelier.example", full_name="Camille Roy")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def firm_of(person, **fields):
    """A firm that the person owns, with somebody else."""
    firm = VendorFactory(**fields)
    for owner in (person, UserFactory()):
        firm.memberships.create(user=owner, role=VendorRole.OWNER, created_at=now())
    return firm


def erase(person, **changed):
    arguments = {"actor": person, "proved_at": now(), "at": now(), **changed}
    erase_account(person=person, **arguments)


def copy(person, **changed):
    arguments = {"actor": person, "proved_at": now(), "at": now(), "ip": "", "browser": ""}
    return take_copy(person=person, **{**arguments, **changed})


def tables(told):
    return {each["table"]: each["rows"] for each in told["kept"]}


def test_a_copy_holds_what_is_kept_about_the_person_and_nobody_else(camille):
    sealed_bid(TenderFactory(open=True), firm_of(camille, legal_name="Atelier Boréal"))
    saved("q=formulaire", user=camille)
    saved("q=site", user=UserFactory())

    told = tables(copy(camille))

    assert told["accounts.User"][0]["full_name"] == "Camille Roy"
    assert [row["vendor__legal_name"] for row in told["vendors.VendorMembership"]] == [
        "Atelier Boréal"
    ]
    assert [row["q"] for row in told["tenders.Alert"]] == ["formulaire"]
    assert len(told["tenders.BidVersion"]) == 1
    assert {row["action"] for row in told["ledger.Event"]} >= {"bid.sealed"}
    assert "password" not in json.dumps(told, default=str)


def test_who_took_a_copy_is_told_and_the_ledger_knows(camille):
    copy(camille)

    message = Message.objects.get(kind="account-changed")
    assert (message.recipient, message.context["change"]) == (camille, "copied")
    assert Event.objects.get(action="account.copied").actor == str(camille.public_id)


@pytest.mark.parametrize("act", [copy, erase])
def test_nobody_acts_for_another_nor_without_a_fresh_proof(camille, act):
    with pytest.raises(NotAuthorized):
        act(camille, actor=OperatorFactory())
    with pytest.raises(ProofTooOld):
        act(camille, proved_at=now() - timedelta(hours=1))

    camille.refresh_from_db()
    assert camille.erased_at is None
    assert not Message.objects.exists()
    assert not Event.objects.exists()


def test_erasing_deletes_what_is_theirs_and_leaves_a_number_in_the_rest(camille):
    firm = firm_of(camille)
    bid = sealed_bid(TenderFactory(open=True), firm)
    saved("q=formulaire", user=camille)
    Preference.objects.create(person=camille, topic="tasks", way="daily")
    tell(camille, at=now(), kind=TASK)
    tell(camille, at=now(), kind=REQUIRED)
    Message.objects.filter(kind=REQUIRED).update(status="sent", sent_at=now())

    erase(camille)

    ghost = User.objects.get(public_id=camille.public_id)
    assert (ghost.full_name, ghost.is_active, ghost.has_usable_password()) == ("", False, False)
    assert ghost.email == f"{ghost.public_id}@erased.invalid"
    assert not firm.memberships.filter(user=ghost).exists()
    assert [m for m in (Alert, Subscriber, Preference, EmailAddress) if m.objects.exists()] == []
    assert Bid.objects.get(pk=bid.pk).created_by == ghost
    assert str(ghost) == "une personne dont le compte a été effacé"
    kept = Message.objects.get(recipient=ghost)
    assert (kept.kind, kept.address) == (REQUIRED, ghost.email)


def test_their_address_is_nowhere_left_but_in_the_last_message(camille):
    firm_of(camille)
    tell(camille, at=now(), kind=TASK)

    erase(camille)

    last = Message.objects.get()
    assert (last.kind, last.address, last.recipient) == ("account-erased", camille.email, None)
    assert "camille" not in json.dumps(list(Event.objects.values("data", "subject", "actor")))
    again = User.objects.create_user(camille.email)  # the address is free for another account
    assert again.public_id != camille.public_id


def test_every_session_ends(camille):
    browser = sign_in(Client(), camille)
    key = browser.session.session_key
    UserSession.objects.create(user=camille, session_key=key, ip="203.0.113.7", user_agent="")

    erase(camille)

    assert browser.get(reverse("account_settings")).status_code == 302
    assert not Session.objects.filter(session_key=key).exists()
    assert not UserSession.objects.exists()


def test_a_closed_account_is_told_nothing_more(camille):
    erase(camille)
    Message.objects.all().delete()

    ghost = User.objects.get(pk=camille.pk)
    tell(ghost, at=now(), kind=REQUIRED)

    assert not Message.objects.exists()


def owner_alone():
    return member(VendorFactory(), VendorRole.OWNER)


def administrator_alone():
    return officer(BuyerFactory(), Capability.ADMINISTRATOR)


def evaluator_at_work():
    return compose(opened_tender())[1]


@pytest.mark.parametrize(
    "who", [owner_alone, administrator_alone, evaluator_at_work, OperatorFactory]
)
def test_who_is_the_last_of_their_kind_is_told_what_to_settle_first(who):
    person = who()
    before = User.objects.values_list("email", "is_active").get(pk=person.pk)

    with pytest.raises(Conflict):
        erase(person)

    assert User.objects.values_list("email", "is_active").get(pk=person.pk) == before
    assert not Message.objects.filter(kind="account-erased").exists()


def test_an_owner_who_named_another_goes_and_leaves_the_firm_with_it():
    firm = VendorFactory()
    first, second = member(firm, VendorRole.OWNER), UserFactory()
    firm.memberships.create(user=second, role=VendorRole.OWNER, created_at=now())

    erase(first)

    assert [seat.user for seat in firm.memberships.all()] == [second]


# --- the pages -------------------------------------------------------------------------------


def test_the_page_lists_what_is_kept_and_the_file_is_private(camille):
    browser = sign_in(Client(), camille, method="password")

    page = browser.get(reverse("account_data"))
    file = browser.post(reverse("account_copy"))

    assert "Votre compte" in page.content.decode()
    assert file["Content-Disposition"].startswith("attachment")
    assert file["Cache-Control"] == "private, no-store"
    assert file.json()["kept"][0]["rows"][0]["email"] == camille.email


def test_an_old_proof_is_asked_again_before_the_pages_are_shown(camille):
    browser = sign_in(Client(), camille, ago=3600, method="password")

    for name in ("account_data", "account_erase"):
        answer = browser.get(reverse(name))
        assert answer.url.startswith(reverse("account_reauthenticate"))
    assert browser.post(reverse("account_copy")).url == reverse("account_data")
    assert not Message.objects.exists()


def test_who_has_a_second_factor_is_asked_for_it(camille):
    operator = OperatorFactory()
    browser = sign_in(Client(), operator, method="password")

    answer = browser.get(reverse("account_erase"))

    assert answer.url.startswith(reverse("mfa_reauthenticate"))


def test_the_dry_run_says_what_goes_and_what_stays_and_changes_nothing(camille):
    saved("q=formulaire", user=camille)
    browser = sign_in(Client(), camille, method="password")

    page = browser.get(reverse("account_erase")).content.decode()

    assert "Vos alertes et recherches enregistrées (1)" in page
    assert "un numéro sans nom reste" in page.lower()
    assert User.objects.get(pk=camille.pk).erased_at is None
    assert Alert.objects.exists()


def test_the_dry_run_of_a_last_owner_leads_to_the_firm_and_offers_no_button():
    person = owner_alone()
    browser = sign_in(Client(), person, method="password")

    page = browser.get(reverse("account_erase")).content.decode()

    firm = person.vendor_memberships.get().vendor
    assert f'href="{reverse("vendors:firm", args=[firm.public_id])}"' in page
    assert 'name="typed"' not in page


def test_a_wrong_address_erases_nothing(camille):
    browser = sign_in(Client(), camille, method="password")

    answer = browser.post(reverse("account_erase"), {"typed": "autre@atelier.example"})

    assert answer.status_code == 422
    assert User.objects.get(pk=camille.pk).erased_at is None


def test_the_typed_address_erases_and_signs_out(camille):
    browser = sign_in(Client(), camille, method="password")

    answer = browser.post(reverse("account_erase"), {"typed": camille.email})

    assert "Votre compte est effacé" in answer.content.decode()
    assert User.objects.get(pk=camille.pk).erased_at is not None
    assert browser.get(reverse("account_settings")).status_code == 302
