"""The spelling of iCalendar (RFC 5545): moments, escaped text, folded lines."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings

FOLD = 75  # octets to a line


def calendar(events: Iterable[str]) -> bytes:
    """A calendar of the lines of ``events``."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{settings.PRODUCT_NAME}//FR"]
    lines = [*head, "CALSCALE:GREGORIAN", "METHOD:PUBLISH", *events, "END:VCALENDAR"]
    return b"".join(_folded(line) for line in lines)


def utc(moment: datetime) -> str:
    """The moment as ``20261123T190000Z``."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def text(value: str) -> str:
    """``value`` with what separates escaped."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        value = value.replace(plain, escaped)
    return value.replace("\r", "")


def _folded(line: str) -> bytes:
    """The line cut at 75 octets, never within a character; later parts begin with a space."""
    parts, current = [], b""
    for character in line:
        encoded = character.encode()
        if len(current) + len(encoded) > FOLD:
            parts.append(current)
            current = b" "
        current += encoded
    return b"\r\n".join([*parts, current]) + b"\r\n"
