"""The pages of one's webhooks, and the page for those who write the program."""

import json
import re
import time

import pytest

from marketplace.clock import now
from marketplace.signatures import signed
from tenders.actions import delivery as sending
from tenders.actions.webhook import add_webhook, send_test
from tenders.models import Delivery, Event, Webhook
from tests.counting import statements
from tests.factories import BuyerFactory, UserFactory
from tests.tenders.views.pages import named

pytestmark = pytest.mark.django_db
ADDRESS = "https://hooks.example.org/micromarche"


@pytest.fixture
def owner(client):
    person = UserFactory(language="en")
    client.force_login(person)
    return person


def hook(owner, address=ADDRESS) -> Webhook:
    return add_webhook(address=address, events=[Event.PUBLISHED], actor=owner, at=now())


def shown(client, webhook) -> str:
    response = client.get(named("tenders:webhook", webhook.public_id))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


def press(client, name, *args):
    return client.post(named(name, *args), follow=True).content.decode()


def test_a_webhook_is_added_its_secret_taken_once_and_tried(client, owner):
    buyer = BuyerFactory()
    typed = {"address": ADDRESS, "events": ["call.published"], "buyer": buyer.pk, "category": ""}

    page = client.post(named("tenders:webhook_add"), typed, follow=True).content.decode()
    webhook = Webhook.objects.get()
    first = client.post(named("tenders:webhook", webhook.public_id)).content.decode()
    second = press(client, "tenders:webhook", webhook.public_id)

    assert (webhook.owner, webhook.buyer, webhook.events) == (owner, buyer, ["call.published"])
    assert webhook.secret not in page
    assert f"<code>{webhook.secret}</code>" in first.replace("&#x2B;", "+")
    assert webhook.secret not in second
    assert "The secret was shown already." in second
    assert "The test is on its way" in press(client, "tenders:webhook_test", webhook.public_id)
    assert "webhook.test" in shown(client, webhook)


def test_what_was_typed_stays_when_it_is_refused(client, owner, settings):
    settings.MAY_REACH_INSIDE = False
    typed = {"address": "http://10.0.0.1/", "events": ["call.published"]}

    response = client.post(named("tenders:webhook_add"), typed)

    assert response.status_code == 422
    assert "begins with https://" in response.content.decode()
    assert 'value="http://10.0.0.1/"' in response.content.decode()
    assert not Webhook.objects.exists()


def test_each_message_says_what_became_of_it(client, owner):
    webhook = hook(owner)
    message = send_test(webhook_id=webhook.pk, actor=owner, at=now())
    sending.lease(at=now())
    sending.mark(delivery_id=message.pk, answer=sending.Answer(503), at=now())

    page = shown(client, webhook)
    assert "HTTP 503" in page
    assert "1 attempt<" in page
    assert "The last attempt failed." in page

    Webhook.objects.update(resting_until=None)
    assert "goes out again" in press(
        client, "tenders:webhook_again", webhook.public_id, message.public_id
    )
    sending.lease(at=now())
    sending.mark(delivery_id=message.pk, answer=sending.Answer(204), at=now())
    assert "Delivered" in shown(client, webhook)


def test_a_disabled_one_says_so_and_is_enabled(client, owner):
    webhook = hook(owner)
    Webhook.objects.update(disabled_at=now(), failures=9)

    assert "Nothing is sent for now" in shown(client, webhook)
    press(client, "tenders:webhook_enable", webhook.public_id)

    webhook.refresh_from_db()
    assert (webhook.disabled_at, webhook.failures) == (None, 0)


def test_it_is_removed_after_a_page_that_asks(client, owner):
    webhook = hook(owner)

    asked = client.get(named("tenders:webhook_remove", webhook.public_id)).content.decode()
    assert ADDRESS in asked
    assert Webhook.objects.exists()
    assert "The webhook is removed." in press(client, "tenders:webhook_remove", webhook.public_id)
    assert not Webhook.objects.exists()


def test_a_message_of_another_webhook_is_not_found(client, owner):
    other = hook(UserFactory())
    message = send_test(webhook_id=other.pk, actor=other.owner, at=now())
    own = hook(owner)

    response = client.post(named("tenders:webhook_again", own.public_id, message.public_id))

    assert response.status_code == 404
    assert Delivery.objects.get().attempts == 0


def test_the_page_costs_the_same_with_one_and_three_messages(client, owner):
    webhook = hook(owner)

    def ask():
        return client.get(named("tenders:webhook", webhook.public_id))

    def message():
        Delivery.objects.create(
            webhook=webhook, event="webhook.test", body="{}", created_at=now(), due_at=now()
        )

    message()
    one = statements(ask)
    message()
    message()

    assert len(statements(ask)) == len(one)


def test_the_list_costs_the_same_with_one_and_three(client, owner):
    def ask():
        return client.get(named("tenders:webhooks"))

    hook(owner)
    one = statements(ask)
    hook(owner)
    hook(owner)

    assert len(statements(ask)) == len(one)


def guide(client, language: str = "en") -> str:
    return client.get(named("tenders:webhook_guide", language=language)).content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_guide_tells_every_event(client, language):
    page = guide(client, language)

    for event, label in Event.choices:
        assert f"<code>{event}</code>" in page
        assert label


def test_the_check_that_the_guide_shows_works(client):
    """The code is taken from the page, as a re-user would."""
    code = next(
        block
        for block in re.findall(
            r"<pre tabindex=\"0\"><code>(.*?)</code></pre>", guide(client), re.DOTALL
        )
        if "def is_genuine" in block
    )
    for written, meant in {"&quot;": '"', "&gt;": ">", "&lt;": "<", "&amp;": "&"}.items():
        code = code.replace(written, meant)
    program: dict = {}
    exec(code, program)  # noqa: S102  our own page
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"type":"webhook.test"}'
    headers = signed(secret=secret, name="msg_1", timestamp=int(time.time()), body=body)
    old = signed(secret=secret, name="msg_1", timestamp=int(time.time()) - 900, body=body)
    several = headers | {"webhook-signature": f"v1,AAAA {headers['webhook-signature']}"}

    assert program["is_genuine"](secret, headers, body)
    assert program["is_genuine"](secret, several, body)
    assert not program["is_genuine"](secret, headers, body + b" ")
    assert not program["is_genuine"](secret, old, body)


def test_the_example_of_the_guide_has_the_form_of_a_message(client):
    page = guide(client).replace("&quot;", '"')

    message = json.loads(re.search(r"\n(\{\n.*?\n\})<", page, re.DOTALL)[1])
    assert message["type"] == "call.published"
    assert set(message["data"]) == {"ocid", "release", "title", "buyer", "closes", "links"}
