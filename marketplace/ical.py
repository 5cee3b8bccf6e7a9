"""Calendars of events (RFC 5545), as other calendars follow them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import get_language
from icalendar import Calendar, Event

ASK_AGAIN_AFTER = timedelta(hours=1)


def calendar(events: Iterable[Event], *, name: str) -> bytes:
    """A calendar of these events, which describes the time zone that they are in."""
    made = Calendar.new(
        name=name,
        prodid=f"-//{settings.PRODUCT_NAME}//{(get_language() or 'fr')[:2].upper()}",
        method="PUBLISH",
        uid=uuid5(NAMESPACE_URL, f"{settings.SITE_URL} {name}"),
    )
    made.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    for each in events:
        made.add_component(each)
    made.add_missing_timezones()
    return made.to_ical()


def event(*, key: str, starts: datetime, ends: datetime, changed: datetime, **more: Any) -> Event:
    """An event in the site's time zone. ``key`` names it for ever, ``changed`` dates its state.

    ``more`` as for icalendar: ``summary``, ``sequence`` (which rises with each change),
    ``status``, ``url`` …
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    return Event.new(
        uid=f"{key}@{slugify(settings.PRODUCT_NAME)}",
        start=starts.astimezone(zone),
        end=ends.astimezone(zone),
        stamp=changed,
        last_modified=changed,
        **more,
    )
