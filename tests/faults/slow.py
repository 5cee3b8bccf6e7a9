"""Clients that send byte by byte: firms with a bad line, and a crowd that means no good."""

import random
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from http.client import HTTPException, HTTPResponse
from threading import Event as Flag
from threading import Thread
from urllib.parse import urlencode, urlsplit

from marketplace.clock import now
from tests.faults.client import Firm
from tests.faults.pages import Browser, Fields, Unanswered

AROUND = (-4.5, 0.8)  # seconds from the deadline, of the last byte
CROWD = 60
HEAD = "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"


class SlowFirm(Firm):
    """Begins to send its submission at once, and sends the last byte around the deadline."""

    def once(self) -> None:
        last_byte_at = self.chance.uniform(*AROUND)
        if (self.deadline - now()).total_seconds() + last_byte_at < 1:
            return
        with self.browser() as browser:
            review = browser.look("bid_review", self.bid)
            if "submission_key" in review.text:
                self._send_slowly(browser, Fields(review.text).found, last_byte_at)

    def _send_slowly(self, browser: Browser, form: dict[str, str], last_byte_at: float) -> None:
        body = urlencode(form).encode()
        address = browser.address("bid_review", self.bid)
        cookies = "; ".join(f"{each.name}={each.value}" for each in browser.cookies)
        with closing(_connect(address)) as connection:
            head = f"{_head(address)}Cookie: {cookies}\r\nReferer: {address}\r\n"
            connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode())
            for place, byte in enumerate(body, start=1):
                left = (self.deadline - now()).total_seconds() + last_byte_at
                time.sleep(max(0.0, left / (len(body) - place + 1)))
                sent_at = now()
                connection.sendall(bytes([byte]))
            try:
                self._hear(browser, connection, form, sent_at)
            except (OSError, HTTPException) as silence:
                raise Unanswered(silence) from silence

    def _hear(
        self, browser: Browser, line: socket.socket, form: dict[str, str], sent_at: datetime
    ) -> None:
        response = HTTPResponse(line)
        response.begin()
        body = response.read()
        browser.heard(response.status, response.headers, body.decode(errors="replace"))
        where = response.headers.get("Location", "")
        self.journal.note(self.attempt(form, (sent_at, sent_at), where, body))


@contextmanager
def crowd(url: str) -> Iterator[None]:
    """For the block, hold connections that send a byte a second, of a head or of a body."""
    stop = Flag()
    thread = Thread(target=_drip, args=[url, stop])
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _drip(url: str, stop: Flag) -> None:
    address = f"{url}/fr/"
    held: list[socket.socket] = []
    while not stop.wait(1):
        while len(held) < CROWD:
            with suppress(OSError):
                held.append(_open(address))
        held = [connection for connection in held if _send_one(connection)]
    for connection in held:
        connection.close()


def _open(address: str) -> socket.socket:
    connection = _connect(address)
    head = _head(address)
    if random.random() < 0.5:
        head += "Content-Length: 100000\r\n\r\n"
    connection.sendall(head.encode())
    return connection


def _send_one(connection: socket.socket) -> bool:
    try:
        connection.sendall(b"a")
    except OSError:
        connection.close()
        return False
    return True


def _connect(address: str) -> socket.socket:
    parts = urlsplit(address)
    return socket.create_connection((str(parts.hostname), parts.port or 80), timeout=30)


def _head(address: str) -> str:
    parts = urlsplit(address)
    return HEAD.format(path=parts.path, host=parts.netloc)
