"""How allauth behaves here: mails in the person's language, limits that lock nobody else out."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import MultiFernet
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.utils.translation import get_language

from marketplace.accounts.mails import mail_for
from marketplace.accounts.models import User
from marketplace.ciphers import cipher
from marketplace.notifications.rendering import render
from marketplace.web.networks import network_of


class AccountAdapter(DefaultAccountAdapter):
    """allauth's account side."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once, past the outbox: codes must not lie in a table, and somebody waits."""
        person = context.get("user") or User.objects.filter(email__iexact=email).first()
        language = getattr(person, "language", "") or (get_language() or "fr")[:2]
        kind, facts = mail_for(template_prefix, context)
        mail = render(kind, language, facts)
        message = EmailMultiAlternatives(mail.subject, mail.text, to=[email])
        message.attach_alternative(mail.html, "text/html")
        message.send()

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The home page in the language that was being read."""
        return f"/{(get_language() or 'fr')[:2]}/"

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failed passwords count by address *and* network.

        Counted by address alone, as allauth does, five wrong guesses would lock a
        competitor out for five minutes, again and again until the deadline.
        """
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{network_of(self.get_client_ip(request))}"


class MfaAdapter(DefaultMFAAdapter):
    """allauth's second factor."""

    def encrypt(self, text: str) -> str:
        """TOTP seeds and recovery codes are stored encrypted: a stolen dump opens no account."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whoever must have a second factor keeps at least one."""
        person = cast(User, authenticator.user)
        if not person.requires_second_factor:
            return True
        others = Authenticator.objects.filter(user=person).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def _cipher() -> MultiFernet:
    return cipher("marketplace.accounts second factor")
