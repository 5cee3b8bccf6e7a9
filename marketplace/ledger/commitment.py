"""The one shape of an entry, and the salted commitment to it that the public ledger holds."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from marketplace import canonical

SALT_SIZE = 32


def entry(
    *, public_id: UUID, action: str, subject: str, actor: str, at: datetime, data: Any, salt: bytes
) -> dict[str, Any]:
    """What is committed to. ``actor`` enters as a salted hash.

    So a public entry does not tell which person acted, nor that two entries have the same author;
    yet who acted can be shown later by naming the person's public id.
    """
    by = sha256(b"\x03" + salt + actor.encode()).hexdigest() if actor else ""
    return {
        "at": at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "by": by,
        "data": data,
        "id": str(public_id),
        "kind": action,
        "subject": subject,
    }


def commit(salt: bytes, shape: dict[str, Any]) -> bytes:
    """SHA-256(0x02 ‖ salt ‖ canonical JSON). Raises NotCanonical for what has no such form."""
    return sha256(b"\x02" + salt + canonical.dumps(shape)).digest()
