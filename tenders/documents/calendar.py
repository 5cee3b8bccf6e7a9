"""The deadlines of calls as a calendar."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Event

from marketplace import ical
from tenders.states import TenderStatus

REMIND_BEFORE = timedelta(days=1)


def deadlines_calendar(tenders: Iterable[Any], *, name: str) -> bytes:
    """A calendar with each call's deadline for bids and for questions, in the reader's language.

    Each tender has ``amended``, the number of its amendments: an event keeps its
    UID and raises its SEQUENCE with every one, so that a calendar that has it
    moves it; a cancelled call cancels it.
    """
    return ical.calendar((event for tender in tenders for event in _events(tender)), name=name)


def _events(tender: Any) -> Iterator[Event]:
    title = {"title": str(tender.title)}
    if tender.submission_deadline:
        said = _("Bids close: %(title)s") % title
        yield _event(tender, "bids", tender.submission_deadline, said)
    if tender.enquiry_deadline:
        said = _("Questions close: %(title)s") % title
        yield _event(tender, "questions", tender.enquiry_deadline, said)


def _event(tender: Any, kind: str, moment: datetime, summary: str) -> Event:
    is_cancelled = tender.status == TenderStatus.CANCELLED
    event = ical.event(
        key=f"{tender.ocid}-{kind}",
        starts=moment,
        ends=moment,
        changed=tender.updated_at,
        sequence=tender.amended + is_cancelled,
        status="CANCELLED" if is_cancelled else "CONFIRMED",
        summary=summary,
        description=f"{tender.buyer.name} – {tender.number}",
        url=settings.SITE_URL + tender.get_absolute_url(),
        transparency="TRANSPARENT",
    )
    event.add_component(_reminder(summary))
    return event


def _reminder(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -REMIND_BEFORE)
    return alarm
