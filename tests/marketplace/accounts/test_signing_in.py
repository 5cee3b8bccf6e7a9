import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import override_settings

from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/en/account/login/"
LIMITS = {"login_failed": "100/m/ip,3/5m/key"}


@pytest.fixture
def owner():
    person = UserFactory(email="zoe@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_in(client, password=PASSWORD, ip="203.0.113.1"):
    return client.post(LOGIN, {"login": "zoe@example.org", "password": password}, REMOTE_ADDR=ip)


def test_address_and_password_sign_in(client, owner):
    assert sign_in(client).status_code == 302
    assert client.session["_auth_user_id"] == str(owner.pk)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, owner):
    wrong = sign_in(client, "not the password")
    owner.email = "someone.else@example.org"
    owner.save()
    EmailAddress.objects.all().delete()
    unknown = sign_in(client, "not the password")

    def errors(answer):
        return answer.context["form"].non_field_errors()

    assert errors(wrong) == errors(unknown)
    assert "_auth_user_id" not in client.session


@override_settings(ACCOUNT_RATE_LIMITS=LIMITS)
def test_guessing_stops_after_a_few_tries_from_one_place(client, owner):
    cache.clear()
    for _ in range(3):
        sign_in(client, "not the password")

    assert sign_in(client).status_code == 200
    assert "_auth_user_id" not in client.session


@override_settings(ACCOUNT_RATE_LIMITS=LIMITS)
def test_somebody_elses_guesses_do_not_lock_the_owner_out(client, owner):
    cache.clear()
    for _ in range(5):
        sign_in(client, "not the password", ip="198.51.100.9")

    assert sign_in(client).status_code == 302


@override_settings(ACCOUNT_RATE_LIMITS=LIMITS)
def test_another_address_of_the_same_network_does_not_begin_anew(client, owner):
    """One subscriber of IPv6 has 2⁶⁴ addresses to guess from."""
    cache.clear()
    for number in range(3):
        sign_in(client, "not the password", ip=f"2001:db8:1:2::{number}")

    assert sign_in(client, ip="2001:db8:1:2:ffff::1").status_code == 200
    assert sign_in(client, ip="2001:db8:1:3::1").status_code == 302


def test_signing_out_leads_to_the_home_page_of_the_same_language(client, owner):
    sign_in(client)

    assert client.post("/en/account/logout/").url == "/en/"


@pytest.mark.parametrize("path", ["/cms/login/", "/cms/login/?next=/cms/pages/"])
def test_the_editors_sign_in_is_the_same_door(client, path):
    answer = client.get(path, follow=True)

    assert answer.resolver_match.url_name == "account_login"
