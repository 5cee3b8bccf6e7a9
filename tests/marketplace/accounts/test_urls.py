"""Every page of allauth has an address of ours, but for those that are refused by name."""

from allauth.account import urls as account
from allauth.mfa import urls as mfa
from allauth.usersessions import urls as sessions
from django.urls import URLResolver, reverse
from django.utils.translation import override

from marketplace.accounts import urls as ours

REFUSED = {"account_confirm_login_code"}  # signing in by mailed code is off


def names(patterns):
    found = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= names(pattern.url_patterns)
        else:
            found.add(pattern.name)
    return found


def test_every_account_page_of_allauth_has_an_address_here():
    theirs = names(account.urlpatterns) | names(mfa.urlpatterns) | names(sessions.urlpatterns)

    assert theirs - names(ours.urlpatterns) == REFUSED


def test_every_address_is_of_its_own():
    with override("fr"):
        french = [
            reverse(name) for name in sorted(names(ours.urlpatterns)) if "_webauthn" not in name
        ]

    assert len(french) == len(set(french))
