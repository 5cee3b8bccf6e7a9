"""Everything that a person was told can be read on the site, in the language of the page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from marketplace.clock import now
from marketplace.notifications.kinds import all_kinds
from marketplace.notifications.models import Message, MessageStatus
from marketplace.notifications.notify import notify
from tests.marketplace.notifications.people import REQUIRED, person, tell
from tests.signing_in import sign_in

MANY = 10_000


@pytest.fixture
def camille():
    return person()


@pytest.fixture
def browser(camille):
    return sign_in(Client(), camille)


@pytest.mark.django_db
def test_the_newest_comes_first_and_what_is_opened_is_read(camille, browser):
    tell(camille, at=now() - timedelta(hours=1), occasion="1")
    tell(camille, at=now(), kind=REQUIRED)

    shown = browser.get(reverse("inbox:list")).context["page"].rows
    assert [message.kind for message in shown] == [REQUIRED, "enquiry-asked"]
    browser.get(reverse("inbox:message", args=[shown[0].pk]))

    unread = browser.get(reverse("inbox:unread")).context["page"].rows
    assert [message.kind for message in unread] == ["enquiry-asked"]


@pytest.mark.django_db
def test_a_message_is_read_in_the_language_of_the_page(camille, browser):
    tell(camille, at=now())
    number = Message.objects.get().pk

    pages = {}
    for language in ("fr", "en"):
        with translation.override(language):
            pages[language] = browser.get(reverse("inbox:message", args=[number])).content.decode()

    assert "Une question attend votre réponse" in pages["fr"]
    assert "A question waits for your answer" in pages["en"]
    assert pages["fr"].count("<h1>") == 1
    assert "<style>" not in pages["fr"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind", sorted(name for name, kind in all_kinds().items() if kind.in_inbox)
)
def test_every_kind_can_be_read_on_the_site(camille, browser, kind):
    tell(camille, at=now(), kind=kind)

    page = browser.get(reverse("inbox:message", args=[Message.objects.get().pk]))

    assert page.content.decode().count("<h1>") == 1


@pytest.mark.django_db
def test_all_are_read_at_once(camille, browser):
    for n in range(3):
        tell(camille, at=now(), occasion=str(n))

    browser.post(reverse("inbox:read_all"))

    assert not Message.objects.unread().exists()


@pytest.mark.django_db
def test_codes_and_daily_messages_are_not_in_the_inbox(camille, browser):
    for kind in ("account-password-code", "daily-digest"):
        sample = all_kinds()[kind].sample
        notify(kind, recipients=[camille], occasion="1", at=now(), context=sample)

    assert browser.get(reverse("inbox:list")).context["page"].rows == []
    for message in Message.objects.all():
        url = reverse("inbox:message", args=[message.pk])
        assert browser.get(url).status_code == 404


@pytest.mark.django_db
def test_somebody_elses_message_is_not_found_and_stays_unread(browser):
    robin = person("robin")
    tell(robin, at=now())
    message = Message.objects.get()

    assert browser.get(reverse("inbox:message", args=[message.pk])).status_code == 404

    message.refresh_from_db()
    assert message.read_at is None


@pytest.mark.django_db
def test_the_menu_says_how_many_are_unread_and_stops_counting(camille, browser):
    tell(camille, at=now())
    at = now()
    Message.objects.bulk_create(
        Message(
            key=str(n),
            kind="enquiry-asked",
            recipient=camille,
            address=camille.email,
            language="fr",
            context=all_kinds()["enquiry-asked"].sample,
            told_at=at,
            due_at=at,
            status=MessageStatus.KEPT,
            in_inbox=True,
        )
        for n in range(120)
    )

    assert "99+" in browser.get(reverse("inbox:preferences")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_as_often_for_three_messages_as_for_one(
    camille, browser, rows, django_assert_num_queries
):
    for n in range(rows):
        tell(camille, at=now(), occasion=str(n))

    browser.get(reverse("inbox:list"))  # what the first visit ever asks for

    with django_assert_num_queries(7):
        browser.get(reverse("inbox:list"))
