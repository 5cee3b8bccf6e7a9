"""Requests to addresses that somebody typed: never into our own network.

The name is resolved once, every address it stands for must be public, and the connection goes to
one of those very addresses: a name that is answered otherwise a moment later changes nothing. No
redirect is followed, no proxy asked, no body read, and all of it ends within ``DEADLINE``.
"""

import socket
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

CONNECTING = 5.0  # seconds
DEADLINE = 10.0  # seconds, from the connection on
# Ways to write an IPv4 address inside one of IPv6, which may lead into our network.
_WRAPPED = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "::/96")))


class NotSent(Exception):
    """Nobody answered. What it says is for the person who typed the address."""


class Forbidden(NotSent):
    """The address is none that may be written to."""


def check_address(address: str) -> SplitResult:
    """The parts of an address that may be written to, as far as its text tells.

    Raises Forbidden: not https (unless settings say that the inside may be reached), no name,
    or a name and password in it.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as wrong:
        raise Forbidden(str(wrong)) from wrong
    schemes = ("https", "http") if settings.MAY_REACH_INSIDE else ("https",)
    if parts.scheme not in schemes or not parts.hostname or port == 0:
        raise Forbidden("not https")
    if parts.username is not None or any(c.isspace() or not c.isprintable() for c in address):
        raise Forbidden("not an address")
    return parts


def post(address: str, *, body: bytes, headers: dict[str, str]) -> int:
    """Send ``body`` and return the status of the answer, whatever it is.

    Raises NotSent where there is no answer in time, Forbidden where nothing was tried.
    """
    parts = check_address(address)
    try:
        connection = _connection(parts)
    except (OSError, UnicodeError) as error:
        raise NotSent(_said(error)) from error
    stop = Timer(DEADLINE, _hang_up, [connection.sock])
    stop.daemon = True
    stop.start()
    try:
        if isinstance(connection.sock, ssl.SSLSocket):
            connection.sock.do_handshake()
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body=body, headers=headers)
        return connection.getresponse().status
    except (OSError, HTTPException, ValueError) as error:
        raise NotSent(_said(error)) from error
    finally:
        stop.cancel()
        connection.close()


def _connection(parts: SplitResult) -> HTTPConnection:
    host = parts.hostname or ""
    is_tls = parts.scheme == "https"
    port = parts.port or (443 if is_tls else 80)
    wire = socket.create_connection((_public_address(host, port), port), timeout=CONNECTING)
    wire.settimeout(DEADLINE)
    if not is_tls:
        plain = HTTPConnection(host, port)
        plain.sock = wire
        return plain
    context = ssl.create_default_context()
    secure = HTTPSConnection(host, port, context=context)
    secure.sock = context.wrap_socket(wire, server_hostname=host, do_handshake_on_connect=False)
    return secure


def _public_address(host: str, port: int) -> str:
    """One address that ``host`` stands for. All of them must be public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not settings.MAY_REACH_INSIDE and not all(map(is_public, addresses)):
        raise Forbidden("not a public address")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address of IPv4 or IPv6 is somebody's on the Internet."""
    ip: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in _WRAPPED):
            return False
    return ip.is_global and not ip.is_multicast


def _hang_up(wire: socket.socket) -> None:
    """Ends what another thread waits for. The plain shutdown, which TLS has no say in."""
    try:
        socket.socket.shutdown(wire, socket.SHUT_RDWR)
    except OSError:
        return  # it has ended by itself


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
