"""Secrets that must be read again, stored encrypted: a stolen dump tells none of them."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes


def cipher(purpose: str) -> MultiFernet:
    """The cipher of one purpose, keyed by SECRET_KEY; SECRET_KEY_FALLBACKS still decrypt."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(_derived(secret, purpose))) for secret in secrets]
    )


def _derived(secret: str | bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(force_bytes(secret))
