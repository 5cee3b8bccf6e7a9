"""Signatures of messages to other people's programs, after the Standard Webhooks convention.

https://www.standardwebhooks.com: HMAC-SHA256 over ``id.timestamp.body``, so that neither the
words nor the moment can be changed, nor an old message be sent anew as a fresh one.
"""

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def signed(*, secret: str, name: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers of a message called ``name``, sent at ``timestamp`` (seconds)."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    mark = hmac.new(key, f"{name}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": name,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{base64.b64encode(mark).decode()}",
    }
