"""The demo's people: twelve accounts for anyone to sign in with, and those in the background."""

from importlib import import_module
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password

from marketplace.accounts.models import User
from marketplace.devstack.accounts import DOMAIN, PASSWORD, TOTP_SECRET, email

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

NAMES = {
    "officer": "Camille Bergeron",
    "approver": "Denis Lavoie",
    "evaluator": "Fatou Diallo",
    "evaluator2": "Émile Gagnon",
    "signatory": "Geneviève Roy",
    "payer": "Hubert Pelletier",
    "auditor": "Inès Morin",
    "vendor": "Jade Fortin",
    "vendor2": "Karim Benali",
    "vendor3": "Laura Smith",
    "operator": "Mathieu Ouellet",
    "editor": "Nadia Côté",
}
ENGLISH = {"vendor3"}


class People:
    """Makes each person once and remembers them. All share the demo's password and TOTP secret."""

    def __init__(self) -> None:
        self._password = make_password(PASSWORD)
        self._known: dict[str, User] = {}
        self._sessions: list[SessionBase] = []

    def role(self, role: str) -> User:
        """The person behind one of the twelve accounts."""
        return self.person(email(role), NAMES[role], "en" if role in ENGLISH else "fr")

    def background(self, name: str, key: str, language: str = "fr") -> User:
        """Somebody who plays a part without being announced."""
        return self.person(f"{key}@{DOMAIN}", name, language)

    def sign_in(self, user: User) -> str:
        """Begin a session, without which custody releases no draft. Return its key."""
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session.create()
        self._sessions.append(session)
        return str(session.session_key)

    def sign_out(self) -> None:
        """End every session that the demo began."""
        for session in self._sessions:
            session.delete()

    def person(self, address: str, name: str, language: str) -> User:
        if address not in self._known:
            self._known[address] = self._make(address, name, language)
        return self._known[address]

    def _make(self, address: str, name: str, language: str) -> User:
        user, created = User.objects.get_or_create(
            email=address,
            defaults={"full_name": name, "language": language, "password": self._password},
        )
        if created:
            EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
            Authenticator.objects.create(
                user=user,
                type=Authenticator.Type.TOTP,
                data={"secret": get_adapter().encrypt(TOTP_SECRET)},
            )
        return user


def operator(people: People) -> User:
    """The person who admits bodies and firms."""
    user = people.role("operator")
    if not user.is_operator:
        user.is_operator = user.requires_second_factor = user.is_staff = True
        user.save(update_fields=["is_operator", "requires_second_factor", "is_staff"])
    return user
