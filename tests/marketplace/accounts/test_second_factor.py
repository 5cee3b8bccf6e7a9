import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from marketplace.accounts.adapter import MfaAdapter
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
MINE = "/en/account/"
ENROLMENT = "/en/account/protection/"


def enrol(person):
    return TOTP.activate(person, generate_totp_secret()).instance


def test_who_must_have_a_factor_is_sent_to_enrolment_from_everywhere(client):
    client.force_login(UserFactory(requires_second_factor=True))

    answer = client.get("/en/components/")

    assert (answer.status_code, answer.url) == (302, ENROLMENT)


def test_the_account_pages_stay_open_to_enrol(client):
    client.force_login(UserFactory(requires_second_factor=True))

    assert client.get(ENROLMENT).status_code == 200
    assert client.get(MINE).status_code == 200


def test_who_has_a_factor_goes_on(client):
    person = UserFactory(requires_second_factor=True, is_staff=True)
    enrol(person)
    client.force_login(person)

    assert client.get("/en/components/").status_code == 200


def test_who_needs_none_is_left_alone(client):
    client.force_login(UserFactory(is_staff=True))

    assert client.get("/en/components/").status_code == 200


def test_the_last_factor_stays_where_the_role_asks_for_one():
    person = UserFactory(requires_second_factor=True)
    app = enrol(person)
    RecoveryCodes.activate(person)

    assert not MfaAdapter().can_delete_authenticator(app)

    key = Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={})

    assert MfaAdapter().can_delete_authenticator(app)
    assert MfaAdapter().can_delete_authenticator(key)


def test_others_may_remove_their_last_factor():
    assert MfaAdapter().can_delete_authenticator(enrol(UserFactory()))


def test_the_seed_is_not_in_the_database_in_clear():
    secret = generate_totp_secret()
    row = TOTP.activate(UserFactory(), secret).instance

    assert secret not in str(Authenticator.objects.get(pk=row.pk).data)
    assert MfaAdapter().decrypt(row.data["secret"]) == secret


def test_a_changed_secret_key_still_reads_with_the_old_one_as_fallback(settings):
    old = settings.SECRET_KEY
    sealed = MfaAdapter().encrypt("seed")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [old]

    assert MfaAdapter().decrypt(sealed) == "seed"
