from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command

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


def test_second_factors_are_sealed_anew_under_a_new_secret_key(settings):
    """Then the old one can go."""
    secret, person = generate_totp_secret(), UserFactory()
    TOTP.activate(person, secret)
    codes = RecoveryCodes.activate(person).get_unused_codes()
    passkey = {"type": "webauthn", "data": {"credential": {"id": "x"}}}
    Authenticator.objects.create(user=person, **passkey)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    settings.SECRET_KEY_FALLBACKS = [old]

    out = StringIO()
    call_command("reseal_second_factors", stdout=out)

    settings.SECRET_KEY_FALLBACKS = []
    assert out.getvalue() == "2 second factors are sealed under SECRET_KEY.\n"
    rows = {row.type: row for row in Authenticator.objects.filter(user=person)}
    assert MfaAdapter().decrypt(rows["totp"].data["secret"]) == secret
    assert rows["webauthn"].data == passkey["data"]
    assert RecoveryCodes(rows["recovery_codes"]).get_unused_codes() == codes


def test_what_no_key_reads_is_left_as_it_is_and_named(settings):
    TOTP.activate(UserFactory(), generate_totp_secret())
    before = Authenticator.objects.get().data
    settings.SECRET_KEY = "another"

    with pytest.raises(CommandError, match="1 second factors open with none of the keys"):
        call_command("reseal_second_factors")
    assert Authenticator.objects.get().data == before
