"""How a request to the sealer is written down: one frame of canonical JSON each way.

    frame     length (4 bytes, big-endian) ‖ canonical JSON, up to 64 KiB
    request   {"call": …, "name": …, and what the call takes}
    answer    {"done": null or base64}, {"refused": code, "facts": {…}} or {"failed": true}

Nothing secret is in a request. The one secret in an answer is a content key, 32 bytes.
"""

import base64
import socket
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from marketplace import canonical
from marketplace.sealing.binding import binding_from
from marketplace.sealing.envelope import WrappedKey
from marketplace.sealing.evidence import CopyAccess

LONGEST = 64 * 1024
_LENGTH = 4


class BadFrame(ValueError):
    """The other side does not speak our language, or hung up in the middle of a sentence."""


def send(connection: socket.socket, message: dict[str, Any]) -> None:
    body = canonical.dumps(message)
    connection.sendall(len(body).to_bytes(_LENGTH, "big") + body)


def receive(connection: socket.socket) -> dict[str, Any]:
    """The next message. Raises BadFrame, or OSError if nothing comes in time."""
    length = int.from_bytes(_read(connection, _LENGTH), "big")
    if length > LONGEST:
        raise BadFrame("too long")
    try:
        message = canonical.loads(_read(connection, length))
    except canonical.NotCanonical as strange:
        raise BadFrame("not canonical JSON") from strange
    if not isinstance(message, dict):
        raise BadFrame("not an object")
    return message


def encode(value: Any) -> Any:
    """An argument of a call, as JSON can hold it."""
    if isinstance(value, WrappedKey):
        sealed = base64.b64encode(value.sealed).decode()
        return {"fingerprint": value.fingerprint, "sealed": sealed}
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, str | int) else asdict(value)


def decode(name: str, value: Any) -> Any:
    """An argument of a call, from what ``encode`` made of it.

    Raises KeyError, TypeError, ValueError or SealBroken for anything else.
    """
    return _DECODERS[name](value)


_DECODERS: dict[str, Callable[[Any], Any]] = {
    "wrapped": lambda value: WrappedKey(
        value["fingerprint"], base64.b64decode(value["sealed"], validate=True)
    ),
    "binding": binding_from,
    "access": lambda value: CopyAccess(**value),
    "not_before": datetime.fromisoformat,
    "openers_required": int,
    "awaits_scores": bool,
    "name": str,
}


def _read(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        if not (more := connection.recv(size - len(data))):
            raise BadFrame("hung up")
        data += more
    return data
