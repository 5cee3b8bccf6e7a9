"""What is over is deleted, each after its time, and the page says after how long."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client

from marketplace.accounts.models import User
from marketplace.accounts.tasks import delete_what_is_over
from marketplace.clock import now, travel
from marketplace.notifications.models import Message
from marketplace.notifications.notify import notify_address
from marketplace.personal import periods
from tests.factories import OperatorFactory, UserFactory, VendorFactory, member
from tests.marketplace.notifications.people import REQUIRED, TASK, person, tell
from vendors.actions.member import invite_member
from vendors.models import Access, Invitation, Registration

pytestmark = pytest.mark.django_db


def sweep_after(days):
    with travel(now() + timedelta(days=days)):
        return delete_what_is_over()


def sent(*messages):
    Message.objects.filter(pk__in=[each.pk for each in messages]).update(
        status="sent", sent_at=now()
    )


def test_a_message_that_was_read_goes_after_a_year_and_one_unread_stays():
    tell(person(), at=now(), occasion="1")
    tell(person("robin"), at=now(), occasion="2")
    sent(*Message.objects.all())
    Message.objects.filter(recipient__email__startswith="camille").update(read_at=now())

    sweep_after(364)
    assert Message.objects.count() == 2
    sweep_after(366)

    assert [message.recipient.email for message in Message.objects.all()] == [
        "robin@atelier.example"
    ]


def test_what_had_to_be_sent_stays_three_years():
    tell(person(), at=now(), kind=REQUIRED)
    sent(*Message.objects.all())
    Message.objects.update(read_at=now())

    sweep_after(2 * 365)
    assert Message.objects.count() == 1
    sweep_after(3 * 365 + 1)

    assert not Message.objects.exists()


def test_what_still_waits_to_be_sent_is_never_deleted():
    tell(person(), at=now(), kind=TASK)

    sweep_after(4 * 365)

    assert Message.objects.count() == 1


def test_a_subscription_that_nobody_confirmed_is_forgotten_after_a_month():
    notify_address(
        "account-erased",
        address="inconnue@atelier.example",
        language="fr",
        occasion="1",
        at=now(),
        context={"at": ""},
    )
    sent(Message.objects.get())

    sweep_after(29)
    assert Message.objects.exists()
    sweep_after(31)

    assert not Message.objects.exists()


def test_accounts_whose_address_was_never_proved_go_and_others_stay():
    begun, proved, made = UserFactory(), UserFactory(), UserFactory()
    for user, verified in ((begun, False), (proved, True)):
        EmailAddress.objects.create(user=user, email=user.email, verified=verified)

    sweep_after(31)

    assert set(User.objects.all()) == {proved, made}


def test_registrations_left_and_invitations_expired_go():
    firm = VendorFactory()
    Registration.objects.create(user=UserFactory(), answers={}, updated_at=now())
    invite_member(
        vendor_id=firm.pk,
        email="nouvelle@boreal.example",
        role="bidder",
        actor=member(firm),
        at=now(),
    )

    sweep_after(179)
    assert (Registration.objects.count(), Invitation.objects.count()) == (1, 1)
    sweep_after(181)
    assert (Registration.objects.count(), Invitation.objects.count()) == (0, 1)
    sweep_after(365 + 15)
    assert not Invitation.objects.exists()


def test_the_log_of_who_opened_a_firms_file_goes_after_two_years():
    Access.objects.create(
        vendor=VendorFactory(), person=OperatorFactory(), capacity="operator", opened="details",
        at=now(),
    )  # fmt: skip

    sweep_after(729)
    assert Access.objects.exists()
    sweep_after(731)

    assert not Access.objects.exists()


def test_sessions_that_ended_go_and_the_one_in_use_stays():
    Client().force_login(UserFactory())
    ended = Session.objects.get()
    Session.objects.filter(pk=ended.pk).update(expire_date=now() - timedelta(days=31))
    Client().force_login(UserFactory())

    delete_what_is_over()

    assert not Session.objects.filter(pk=ended.pk).exists()
    assert Session.objects.count() == 1


def test_one_period_in_trouble_keeps_no_other_waiting(monkeypatch):
    Access.objects.create(
        vendor=VendorFactory(), person=OperatorFactory(), capacity="operator", opened="details",
        at=now() - timedelta(days=800),
    )  # fmt: skip
    first = periods()[0]
    monkeypatch.setitem(first.__dict__, "delete", lambda before: 1 / 0)

    assert delete_what_is_over() == 1
    assert not Access.objects.exists()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (
            "/fr/confidentialite/durees/",
            ["2 ans", "180 jours", "Les contrats que vous avez signés"],
        ),
        ("/en/privacy/periods/", ["2 years", "180 days", "Contracts that you signed"]),
    ],
)
def test_the_page_says_how_long_each_is_kept_and_why(client, path, words):
    page = client.get(path).content.decode().replace("\N{NO-BREAK SPACE}", " ")

    assert [word for word in words if word not in page] == []
