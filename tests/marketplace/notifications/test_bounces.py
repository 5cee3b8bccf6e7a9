"""What the mail provider says about dead addresses is believed, with its secret alone."""

import base64
import json

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from marketplace.clock import now
from marketplace.notifications.models import DeadAddress, Message, MessageStatus, WhyDead
from marketplace.notifications.tasks import deliver_due_messages
from tests.marketplace.notifications.people import REQUIRED, person, tell
from tests.signing_in import sign_in

# As Postmark documents its webhooks.
BOUNCE = {
    "RecordType": "Bounce",
    "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
    "ID": 4323372036854775807,
    "Type": "HardBounce",
    "TypeCode": 1,
    "Name": "Hard bounce",
    "Description": "The server was unable to deliver your message (ex: unknown user).",
    "Details": "550 5.1.1 The email account does not exist",
    "Email": "Camille@Atelier.example",
    "From": "avis@micromarche.example",
    "BouncedAt": "2026-03-04T01:30:00Z",
    "Inactive": True,
}
COMPLAINT = {**BOUNCE, "RecordType": "SpamComplaint", "Type": "SpamComplaint", "TypeCode": 512}
SOFT = {**BOUNCE, "Type": "SoftBounce", "TypeCode": 4096, "Inactive": False}
DELIVERED = {
    "RecordType": "Delivery",
    "MessageID": BOUNCE["MessageID"],
    "Recipient": "camille@atelier.example",
    "DeliveredAt": "2026-03-04T01:30:00Z",
    "Details": "250 OK",
}


def hook(event, secret="hook:secret"):  # noqa: S107
    return Client().post(
        reverse("anymail:postmark_tracking_webhook"),
        json.dumps(event),
        content_type="application/json",
        HTTP_AUTHORIZATION=f"Basic {base64.b64encode(secret.encode()).decode()}",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("event", "reason"), [(BOUNCE, WhyDead.BOUNCED), (COMPLAINT, WhyDead.COMPLAINT)]
)
def test_a_dead_address_gets_only_what_must_be_sent(event, reason):
    camille = person()

    assert hook(event).status_code == 200
    assert hook(event).status_code == 200  # providers repeat themselves

    assert DeadAddress.objects.get().reason == reason
    tell(camille, at=now())
    tell(camille, at=now(), kind=REQUIRED)
    deliver_due_messages()
    assert len(mail.outbox) == 1
    assert sorted(Message.objects.values_list("kind", "status")) == [
        (REQUIRED, MessageStatus.SENT),
        ("enquiry-asked", MessageStatus.KEPT),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("event", [SOFT, DELIVERED])
def test_other_news_of_the_provider_changes_nothing(event):
    assert hook(event).status_code == 200

    assert not DeadAddress.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["hook:wrong", "", "secret"])
def test_nobody_silences_an_address_without_the_secret(secret):
    assert hook(BOUNCE, secret).status_code == 400

    assert not DeadAddress.objects.exists()


@pytest.mark.django_db
def test_the_person_is_told_on_the_site_and_may_say_that_it_works_again():
    camille = person()
    hook(BOUNCE)
    browser = sign_in(Client(), camille)

    assert "camille@atelier.example" in browser.get(reverse("inbox:list")).content.decode()
    assert browser.post(reverse("inbox:trust_address")).status_code == 302

    assert not DeadAddress.objects.exists()
    tell(camille, at=now())
    deliver_due_messages()
    assert len(mail.outbox) == 1
