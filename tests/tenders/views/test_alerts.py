"""The pages of alerts: with an account, by e-mail alone, and the way out."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from marketplace.clock import now, travel
from marketplace.notifications.models import Message
from marketplace.notifications.tasks import deliver_due_messages
from tenders.models import Alert, Subscriber
from tests.counting import statements
from tests.factories import BuyerFactory, TenderFactory, UserFactory
from tests.tenders.alerts import saved, sweep, told
from tests.tenders.views.pages import address as address_of

pytestmark = pytest.mark.django_db
NEW = "/en/alerts/new/?q=permit&region=01&status=open&sort=newest"
MINE = "/en/alerts/"
ANSWER = {"name": "Permits", "frequency": "daily"}
ADDRESS = "Anne@Example.org"


@pytest.fixture(autouse=True)
def nobody_asked_before():
    """The limit of a minute counts in the cache, which tests share."""
    cache.clear()


def subscribe(client, url=NEW, address=ADDRESS, **more):
    return client.post(url, {**ANSWER, "address": address, **more})


def letters() -> list[mail.EmailMultiAlternatives]:
    deliver_due_messages()
    return mail.outbox


def link_in(letter) -> str:
    """The path of the first link of a letter's text that leads to alerts."""
    return re.search(r"https?://[^/\s]+(/\S*/alert\S+)", letter.body)[1]


def header_link(letter) -> str:
    return re.search(r"^<https?://[^/]+(/\S+)>$", letter.extra_headers["List-Unsubscribe"])[1]


def test_the_list_leads_to_an_alert_for_what_it_shows(client):
    listed = client.get("/en/tenders/?q=permit&region=01").content.decode()

    assert 'href="/en/alerts/new/?q=permit&amp;region=01"' in listed
    assert "“permit”, Bas-Saint-Laurent" in client.get(NEW).content.decode()


def test_a_person_saves_what_they_searched_for(client):
    user = UserFactory()
    client.force_login(user)

    response = client.post(NEW, ANSWER)

    alert = Alert.objects.get(subscriber__user=user)
    assert (response.status_code, response.url) == (302, MINE)
    assert (alert.name, alert.q, alert.keys, alert.frequency) == (
        "Permits", "permit", ["region=01"], "daily",
    )  # fmt: skip
    assert "“permit”, Bas-Saint-Laurent" in client.get(MINE).content.decode()
    assert not Message.objects.exists()


def test_the_same_alert_again_is_refused_and_what_was_typed_stays(client):
    client.force_login(UserFactory())
    client.post(NEW, ANSWER)

    again = client.post(NEW, {**ANSWER, "name": "Once more"})

    assert again.status_code == 422
    assert 'value="Once more"' in again.content.decode()
    assert Alert.objects.count() == 1


def test_an_address_alone_counts_once_its_owner_has_confirmed(client):
    assert subscribe(client).url == "/en/alerts/sent/"
    assert not Subscriber.objects.exists()
    [letter] = letters()
    link = link_in(letter)

    assert letter.to == ["anne@example.org"]
    assert client.get(link).status_code == 200
    assert not Subscriber.objects.exists()
    own = client.post(link)
    client.post(link)

    assert client.get(own.url).status_code == 200
    [alert] = Alert.objects.all()
    assert (alert.subscriber.address, alert.subscriber.user) == ("anne@example.org", None)


@pytest.mark.parametrize("url", [NEW, MINE])
def test_nobody_learns_whether_an_address_is_known(client, url):
    UserFactory(email="with@account.example")
    subscribe(client, address="known@example.org")
    client.post(link_in(letters()[0]))

    answers = [
        subscribe(client, url, address)
        for address in ("known@example.org", "with@account.example", "nobody@example.org")
    ]

    assert {(answer.status_code, answer.url, answer.content) for answer in answers} == {
        (302, "/en/alerts/sent/", b"")
    }


def test_a_link_to_confirm_works_for_two_days(client):
    subscribe(client)
    link = link_in(letters()[0])

    with travel(now() + timedelta(days=2, minutes=1)):
        assert client.get(link).status_code == 410
        assert client.post(link).status_code == 410

    assert client.post(f"{link[:-2]}x/").status_code == 410
    assert not Subscriber.objects.exists()


def test_a_link_for_one_thing_is_none_for_another(client):
    subscribe(client)
    own = client.post(link_in(letters()[0])).url
    token = own.rstrip("/").rpartition("/")[2]

    assert client.get(f"/en/alerts/stop/{token}/").status_code == 410
    assert client.post(f"/en/alerts/confirm/{token}/").status_code == 410


def test_an_address_is_written_to_a_few_times_a_day_at_most(client):
    for number in range(8):
        subscribe(client, f"/en/alerts/new/?q=word{number}", address="victim@example.org")

    assert Message.objects.filter(address="victim@example.org").count() == 5


def test_one_origin_can_not_have_many_written_to(client):
    answers = [subscribe(client, address=f"a{number}@example.org") for number in range(11)]

    assert [answer.status_code for answer in answers] == [302] * 10 + [422]
    assert Message.objects.count() == 10


def subscribed(client) -> Alert:
    """The confirmed alert of a mere address, saved an hour ago."""
    subscribe(client, "/en/alerts/new/", frequency="at_once")
    client.post(link_in(letters()[0]))
    Alert.objects.update(created_at=now() - timedelta(hours=1))
    return Alert.objects.get()


def test_a_mail_program_unsubscribes_with_one_click(client):
    alert = subscribed(client)
    tender = TenderFactory(open=True)
    sweep()
    letter = letters()[-1]

    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert tender.number in letter.body
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(header_link(letter)).status_code == 200
    assert Alert.objects.get().paused_at is None
    answer = stranger.post(header_link(letter), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert Alert.objects.get(pk=alert.pk).paused_at is not None
    TenderFactory(open=True)
    assert sweep() == 0


def test_the_mail_leads_to_ones_alerts_for_ninety_days(client):
    subscribed(client)
    TenderFactory(open=True)
    sweep()
    own = link_in(letters()[-1])

    with travel(now() + timedelta(days=89)):
        assert client.get(own).status_code == 200
    with travel(now() + timedelta(days=91)):
        assert client.get(own).status_code == 410


def test_who_lost_the_mail_has_a_new_link_sent(client):
    subscribed(client)

    client.post(MINE, {"address": "anne@example.org"})
    client.post(MINE, {"address": "nobody@example.org"})

    letter = letters()[-1]
    assert letter.to == ["anne@example.org"]
    assert client.get(link_in(letter)).status_code == 200
    assert Message.objects.filter(kind="alert-link").count() == 1


def test_buttons_change_pause_resume_and_delete(client):
    alert = saved("region=01")
    client.force_login(alert.subscriber.user)

    def press(change, **more):
        client.post(MINE, {"alert": alert.public_id, "change": change, **more})
        return Alert.objects.filter(pk=alert.pk).first()

    assert press("frequency", frequency="weekly").frequency == "weekly"
    assert press("pause").paused_at is not None
    assert press("resume").paused_at is None
    assert press("delete") is None


def test_the_alert_of_another_is_not_found(client):
    alert = saved("region=01")
    client.force_login(saved("region=01").subscriber.user)

    answer = client.post(MINE, {"alert": alert.public_id, "change": "delete"})

    assert answer.status_code == 404
    assert Alert.objects.count() == 2


@pytest.mark.parametrize("data", [{}, {"alert": "junk", "change": "pause"}, {"change": "explode"}])
def test_a_button_that_is_none_changes_nothing(client, data):
    alert = saved("region=01")
    client.force_login(alert.subscriber.user)
    before = Alert.objects.values().get()

    assert client.post(MINE, {"alert": alert.public_id, **data}).status_code == 422
    assert Alert.objects.values().get() == before


def test_a_call_is_followed_from_its_page(client):
    tender = TenderFactory(open=True)
    client.force_login(UserFactory())
    follow = address_of(tender, "en", "follow/")

    assert f'href="{follow}"' in client.get(address_of(tender, "en")).content.decode()
    client.post(follow, {"name": "The form", "frequency": "at_once"})

    assert Alert.objects.get().tender == tender
    assert tender.number in client.get(MINE).content.decode()


def test_a_body_is_followed_from_its_page(client):
    buyer = BuyerFactory(slug="ville-suivie")

    shown = client.get("/en/buyers/ville-suivie/").content.decode()

    assert 'href="/en/alerts/new/?buyer=ville-suivie"' in shown
    assert str(buyer.name_fr) in client.get("/en/alerts/new/?buyer=ville-suivie").content.decode()


def test_ones_alerts_cost_the_same_with_one_and_with_three(client):
    user = UserFactory()
    client.force_login(user)
    saved("region=01&buyer=a&category=81111509", user=user)
    one = len(statements(lambda: client.get(MINE)))
    saved("region=02&buyer=b&category=81111500", user=user)
    following_one = TenderFactory(open=True)
    saved(ocid=following_one.ocid, user=user)

    assert len(statements(lambda: client.get(MINE))) == one


def test_pages_of_alerts_are_nobody_elses(client):
    subscribe(client)
    link = link_in(letters()[0])

    for page in (NEW, MINE, link):
        assert "no-store" in client.get(page)["Cache-Control"]
    assert told() == []
