"""Custody as every process but the sealer has it: a socket to knock at, and no private key."""

import base64
import socket
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings

from marketplace.sealing import wire
from marketplace.sealing.binding import Binding
from marketplace.sealing.envelope import WrappedKey
from marketplace.sealing.errors import SealerUnreachable, refusal_from
from marketplace.sealing.evidence import CopyAccess
from marketplace.sealing.state import NO_KEY

PATIENCE = 10  # seconds; the sealer answers in milliseconds

log = structlog.get_logger(__name__)


class SealerClient:
    """Asks the sealer at ``settings.SEALER_SOCKET``.

    Every method raises the refusal that the sealer gave, or SealerUnreachable if it gave none.
    The sealer writes in a transaction of its own: what it made stays, even if the caller's
    transaction is rolled back, and it only sees what the caller has committed.
    """

    def ping(self) -> None:
        if self.state().startswith(NO_KEY):
            raise SealerUnreachable

    def state(self) -> str:
        """What the sealer says of itself, for the operator. Raises SealerUnreachable."""
        return _ask("state").decode()

    def create_tender_key(
        self, name: str, *, not_before: datetime, openers_required: int, awaits_scores: bool
    ) -> None:
        _ask(
            "create_tender_key",
            name=name,
            not_before=not_before,
            openers_required=openers_required,
            awaits_scores=awaits_scores,
        )

    def create_copy_key(self, name: str) -> None:
        _ask("create_copy_key", name=name)

    def postpone(self, name: str, *, not_before: datetime) -> None:
        _ask("postpone", name=name, not_before=not_before)

    def release(self, name: str, wrapped: WrappedKey, *, binding: Binding) -> bytes:
        return _ask("release", name=name, wrapped=wrapped, binding=binding)

    def release_copy(
        self, name: str, wrapped: WrappedKey, *, binding: Binding, access: CopyAccess
    ) -> bytes:
        return _ask("release_copy", name=name, wrapped=wrapped, binding=binding, access=access)


def readiness() -> str:
    """One line for ``/readyz``. Without the sealer the site serves, but nothing sealed is read."""
    try:
        return f"sealer: {SealerClient().state()}"
    except SealerUnreachable:
        return "sealer: silent"


def _ask(call: str, **arguments: Any) -> bytes:
    message = {"call": call} | {name: wire.encode(value) for name, value in arguments.items()}
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(PATIENCE)
            connection.connect(settings.SEALER_SOCKET)
            wire.send(connection, message)
            answer = wire.receive(connection)
    except (OSError, wire.BadFrame) as silence:
        log.warning("sealer.unreachable", call=call, reason=str(silence))
        raise SealerUnreachable from silence
    if "refused" in answer:
        raise refusal_from(answer["refused"], answer["facts"])
    if "done" not in answer:
        raise SealerUnreachable
    return base64.b64decode(answer["done"] or "")
