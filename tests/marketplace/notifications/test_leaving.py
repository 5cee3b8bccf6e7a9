"""A mail that its reader may stop carries the way to stop it: one click, no sign-in (RFC 8058)."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from marketplace.clock import now, travel
from marketplace.notifications.kinds import Topic
from marketplace.notifications.links import LINK_DAYS
from marketplace.notifications.models import Preference, Way
from marketplace.notifications.tasks import deliver_due_messages
from tests.marketplace.notifications.people import REQUIRED, TASK, person, tell

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def mail_about(kind, *, language="fr"):
    tell(person(language=language), at=now(), kind=kind)
    deliver_due_messages()
    (sent,) = mail.outbox
    return sent


def address_in(sent):
    return urlsplit(sent.extra_headers["List-Unsubscribe"].strip("<>")).path


@pytest.mark.django_db
def test_one_click_of_a_mail_program_stops_the_topic():
    sent = mail_about(TASK)
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    answer = Client(enforce_csrf_checks=True).post(address_in(sent), ONE_CLICK)

    assert answer.status_code == 200
    assert not answer.cookies
    assert list(Preference.objects.values_list("topic", "way")) == [(Topic.TASKS, Way.NEVER)]


@pytest.mark.django_db
def test_a_scanner_that_follows_the_link_stops_nothing():
    sent = mail_about(TASK)

    answer = Client().get(address_in(sent))

    assert answer.status_code == 200
    assert not Preference.objects.exists()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_the_same_link_is_in_the_foot_of_the_mail_in_its_language():
    sent = mail_about(TASK, language="en")

    assert address_in(sent).startswith("/en/")
    html, _kind = sent.alternatives[0]
    assert "Stop these messages" in sent.body
    assert address_in(sent) in sent.body
    assert address_in(sent) in html


@pytest.mark.django_db
def test_what_must_be_sent_has_no_way_to_stop_it():
    sent = mail_about(REQUIRED)

    assert "List-Unsubscribe" not in sent.extra_headers
    assert "Ne plus recevoir" not in sent.body


@pytest.mark.django_db
def test_every_mail_says_who_writes_and_from_where(settings):
    settings.MAIL_IDENTITY = "Micromarché, 12, rue du Port, Rimouski"

    sent = mail_about(REQUIRED)

    assert "12, rue du Port" in sent.body
    assert "12, rue du Port" in sent.alternatives[0][0]


@pytest.mark.django_db
def test_an_old_link_says_that_it_is_old_and_stops_nothing():
    sent = mail_about(TASK)
    its_end = now() + timedelta(days=LINK_DAYS)

    with travel(its_end - timedelta(hours=1)):
        assert Client().get(address_in(sent)).status_code == 200
    with travel(its_end):
        answer = Client().post(address_in(sent), ONE_CLICK)

    assert answer.status_code == 410
    assert not Preference.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: "x" + t, lambda t: "a:b:c"])
def test_a_link_that_was_touched_stops_nothing(change):
    path = address_in(mail_about(TASK))
    token = re.search(r"([^/]+)/$", path)[1]

    answer = Client().post(path.replace(token, change(token)), ONE_CLICK)

    assert answer.status_code == 410
    assert not Preference.objects.exists()


@pytest.mark.django_db
def test_mails_about_one_call_stand_in_one_thread():
    camille = person()
    tell(camille, at=now(), occasion="1")
    tell(camille, at=now(), occasion="2", kind=REQUIRED)
    deliver_due_messages()

    threads = {sent.extra_headers["References"] for sent in mail.outbox}
    assert len(threads) == 1
    assert {sent.extra_headers["List-Id"].partition("<")[2] for sent in mail.outbox} == {
        "tasks.localhost>",
        "required.localhost>",
    }
