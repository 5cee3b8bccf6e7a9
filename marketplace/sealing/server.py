"""The sealer: the one process that can unwrap. It answers on a unix socket, and checks for itself.

It trusts nothing that a request says, except what it is about: whether the deadline has passed,
who approved, and whose session it is, it looks up in the database. A few threads, each with its own
connection to the database, take requests in turn; one request per connection.
"""

import base64
import socket
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import structlog
from django.db import Error, close_old_connections, transaction

from marketplace.clock import now
from marketplace.sealing import keys, wire
from marketplace.sealing.errors import SealError
from marketplace.sealing.local import LocalCustody
from marketplace.sealing.refusals import note_refusal
from marketplace.sealing.state import state

THREADS = 4
PATIENCE = 5  # seconds that a caller may keep a thread waiting
OWNER_AND_GROUP = 0o660  # the group is the site's

log = structlog.get_logger(__name__)


def listen(path: Path) -> socket.socket:
    """A socket at ``path``, in the place of one that a dead sealer left."""
    listener = socket.socket(socket.AF_UNIX)
    path.unlink(missing_ok=True)
    listener.bind(str(path))
    path.chmod(OWNER_AND_GROUP)
    listener.listen(128)
    return listener


def serve(listener: socket.socket) -> None:
    """Answer until the process ends."""
    threads = [Thread(target=_serve, args=[listener], daemon=True) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _serve(listener: socket.socket) -> None:
    while True:
        connection, _ = listener.accept()
        with connection:
            connection.settimeout(PATIENCE)
            close_old_connections()  # one that the database has dropped meanwhile
            try:
                wire.send(connection, answer(wire.receive(connection)))
            except (OSError, wire.BadFrame) as strange:
                log.warning("sealer.unheard", reason=str(strange))
            except Error:  # the refusal could not be entered, so it was not given either
                log.exception("sealer.failed")


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Do what ``request`` asks. A refusal and a failure are answers too.

    Raises the database's Error if a refusal could not be entered in the ledger.
    """
    call, name = request.pop("call", ""), str(request.get("name", ""))
    try:
        done = CALLS[call](**{key: wire.decode(key, value) for key, value in request.items()})
    except SealError as refusal:
        log.warning("sealer.refused", call=call, code=refusal.code, facts=refusal.facts)
        if call in RELEASES:
            note_refusal(keys.subject(name), refusal, at=now())
        return {"refused": refusal.code, "facts": refusal.facts}
    except Exception:
        log.exception("sealer.failed", call=str(call), key=name)
        return {"failed": True}
    log.info("sealer.done", call=call, key=name)
    return {"done": base64.b64encode(done).decode() if done else None}


def _custody(method: str) -> Callable[..., bytes | None]:
    def call(**arguments: Any) -> bytes | None:
        name = arguments.pop("name")
        wrapped = [arguments.pop("wrapped")] if "wrapped" in arguments else []
        with transaction.atomic():
            done: bytes | None = getattr(LocalCustody(), method)(name, *wrapped, **arguments)
        return done

    return call


RELEASES = ("release", "release_copy")
CALLS: dict[str, Callable[..., bytes | None]] = {
    "state": lambda: state().encode(),
    **{
        method: _custody(method)
        for method in ("create_tender_key", "create_copy_key", "postpone", *RELEASES)
    },
}
