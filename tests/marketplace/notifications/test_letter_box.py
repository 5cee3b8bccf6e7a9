"""The trial run's mail: one file per message, read at /dev/mail/ while DEBUG is on."""

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from marketplace.clock import now
from marketplace.notifications.delivery import deliver_batch
from marketplace.notifications.notify import notify
from marketplace.notifications.views.letter_box import read

CONTEXT = {
    "address": "info@atelier.example",
    "kind": "bid-receipt",
    "error": "550",
    "due_at": "2026-03-03T19:00:00+00:00",
}


@pytest.fixture
def letter_box(settings, tmp_path):
    settings.DEBUG = True
    settings.EMAIL_BACKEND = "marketplace.notifications.backends.MailFiles"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return settings.EMAIL_FILE_PATH


def tell(django_user_model, *names: str) -> None:
    for name in names:
        person = django_user_model.objects.create_user(f"{name}@atelier.example", language="en")
        notify("mail-undelivered", recipients=[person], occasion="1", at=now(), context=CONTEXT)
        deliver_batch(at=now())


@pytest.mark.django_db
def test_each_message_is_one_whole_file(django_user_model, letter_box):
    tell(django_user_model, "camille", "robin")

    assert [path.suffix for path in letter_box.iterdir()] == [".eml", ".eml"]


@pytest.mark.django_db
def test_the_list_shows_the_newest_first_and_finds_a_recipient(
    client, django_user_model, letter_box
):
    tell(django_user_model, "camille", "robin")

    page = client.get("/dev/mail/")
    found = client.get("/dev/mail/", {"to": "Camille@"})

    assert [letter.to for letter in page.context["letters"]] == [
        "robin@atelier.example",
        "camille@atelier.example",
    ]
    assert [letter.to for letter in found.context["letters"]] == ["camille@atelier.example"]
    assert "A message could not be delivered to info@atelier.example" in page.text


@pytest.mark.django_db
def test_a_mail_is_read_as_text_and_as_html(client, django_user_model, letter_box):
    tell(django_user_model, "camille")
    (path,) = letter_box.iterdir()

    text = client.get(f"/dev/mail/{path.stem}/")
    html = client.get(f"/dev/mail/{path.stem}/html/")

    assert "no more attempts will be made" in text.text
    assert "<h1 style=" in html.text
    assert html["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.django_db
def test_the_empty_letter_box_says_so(client, letter_box):
    page = client.get("/dev/mail/", headers={"Accept-Language": "en"})

    assert "No message yet" in page.text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "20261123-0000/", "20261123-0000/html/"])
def test_without_debug_there_is_no_letter_box(client, settings, letter_box, path):
    settings.DEBUG = False

    assert client.get(f"/dev/mail/{path}", follow=True).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nothing", "20261123-000000-000000-abc"])
def test_a_name_that_is_no_mail_answers_404(client, letter_box, name):
    assert client.get(f"/dev/mail/{name}/", follow=True).status_code == 404


def test_a_mail_without_html_or_date_is_read_too(letter_box):
    EmailMultiAlternatives("Sujet", "Bonjour", to=["a@b.example"]).send()
    mail.EmailMessage("Sujet", "Bonjour", to=["a@b.example"], headers={"Date": ""}).send()

    assert {read(path).text.strip() for path in letter_box.iterdir()} == {"Bonjour"}
