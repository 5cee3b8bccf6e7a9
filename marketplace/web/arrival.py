"""When a request arrived, as the proxy in front of us says."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from marketplace.clock import from_wall


def last_byte_at(request: HttpRequest) -> datetime | None:
    """When the proxy had the last byte of ``request``, or None where no proxy is trusted with it.

    The header holds nginx's ``$msec``: seconds since 1970 with milliseconds. One that can't be
    read counts as absent: the database's clock then decides, to nobody's advantage.
    """
    if not settings.TRUST_PROXY_LAST_BYTE:
        return None
    stamp = request.headers.get(settings.LAST_BYTE_HEADER, "")
    try:
        return from_wall(float(stamp))
    except (ValueError, OverflowError, OSError):
        return None


def first_byte_at(request: HttpRequest) -> datetime:
    """When the proxy had the first byte of ``request``; without a proxy, when we were called.

    That is its stamp of the last byte, less the time that it says the reading took.
    """
    arrived: datetime = request.received_at  # type: ignore[attr-defined]
    if (last := last_byte_at(request)) is None:
        return arrived
    try:
        took = timedelta(seconds=float(request.headers.get(settings.READING_TIME_HEADER, "")))
        return last - max(took, timedelta(0))
    except (ValueError, OverflowError):
        return min(arrived, last)
