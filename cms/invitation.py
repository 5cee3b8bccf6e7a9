"""An event as iCalendar (RFC 5545)."""

from typing import Any

from django.conf import settings
from django.utils.text import slugify

from marketplace import ical


def invitation(event: Any) -> bytes:
    """The calendar that holds the event; SEQUENCE rises with each publication."""
    site = slugify(settings.PRODUCT_NAME)
    return ical.calendar(
        [
            "BEGIN:VEVENT",
            f"UID:{event.translation_key}-{event.locale.language_code}@{site}",
            f"DTSTAMP:{ical.utc(event.last_published_at)}",
            f"SEQUENCE:{event.revisions.count()}",
            "STATUS:CONFIRMED",
            f"DTSTART:{ical.utc(event.starts_at)}",
            f"DTEND:{ical.utc(event.ends_at)}",
            f"SUMMARY:{ical.text(event.title)}",
            f"DESCRIPTION:{ical.text(event.introduction)}",
            f"LOCATION:{ical.text(event.place or event.online)}",
            f"URL:{event.full_url}",
            "END:VEVENT",
        ]
    )
