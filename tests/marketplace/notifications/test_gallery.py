"""The operator sees every mail as it looks, in both languages, and how the queue does."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.clock import now, travel
from marketplace.notifications.kinds import all_kinds
from marketplace.notifications.models import Message, MessageStatus
from tests.factories import OperatorFactory
from tests.marketplace.notifications.people import person, tell
from tests.signing_in import sign_in


@pytest.fixture
def browser():
    return sign_in(Client(), OperatorFactory())


@pytest.mark.django_db
def test_the_gallery_leads_to_every_kind(browser):
    page = browser.get(reverse("inbox:gallery")).content.decode()

    links = [reverse("inbox:kind", args=[kind]) for kind in all_kinds()]
    assert [link for link in links if f'href="{link}"' not in page] == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(all_kinds()))
def test_each_kind_is_shown_in_both_languages(browser, kind):
    page = browser.get(reverse("inbox:kind", args=[kind])).content.decode()

    for language in ("fr", "en"):
        frame = reverse("inbox:kind_html", args=[kind, language])
        assert f'src="{frame}"' in page
        html = browser.get(frame)
        assert f'<html lang="{language}">' in html.content.decode()
        assert "default-src 'none'" in html["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "language"), [("no-such-kind", "fr"), ("bid-receipt", "xx")])
def test_what_is_not_a_kind_or_a_language_is_not_found(browser, kind, language):
    url = reverse("inbox:kind_html", args=[kind, language])

    assert browser.get(url).status_code == 404


@pytest.mark.django_db
def test_the_queue_shows_what_was_given_up_and_sends_it_again(browser):
    tell(person(), at=now())
    Message.objects.update(status=MessageStatus.FAILED, last_error="550 no such mailbox")
    number = Message.objects.get().pk

    page = browser.get(reverse("inbox:queue")).content.decode()
    assert "550 no such mailbox" in page
    browser.post(reverse("inbox:send_again", args=[number]))

    assert Message.objects.get(pk=number).status == MessageStatus.QUEUED


@pytest.mark.django_db
def test_the_queue_says_that_no_mail_goes_out_and_since_when(browser):
    page = reverse("inbox:queue")
    tell(person(), at=now())
    assert "Aucun courriel ne part" not in browser.get(page).content.decode()

    with travel(now() + timedelta(minutes=11)):
        assert "Aucun courriel ne part" in browser.get(page).content.decode()
