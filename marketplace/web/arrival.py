"""When a request arrived, as the proxy in front of us says."""

from datetime import datetime

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
