"""When a request arrived, as the proxy in front of us says."""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from marketplace.clock import from_wall

UNIX = "unix"


def last_byte_at(request: HttpRequest) -> datetime | None:
    """When the proxy had the last byte of ``request``, or None where no proxy is trusted with it.

    Only a proxy of ``settings.LAST_BYTE_PROXIES``, at the other end of this very connection, is.
    The header holds nginx's ``$msec``: seconds since 1970 with milliseconds. One that can't be
    read counts as absent: the database's clock then decides, to nobody's advantage.
    """
    if not _comes_from_our_proxy(request):
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


def _comes_from_our_proxy(request: HttpRequest) -> bool:
    """By the peer of the connection, which no header can change. A unix socket's has no address."""
    peer, trusted = request.META.get("REMOTE_ADDR", ""), settings.LAST_BYTE_PROXIES
    if not peer:
        return UNIX in trusted
    return any(ip_address(peer) in ip_network(one) for one in trusted if one != UNIX)
