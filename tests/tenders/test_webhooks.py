"""Webhooks: told of what they asked for, once, signed; nothing lost while a receiver is away."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from threading import Event as Signal
from threading import Thread

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction

from marketplace.clock import now, travel
from marketplace.errors import Conflict, Invalid, NotAuthorized
from marketplace.notifications.tasks import deliver_due_messages
from marketplace.reference.models import Category
from tenders.actions import delivery as sending
from tenders.actions import webhook as actions
from tenders.models import Delivery, Event, Release, Webhook
from tenders.states import DeliveryStatus
from tenders.tasks import forget_old_deliveries, tell_webhooks
from tests.factories import BuyerFactory, TenderFactory, UserFactory, VendorFactory, member
from tests.plumbing.receiver import Receiver, receiving
from tests.races import race
from tests.tenders import stages
from tests.tenders.everything import everything
from tests.tenders.views.pages import awarded_on_quality
from tests.waiting import caught_up

pytestmark = pytest.mark.django_db(transaction=True)
ALL = list(Event.values)


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


def hook(receiver: Receiver, *, events=ALL, owner=None, **fields) -> Webhook:
    if Release.objects.exists():
        caught_up()
    return actions.add_webhook(
        address=receiver.url, events=events, actor=owner or UserFactory(), at=now(), **fields
    )


def told() -> int:
    """The sweep, once everything written can be seen."""
    if Release.objects.exists():
        caught_up()
    return tell_webhooks()


def types(receiver: Receiver) -> list[str]:
    return [json.loads(each.body)["type"] for each in receiver.received]


def is_genuine(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As a re-user's program checks, from the convention alone."""
    content = b".".join(
        [headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body]
    )
    mark = hmac.digest(base64.b64decode(secret[6:]), content, hashlib.sha256)
    return headers["webhook-signature"] == "v1," + base64.b64encode(mark).decode()


# --- what is told -----------------------------------------------------------------------------


def test_a_published_call_is_told_with_a_signature_that_verifies(receiver):
    webhook = hook(receiver)
    tender = TenderFactory(open=True)

    assert told() == 1

    (got,) = receiver.received
    assert is_genuine(webhook.secret, got.headers, got.body)
    assert not is_genuine(webhook.secret, got.headers, got.body + b" ")
    assert abs(int(got.headers["webhook-timestamp"]) - now().timestamp()) < 60
    assert got.headers["content-type"] == "application/json"
    message = json.loads(got.body)
    assert message["type"] == "call.published"
    assert message["data"]["ocid"] == tender.ocid
    assert message["data"]["links"]["release"] == (
        f"http://localhost:8000/api/ocds/releases/{tender.ocid}/{tender.ocid}-0001"
    )
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.answered, delivery.attempts) == ("delivered", 204, 1)


def test_each_public_step_has_its_event(receiver):
    hook(receiver)
    tender = TenderFactory(open=True)
    stages.ask(tender, "Combien ?", "Trois.")
    stages.amend(tender, {"title_fr": "Autre titre"})
    stages.cancelled(tender)
    stages.contracted(awarded_on_quality().awards.get())
    stages.unsuccessful(stages.published())

    told()

    assert types(receiver) == [
        "call.published", "call.answered", "call.amended", "call.cancelled",
        "call.published", "call.closed", "award.approved", "contract.signed",
        "call.published", "call.unsuccessful",
    ]  # fmt: skip


def test_only_what_was_asked_for_is_told(receiver):
    ours, theirs = BuyerFactory(slug="ours"), BuyerFactory(slug="theirs")
    web = Category.objects.get(pk="81111500")  # a class, with calls of commodities under it
    hook(receiver, events=[Event.PUBLISHED], buyer=ours, category=web)
    fits = TenderFactory(open=True, buyer=ours)
    TenderFactory(open=True, buyer=theirs)
    TenderFactory(buyer=ours, main_category_id="80101507", open=True)
    stages.cancelled(fits)

    told()

    assert [json.loads(each.body)["data"]["ocid"] for each in receiver.received] == [fits.ocid]
    assert Delivery.objects.count() == 1


def test_nothing_of_before_it_was_added_is_told(receiver):
    TenderFactory(open=True)
    hook(receiver)

    assert told() == 0
    assert receiver.received == []


def test_drafts_are_never_told(receiver):
    hook(receiver)
    TenderFactory()
    TenderFactory(in_review=True)

    assert tell_webhooks() == 0


def test_a_release_that_commits_late_is_not_missed(receiver):
    """One with a lower id than one already told must not be passed over."""
    hook(receiver)
    late, early = TenderFactory(open=True), TenderFactory(open=True)
    firm = VendorFactory()
    member(firm)
    told()
    receiver.received.clear()
    written, may_end = Signal(), Signal()

    def write() -> None:
        with transaction.atomic():
            stages.ask(late, "Combien ?", "Trois.", vendor=firm)
            written.set()
            may_end.wait(20)
        connection.close()

    writer = Thread(target=write)
    writer.start()
    assert written.wait(20)
    stages.ask(early, "Combien ?", "Trois.", vendor=firm)
    tell_webhooks()
    assert writer.is_alive()
    may_end.set()
    writer.join()
    told()

    ocids = [json.loads(each.body)["data"]["ocid"] for each in receiver.received]
    assert sorted(ocids) == sorted([late.ocid, early.ocid])


def _tell():
    tell_webhooks()
    connection.close()


# --- when it goes wrong -----------------------------------------------------------------------


def test_a_failure_is_tried_again_later_under_the_same_name(receiver):
    receiver.answers = [500]
    hook(receiver)
    TenderFactory(open=True)

    assert told() == 1
    webhook = Webhook.objects.get()
    assert (webhook.failures, Delivery.objects.get().answered) == (1, 500)
    assert told() == 0
    with travel(now() + sending.WAITS[0] + timedelta(seconds=1)):
        assert told() == 1

    assert len(receiver.received) == 2
    assert len(set(receiver.names)) == 1
    assert len({each.body for each in receiver.received}) == 1
    assert Delivery.objects.get().status == DeliveryStatus.DELIVERED
    assert Webhook.objects.get().failures == 0


def after_each_rest(times: int) -> None:
    at = now()
    for wait in sending.WAITS[:times]:
        at += wait + timedelta(minutes=1)
        with travel(at):
            told()


def test_a_dead_receiver_is_disabled_its_owner_told_and_nothing_is_lost(receiver):
    receiver.answers = [500] * sending.MOST_FAILURES
    webhook = hook(receiver, owner=UserFactory(language="en"))
    tenders = [TenderFactory(open=True) for _ in range(3)]
    told()

    after_each_rest(len(sending.WAITS))

    webhook.refresh_from_db()
    assert webhook.disabled_at is not None
    assert len(receiver.received) == sending.MOST_FAILURES
    with travel(now() + timedelta(days=3)):
        assert told() == 0
        deliver_due_messages()
    (letter,) = [each for each in mail.outbox if each.to == [webhook.owner.email]]
    assert letter.subject == f"Webhook disabled: {receiver.url}"
    assert set(Delivery.objects.values_list("status", flat=True)) == {DeliveryStatus.QUEUED}

    meanwhile = TenderFactory(open=True)
    receiver.received.clear()
    actions.enable_webhook(webhook_id=webhook.pk, actor=webhook.owner, at=now())
    told()

    ocids = [json.loads(each.body)["data"]["ocid"] for each in receiver.received]
    assert sorted(ocids) == sorted(tender.ocid for tender in (*tenders, meanwhile))
    assert set(Delivery.objects.values_list("status", flat=True)) == {DeliveryStatus.DELIVERED}


def test_who_answers_gone_is_disabled_at_once(receiver):
    receiver.answers = [410]
    hook(receiver)
    TenderFactory(open=True)

    told()

    assert Webhook.objects.get().disabled_at is not None


def test_a_receiver_that_cannot_be_reached_is_a_failure_with_its_reason(receiver):
    webhook = hook(receiver)
    Webhook.objects.update(address="http://127.0.0.1:9/")
    TenderFactory(open=True)

    told()

    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.answered) == ("queued", None)
    assert delivery.error.startswith("ConnectionRefusedError")
    webhook.refresh_from_db()
    assert webhook.failures == 1


def test_one_message_that_always_fails_keeps_no_other_waiting_and_is_given_up(receiver):
    webhook = hook(receiver)
    tender = TenderFactory(open=True)
    told()
    receiver.poison = b"webhook.test"
    poison = actions.send_test(webhook_id=webhook.pk, actor=webhook.owner, at=now())
    for day in range(sending.MOST_FAILURES):
        morning = now() + timedelta(days=2 * day + 1)
        with travel(morning):
            stages.ask(tender, f"Combien, le {day} ?", "Trois.")
            told()
        with travel(morning + sending.WAITS[0] + timedelta(minutes=1)):
            told()

    poison.refresh_from_db()
    webhook.refresh_from_db()
    assert (poison.status, poison.attempts) == (DeliveryStatus.FAILED, sending.MOST_FAILURES)
    assert webhook.disabled_at is None
    others = Delivery.objects.exclude(pk=poison.pk)
    assert others.count() == 1 + sending.MOST_FAILURES
    assert set(others.values_list("status", flat=True)) == {DeliveryStatus.DELIVERED}


def test_a_worker_killed_after_sending_doubles_under_one_name(receiver):
    hook(receiver)
    TenderFactory(open=True)
    caught_up()
    at = now()
    sending.queue_for(webhook_id=Webhook.objects.get().pk, at=at)
    (delivery,) = sending.lease(at=at)
    sending._sent(sending._request(delivery))  # killed here, before the mark

    assert sending.deliver_batch(at=at + timedelta(seconds=30)) == 0
    assert sending.deliver_batch(at=at + sending.LEASE) == 1
    assert len(receiver.received) == 2
    assert len(set(receiver.names)) == 1


# --- races ------------------------------------------------------------------------------------


def test_two_workers_at_once_send_a_message_once(receiver):
    """The first one is still waiting for its answer when the second one looks."""
    hook(receiver)
    TenderFactory(open=True)
    caught_up()
    sending.queue_for(webhook_id=Webhook.objects.get().pk, at=now())
    receiver.gate.clear()
    first = Thread(target=_tell)
    first.start()
    assert receiver.came.wait(20)

    assert tell_webhooks() == 0
    receiver.gate.set()
    first.join()

    assert len(receiver.received) == 1
    assert Delivery.objects.get().status == DeliveryStatus.DELIVERED


def test_two_sweeps_at_once_queue_a_release_once(receiver):
    webhook = hook(receiver)
    TenderFactory(open=True)
    caught_up()

    def queue():
        return sending.queue_for(webhook_id=webhook.pk, at=now())

    runners = race(queue, queue, line=Delivery)

    assert sorted(runner.result() for runner in runners) == [0, 1]
    assert Delivery.objects.count() == 1


def test_one_that_hangs_keeps_no_other_waiting(receiver):
    with receiving() as hanging:
        hanging.gate.clear()
        owner = UserFactory()
        hook(hanging, owner=owner)
        hook(receiver, owner=owner)
        TenderFactory(open=True)
        caught_up()
        worker = Thread(target=_tell)
        worker.start()

        assert receiver.came.wait(20)  # although nobody has answered the first one
        assert not hanging.received or not hanging.gate.is_set()
        hanging.gate.set()
        worker.join()

    assert Delivery.objects.filter(status=DeliveryStatus.DELIVERED).count() == 2


# --- its owner --------------------------------------------------------------------------------


def test_the_secret_is_shown_once_and_lies_nowhere_in_clear(receiver):
    webhook = hook(receiver)

    secret = actions.show_secret(webhook_id=webhook.pk, actor=webhook.owner, at=now())

    assert secret.startswith("whsec_")
    with pytest.raises(Conflict):
        actions.show_secret(webhook_id=webhook.pk, actor=webhook.owner, at=now())
    assert secret not in str(everything())
    actions.renew_secret(webhook_id=webhook.pk, actor=webhook.owner, at=now())
    assert actions.show_secret(webhook_id=webhook.pk, actor=webhook.owner, at=now()) != secret


def test_secrets_are_sealed_anew_under_another_key(receiver, settings):
    secret = hook(receiver).secret
    former = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [former]

    call_command("reseal_webhooks")
    settings.SECRET_KEY_FALLBACKS = []

    assert Webhook.objects.get().secret == secret


def test_a_message_is_sent_again_under_its_name(receiver):
    webhook = hook(receiver)
    TenderFactory(open=True)
    told()

    actions.send_again(delivery_id=Delivery.objects.get().pk, actor=webhook.owner, at=now())
    assert tell_webhooks() == 1

    assert len(receiver.received) == 2
    assert len(set(receiver.names)) == 1
    assert is_genuine(webhook.secret, receiver.received[1].headers, receiver.received[1].body)


def test_a_test_is_told_whatever_was_asked_for_and_one_at_a_time(receiver):
    webhook = hook(receiver, events=[Event.AWARDED])

    actions.send_test(webhook_id=webhook.pk, actor=webhook.owner, at=now())
    with pytest.raises(Conflict):
        actions.send_test(webhook_id=webhook.pk, actor=webhook.owner, at=now())
    tell_webhooks()

    assert types(receiver) == ["webhook.test"]


@pytest.mark.parametrize(
    "act",
    [
        lambda pk, message, who: actions.show_secret(webhook_id=pk, actor=who, at=now()),
        lambda pk, message, who: actions.renew_secret(webhook_id=pk, actor=who, at=now()),
        lambda pk, message, who: actions.send_test(webhook_id=pk, actor=who, at=now()),
        lambda pk, message, who: actions.send_again(delivery_id=message, actor=who, at=now()),
        lambda pk, message, who: actions.enable_webhook(webhook_id=pk, actor=who, at=now()),
        lambda pk, message, who: actions.remove_webhook(webhook_id=pk, actor=who, at=now()),
    ],
)
def test_nobody_else_may_touch_it(receiver, act):
    webhook = hook(receiver)
    message = actions.send_test(webhook_id=webhook.pk, actor=webhook.owner, at=now())
    stranger = UserFactory()
    before = everything()

    with pytest.raises(NotAuthorized):
        act(webhook.pk, message.pk, stranger)

    assert everything() == before
    assert not Webhook.objects.visible_to(stranger).exists()
    assert Webhook.objects.visible_to(webhook.owner).get() == webhook


@pytest.mark.parametrize("address", ["http://hooks.example.org/", "https://a:b@example.org/"])
def test_an_address_that_is_not_safe_is_refused(settings, address):
    settings.MAY_REACH_INSIDE = False
    owner = UserFactory()
    before = everything()

    with pytest.raises(Invalid):
        actions.add_webhook(address=address, events=ALL, actor=owner, at=now())

    assert everything() == before


def test_what_leads_inside_is_not_sent_in_production(receiver, settings):
    """A name that pointed outside when it was typed may point inside now."""
    hook(receiver)
    Webhook.objects.update(address=receiver.url.replace("http://", "https://"))
    TenderFactory(open=True)
    settings.MAY_REACH_INSIDE = False

    told()

    assert receiver.received == []
    assert Delivery.objects.get().error == "not a public address"


def test_a_person_has_a_few_and_no_more(receiver):
    owner = UserFactory()
    for _ in range(actions.MOST):
        hook(receiver, owner=owner)
    before = everything()

    with pytest.raises(Invalid, match="5"):
        hook(receiver, owner=owner)

    assert everything() == before


def test_removing_it_forgets_all_of_it(receiver):
    webhook = hook(receiver)
    TenderFactory(open=True)
    told()

    actions.remove_webhook(webhook_id=webhook.pk, actor=webhook.owner, at=now())

    assert not Delivery.objects.exists()
    assert not Webhook.objects.exists()


def test_what_is_done_with_is_forgotten_after_a_month_and_not_told_again(receiver):
    hook(receiver)
    TenderFactory(open=True)
    told()

    with travel(now() + timedelta(days=29)):
        assert forget_old_deliveries() == 0
    with travel(now() + timedelta(days=31)):
        assert forget_old_deliveries() == 1
        assert told() == 0
