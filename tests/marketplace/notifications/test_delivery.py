"""The outbox empties itself: nothing lost, nothing doubled that can't be told for a double."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connections, transaction
from django.db.utils import ProgrammingError

from marketplace.accounts.models import User
from marketplace.clock import now, travel
from marketplace.notifications import delivery, envelope
from marketplace.notifications.models import Message, MessageStatus
from marketplace.notifications.notify import notify
from marketplace.notifications.tasks import deliver_due_messages

CONTEXT = {
    "address": "info@atelier.example",
    "kind": "bid-receipt",
    "error": "550 <No such mailbox>",
    "due_at": "2026-03-03T19:00:00+00:00",
}


class DownBackend(EmailBackend):
    """A mail server that nobody can reach."""

    def open(self) -> bool:
        raise ConnectionRefusedError("no answer")


class RefusingBackend(EmailBackend):
    """A mail server that refuses one recipient."""

    def send_messages(self, messages: Any) -> int:
        if any("refused@" in message.to[0] for message in messages):
            raise OSError("550 no such mailbox")
        return super().send_messages(messages)


HERE = f"{__name__}."


def tell(*people: User, occasion: str = "1", at: Any = None) -> None:
    notify(
        "mail-undelivered",
        recipients=people,
        occasion=occasion,
        at=at or now(),
        context=CONTEXT,
    )


def person(name: str, language: str = "fr", **fields: Any) -> User:
    return User.objects.create_user(f"{name}@atelier.example", language=language, **fields)


@pytest.mark.django_db
def test_telling_twice_about_one_occasion_queues_one_message():
    camille = person("camille")

    tell(camille)
    tell(camille)

    assert [message.address for message in Message.objects.all()] == ["camille@atelier.example"]


@pytest.mark.django_db
def test_everyone_is_told_in_their_language():
    tell(person("camille", "fr"), person("robin", "en"))

    assert deliver_due_messages() == 2

    french, english = mail.outbox
    assert french.subject == "Un courriel n’a pu être remis à info@atelier.example"
    assert english.subject == "A message could not be delivered to info@atelier.example"
    assert "À envoyer le\u00a0: 3\u00a0mars\u00a02026 à 14\u00a0h\u00a000" in french.body
    assert "550 <No such mailbox>" in french.body
    html, kind = english.alternatives[0]
    assert kind == "text/html"
    assert "550 &lt;No such mailbox&gt;" in html
    assert [message.status for message in Message.objects.all()] == [MessageStatus.SENT] * 2


@pytest.mark.django_db
def test_a_message_is_not_sent_before_it_is_due():
    tell(person("camille"), at=now() + timedelta(minutes=1))

    assert deliver_due_messages() == 0
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_sent_message_is_not_sent_again():
    tell(person("camille"))
    deliver_due_messages()

    assert deliver_due_messages() == 0
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_worker_killed_between_sending_and_marking_doubles_under_one_message_id():
    tell(person("camille"))
    at = now()
    (message,) = delivery.lease(at=at)
    envelope.mail_of(message, mail.get_connection()).send()  # killed here, before the mark

    assert delivery.deliver_batch(at=at + timedelta(seconds=30)) == 0
    assert delivery.deliver_batch(at=at + delivery.LEASE) == 1

    assert len(mail.outbox) == 2
    assert len({sent.extra_headers["Message-ID"] for sent in mail.outbox}) == 1


@pytest.mark.django_db
def test_messages_about_different_occasions_have_different_message_ids():
    camille = person("camille")
    tell(camille, occasion="1")
    tell(camille, occasion="2")
    deliver_due_messages()

    assert len({sent.extra_headers["Message-ID"] for sent in mail.outbox}) == 2


@pytest.mark.django_db
def test_an_unreachable_server_makes_all_wait_and_loses_nothing(settings):
    settings.EMAIL_BACKEND = f"{HERE}DownBackend"
    tell(person("camille"), person("robin"))

    assert deliver_due_messages() == 0

    assert [(m.status, m.attempts, m.leased_until) for m in Message.objects.all()] == [
        (MessageStatus.QUEUED, 0, None)
    ] * 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver_due_messages() == 2
    assert len(mail.outbox) == 2


@pytest.mark.django_db
def test_after_a_day_without_a_mail_server_all_goes_out_once_and_in_its_order(settings):
    camille, begin = person("camille"), now()
    settings.EMAIL_BACKEND = f"{HERE}DownBackend"
    for hour in range(24):
        with travel(begin + timedelta(hours=hour)):
            tell(camille, occasion=str(hour))
            deliver_due_messages()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    with travel(begin + timedelta(days=1)):
        taken = [deliver_due_messages(), deliver_due_messages()]

    assert taken == [24, 0]
    assert [sent.extra_headers["Message-ID"] for sent in mail.outbox] == [
        envelope.message_id(f"mail-undelivered:{hour}:{camille.pk}") for hour in range(24)
    ]
    assert set(Message.objects.values_list("status", "attempts")) == {(MessageStatus.SENT, 1)}


@pytest.mark.django_db
def test_one_refused_recipient_does_not_stop_the_others(settings):
    settings.EMAIL_BACKEND = f"{HERE}RefusingBackend"
    tell(person("refused"), person("robin"))

    delivery.deliver_batch(at=now())

    assert [sent.to for sent in mail.outbox] == [["robin@atelier.example"]]
    assert list(Message.objects.order_by("pk").values_list("status", "last_error")) == [
        (MessageStatus.QUEUED, "OSError: 550 no such mailbox"),
        (MessageStatus.SENT, ""),
    ]


@pytest.mark.django_db
def test_after_the_last_attempt_a_message_fails_and_the_operators_are_told(settings):
    settings.EMAIL_BACKEND = f"{HERE}RefusingBackend"
    tell(person("refused"))
    operator = person("operator", is_operator=True)
    Message.objects.update(attempts=delivery.MAX_ATTEMPTS - 1, kind="a-kind-of-yesterday")

    delivery.deliver_batch(at=now())

    failed, told = Message.objects.order_by("pk")
    assert (failed.status, failed.attempts) == (MessageStatus.FAILED, delivery.MAX_ATTEMPTS)
    assert (told.recipient, told.kind) == (operator, "mail-undelivered")
    assert told.context["address"] == "refused@atelier.example"


@pytest.mark.django_db
def test_a_failed_message_about_a_failed_message_tells_nobody(settings):
    settings.EMAIL_BACKEND = f"{HERE}RefusingBackend"
    tell(person("refused", is_operator=True))
    Message.objects.update(attempts=delivery.MAX_ATTEMPTS - 1)

    delivery.deliver_batch(at=now())

    assert [message.status for message in Message.objects.all()] == [MessageStatus.FAILED]


@pytest.mark.django_db
def test_a_message_that_kills_its_worker_every_time_is_given_up():
    tell(person("camille"))
    Message.objects.update(attempts=delivery.MAX_ATTEMPTS)

    delivery.deliver_batch(at=now())

    assert Message.objects.get().status == MessageStatus.FAILED
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_lease_that_ran_out_in_the_batch_is_left_to_the_next_worker():
    earlier = now() - delivery.LEASE
    tell(person("camille"), at=earlier)
    (message,) = delivery.lease(at=earlier)

    delivery.deliver(message, mail.get_connection())

    assert mail.outbox == []
    assert Message.objects.get().status == MessageStatus.QUEUED


@pytest.mark.django_db
def test_the_database_refuses_to_unsend_a_message():
    tell(person("camille"))
    deliver_due_messages()

    with pytest.raises(ProgrammingError), transaction.atomic():
        Message.objects.update(status=MessageStatus.QUEUED, sent_at=None)

    assert Message.objects.get().status == MessageStatus.SENT


@pytest.mark.django_db
def test_waits_add_up_to_more_than_a_day():
    assert sum(delivery.WAITS, timedelta()) > timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_different_messages_and_neither_waits():
    people = [person(f"p{n}") for n in range(2)]
    tell(*people)
    both_have_leased = Barrier(2, timeout=20)

    def worker(_number: int) -> list[int]:
        with transaction.atomic():
            found = delivery.lock_free(Message.objects.due(now()), limit=1)
            both_have_leased.wait()  # breaks if the second waits for the first to commit
        connections.close_all()
        return [message.pk for message in found]

    with ThreadPoolExecutor(2) as pool:
        taken = sorted(pk for pks in pool.map(worker, range(2)) for pk in pks)

    assert taken == list(Message.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_four_racing_workers_send_each_message_once():
    people = [person(f"p{n}") for n in range(40)]
    tell(*people)
    start = Barrier(4, timeout=20)

    def worker(_number: int) -> int:
        start.wait()
        try:
            return sum(iter(lambda: delivery.deliver_batch(at=now()), 0))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        taken = sum(pool.map(worker, range(4)))

    assert taken == 40
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(p.email for p in people)
    assert set(Message.objects.values_list("status", "attempts")) == {(MessageStatus.SENT, 1)}
