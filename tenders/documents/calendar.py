"""The deadlines of a call as iCalendar (RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from tenders.models import Tender
from tenders.states import TenderStatus

FOLD = 75  # octets to a line


def deadlines_calendar(tender: Tender, *, address: str, amendments: int) -> bytes:
    """A calendar with the deadline for bids and the one for questions, in the reader's language.

    Each event keeps its UID and raises its SEQUENCE with every amendment, so that
    a calendar that has it moves it; a cancelled call cancels it.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{settings.PRODUCT_NAME}//FR"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for name, moment, summary in _events(tender):
        lines += _event(tender, name, moment, summary, address, amendments)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _events(tender: Tender) -> Iterator[tuple[str, datetime, str]]:
    title = str(tender.title)
    if tender.submission_deadline:
        yield "bids", tender.submission_deadline, _("Bids close: %(title)s") % {"title": title}
    if tender.enquiry_deadline:
        summary = _("Questions close: %(title)s") % {"title": title}
        yield "questions", tender.enquiry_deadline, summary


def _event(
    tender: Tender, name: str, moment: datetime, summary: str, address: str, amendments: int
) -> list[str]:
    is_cancelled = tender.status == TenderStatus.CANCELLED
    return [
        "BEGIN:VEVENT",
        f"UID:{tender.ocid}-{name}@{settings.PRODUCT_NAME.lower()}",
        f"DTSTAMP:{_utc(tender.updated_at)}",
        f"SEQUENCE:{amendments + is_cancelled}",
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}",
        f"DTSTART:{_utc(moment)}",
        f"DTEND:{_utc(moment)}",
        f"SUMMARY:{_text(summary)}",
        f"DESCRIPTION:{_text(f'{tender.buyer.name} – {tender.number}')}",
        f"URL:{address}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(summary)}",
        "TRIGGER:-P1D",
        "END:VALARM",
        "END:VEVENT",
    ]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
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
