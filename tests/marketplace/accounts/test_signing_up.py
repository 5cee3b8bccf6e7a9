import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail

from marketplace.accounts.models import User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
SIGNUP = "/en/account/signup/"


def sign_up(client, **changed):
    person = {
        "full_name": "Zoé Paquet",
        "email": "zoe@example.org",
        "password1": PASSWORD,
        "language": "fr",
    }
    return client.post(SIGNUP, person | changed)


def test_a_person_registers_and_proves_the_address_with_a_code(client):
    asked = sign_up(client)
    [letter] = mail.outbox
    code = re.search(r"^    (\S+)$", letter.body, re.MULTILINE)[1]
    client.post(asked.url, {"code": code})

    person = User.objects.get()
    assert (person.full_name, person.email, person.language) == (
        "Zoé Paquet",
        "zoe@example.org",
        "fr",
    )
    assert EmailAddress.objects.get().verified
    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_code_is_written_in_the_language_the_person_chose(client):
    sign_up(client, language="fr")

    [letter] = mail.outbox
    assert letter.subject.startswith("Votre code")
    assert letter.alternatives[0].mimetype == "text/html"


def test_a_wrong_code_signs_nobody_in(client):
    asked = sign_up(client)

    answer = client.post(asked.url, {"code": "AAAA-AAAA"})

    assert answer.status_code == 200
    assert not EmailAddress.objects.get().verified
    assert "_auth_user_id" not in client.session


def test_signing_up_twice_looks_the_same_and_tells_only_the_owner(client):
    owner = UserFactory(email="zoe@example.org", language="fr")
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)

    answer = sign_up(client, language="en")

    assert answer.url == "/en/account/confirm-email/"
    assert [letter.subject for letter in mail.outbox] == ["Vous avez déjà un compte"]
    assert User.objects.count() == 1


class Counting(MD5PasswordHasher):
    """Counts how often a password is hashed: with Argon2id it is all that takes time."""

    algorithm = "counting"
    times = 0

    def encode(self, password, salt):
        type(self).times += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("known", [True, False])
def test_a_known_address_costs_as_much_time_as_an_unknown_one(client, settings, known):
    if known:
        owner = UserFactory(email="zoe@example.org")
        EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    Counting.times = 0

    answer = sign_up(client)

    assert answer.url == "/en/account/confirm-email/"
    assert (Counting.times, len(mail.outbox)) == (1, 1)


@pytest.mark.parametrize("password", ["short", "password1234", "zoe@example.org"])
def test_a_weak_password_is_refused_and_the_rest_is_kept(client, password):
    answer = sign_up(client, password1=password)

    assert answer.status_code == 200
    assert 'value="Zoé Paquet"' in answer.content.decode()
    assert not User.objects.exists()


def test_the_form_says_in_one_sentence_what_a_password_needs(client):
    assert "At least 12 characters; not a common one" in client.get(SIGNUP).text
