"""Virus scan by ClamAV, where an operator has one: our own client of its INSTREAM command.

``settings.CLAMAV_ADDRESS`` is ``unix:/run/clamav/clamd.ctl`` or ``tcp:host:3310``; empty means
that files aren't scanned. Protocol: clamd(8), "INSTREAM".
"""

import socket
import struct

import structlog
from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from marketplace.errors import DomainError, Invalid

CHUNK = 64 * 1024
SECONDS = 60

log = structlog.get_logger(__name__)


class ScannerAway(DomainError):
    """The scanner doesn't answer, so the file can't be taken now."""


def scan(content: File, name: str) -> None:
    """Return if ``content`` holds no virus known to the scanner, or if there is no scanner.

    Raises Invalid if it does, and ScannerAway if a scanner is configured but gives no
    answer: an unscanned file is then refused. The content is left at its beginning.
    """
    if not settings.CLAMAV_ADDRESS:
        return
    try:
        answer = _ask(content)
    except OSError as error:
        log.warning("scanner.away", error=str(error))
        answer = ""
    content.seek(0)
    if answer.endswith("FOUND"):
        raise Invalid(
            _("“%(name)s” was refused: the scanner found a virus in it.") % {"name": name}
        )
    if not answer.endswith("OK"):
        raise ScannerAway(_("Files can't be checked right now. Try again in a few minutes."))


def _ask(content: File) -> str:
    with _connect(settings.CLAMAV_ADDRESS) as connection:
        connection.sendall(b"zINSTREAM\0")
        content.seek(0)
        for chunk in content.chunks(CHUNK):
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and (more := connection.recv(4096)):
            answer += more
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _connect(address: str) -> socket.socket:
    scheme, _colon, place = address.partition(":")
    if scheme == "tcp":
        host, _colon, port = place.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(SECONDS)
        connection.connect(place)
    except OSError:
        connection.close()
        raise
    return connection
