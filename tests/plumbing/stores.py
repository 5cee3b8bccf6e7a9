"""Everything that the live stack keeps or says, as bytes to be searched."""

import codecs
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import redis
from django.contrib.sessions.models import Session
from django.test import override_settings

from marketplace.devstack.places import TEST
from marketplace.devstack.postgres import find_binaries
from tests.plumbing.live import LiveStack

Place = tuple[str, bytes]


def stores(stack: LiveStack) -> Iterator[Place]:
    """Logs, mail, private and public files, the database, sessions, and what Valkey holds."""
    yield "postgres.log", (TEST.logs / "postgres.log").read_bytes()
    yield from files(stack.var)
    for message in stack.mail():
        yield f"mail {message['Subject']}", b"\n".join(_parts(message))
    yield "database", dump(stack)
    with stack.database(), override_settings(SECRET_KEY=stack.environment["SECRET_KEY"]):
        yield "sessions", repr([row.get_decoded() for row in Session.objects.all()]).encode()
    yield from valkey_keys(stack)


def files(folder: Path) -> Iterator[Place]:
    """Every file under ``folder``, with its name. One that goes away meanwhile is passed over."""
    for path in sorted(folder.rglob("*")):
        try:
            if path.is_file():
                yield path.name, os.fsencode(path.relative_to(folder)) + b"\n" + path.read_bytes()
        except FileNotFoundError:
            continue


def dump(stack: LiveStack) -> bytes:
    """Every row of every table, by the database's own means."""
    url = stack.environment["DATABASE_URL"]
    command = [find_binaries() / "pg_dump", "--data-only", "--inserts", url]
    return subprocess.run(command, check=True, capture_output=True).stdout


def valkey_keys(stack: LiveStack) -> Iterator[Place]:
    """Every key of every type: cache, queues, and messages not yet acknowledged."""
    with redis.Redis.from_url(stack.environment["REDIS_URL"]) as client:
        for key in client.scan_iter():
            yield f"valkey {key.decode()}", key + b"\n" + b"\n".join(_values(client, key))


def _values(client: Any, key: bytes) -> Iterator[bytes]:
    kind = client.type(key).decode()
    if kind == "string":
        yield client.get(key) or b""
    elif kind == "list":
        yield from client.lrange(key, 0, -1)
    elif kind == "set":
        yield from client.smembers(key)
    elif kind == "zset":
        yield from client.zrange(key, 0, -1)
    elif kind == "hash":
        for name, value in client.hgetall(key).items():
            yield name + b"=" + value
    elif kind != "none":  # expired meanwhile
        raise AssertionError(f"{key!r} is a {kind}: teach the search to read it")


def _parts(message: EmailMessage) -> Iterator[bytes]:
    yield repr(message.items()).encode()
    for part in message.walk():
        if not part.is_multipart():
            yield part.get_payload(decode=True)


@contextmanager
def listening(stack: LiveStack) -> Iterator[bytearray]:
    """What anybody says to Valkey within the block, kept though a worker takes it at once."""
    heard = bytearray()
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(urlsplit(stack.environment["REDIS_URL"]).path)
        line.sendall(b"MONITOR\r\n")
        listener = Thread(target=_listen, args=(line, heard))
        listener.start()
        try:
            yield heard
        finally:
            line.shutdown(socket.SHUT_RDWR)
            listener.join()
            heard += codecs.escape_decode(bytes(heard))[0]  # "\xc2\xa0" becomes the bytes it means


def _listen(line: socket.socket, heard: bytearray) -> None:
    while data := line.recv(65536):
        heard += data
