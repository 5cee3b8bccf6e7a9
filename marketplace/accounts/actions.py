"""Changes that people make to their own account."""

from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db import transaction

from marketplace.accounts.adapter import MfaAdapter
from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.errors import DomainError
from marketplace.locking import lock, lock_all


@transaction.atomic
def update_profile(*, person: User, full_name: str, language: str, actor: User) -> User:
    """Change a person's name and the language that mails are written in.

    Nobody but the person may; raises NotAuthorized, and nothing is then changed.
    A profile has no history, so unlike other actions this one takes no moment.
    """
    authorize(actor, "accounts.change_profile", person)
    row = lock(User.objects.all(), pk=person.pk)
    row.full_name = full_name.strip()
    row.language = language
    row.save(update_fields=["full_name", "language"])
    return row


class UnreadableFactors(DomainError):
    """Second factors that neither SECRET_KEY nor its fallbacks open. Said to the operator alone."""


@transaction.atomic
def reseal_second_factors() -> int:
    """Seal authenticator seeds and recovery codes under SECRET_KEY; return how many there were.

    Its fallbacks still open them, and can go afterwards. Nobody's factor
    changes. Raises UnreadableFactors if some open with none of the keys;
    nothing is then changed.
    """
    sealed = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    rows, shut = lock_all(sealed), 0
    for row in rows:
        try:
            row.data = {name: _resealed(name, value) for name, value in row.data.items()}
        except InvalidToken:
            shut += 1
    if shut:
        raise UnreadableFactors(
            f"{shut} second factors open with none of the keys in SECRET_KEY and "
            "SECRET_KEY_FALLBACKS. Nothing was changed."
        )
    Authenticator.objects.bulk_update(rows, ["data"])
    return len(rows)


def _resealed(name: str, value: Any) -> Any:
    """A field of an authenticator's data; those that allauth has sealed are sealed anew."""
    adapter = MfaAdapter()
    if name in {"secret", "seed"}:
        return adapter.encrypt(adapter.decrypt(value))
    if name == "migrated_codes":
        return [adapter.encrypt(adapter.decrypt(code)) for code in value]
    return value
