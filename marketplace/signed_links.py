"""Links that stand for a right: what they say is signed, for one purpose, until one moment."""

from datetime import datetime
from typing import Any

from django.core import signing


def sign(purpose: str, value: Any, *, until: datetime) -> str:
    """A token for an address, which says ``value`` (JSON) to who reads it for this ``purpose``.

    It can be read without a key: it holds no secret but its signature.
    """
    said = {"until": int(until.timestamp()), "value": value}
    return signing.dumps(said, salt=f"link.{purpose}", compress=True)


def read(purpose: str, token: str, *, at: datetime) -> Any:
    """What ``token`` says, or None for one of another purpose, out of date or not ours."""
    try:
        said = signing.loads(token, salt=f"link.{purpose}")
    except signing.BadSignature:
        return None
    return said["value"] if at.timestamp() < said["until"] else None
