"""Signed in with a proof of identity, as allauth notes it in a session."""

import time

from django.test import Client

from marketplace.accounts.models import User


def sign_in(client: Client, user: User, *, ago: float = 0, method: str = "mfa") -> Client:
    """Signed in, with a proof of this kind given ``ago`` seconds before."""
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time() - ago}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
