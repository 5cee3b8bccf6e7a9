"""The deadlines of a call as iCalendar (RFC 5545)."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from marketplace import ical
from tenders.models import Tender
from tenders.states import TenderStatus


def deadlines_calendar(tender: Tender, *, address: str, amendments: int) -> bytes:
    """A calendar with the deadline for bids and the one for questions, in the reader's language.

    Each event keeps its UID and raises its SEQUENCE with every amendment, so that
    a calendar that has it moves it; a cancelled call cancels it.
    """
    return ical.calendar(
        line
        for name, moment, summary in _events(tender)
        for line in _event(tender, name, moment, summary, address, amendments)
    )


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
        f"DTSTAMP:{ical.utc(tender.updated_at)}",
        f"SEQUENCE:{amendments + is_cancelled}",
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}",
        f"DTSTART:{ical.utc(moment)}",
        f"DTEND:{ical.utc(moment)}",
        f"SUMMARY:{ical.text(summary)}",
        f"DESCRIPTION:{ical.text(f'{tender.buyer.name} – {tender.number}')}",
        f"URL:{address}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{ical.text(summary)}",
        "TRIGGER:-P1D",
        "END:VALARM",
        "END:VEVENT",
    ]
