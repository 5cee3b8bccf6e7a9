"""An event of the site as a calendar."""

from typing import Any

from marketplace import ical


def invitation(event: Any) -> bytes:
    """The calendar that holds the event; SEQUENCE rises with each publication."""
    told = ical.event(
        key=f"{event.translation_key}-{event.locale.language_code}",
        starts=event.starts_at,
        ends=event.ends_at,
        changed=event.last_published_at,
        sequence=event.revisions.count(),
        status="CONFIRMED",
        summary=event.title,
        description=event.introduction,
        location=event.place or event.online,
        url=event.full_url,
    )
    return ical.calendar([told], name=event.title)
