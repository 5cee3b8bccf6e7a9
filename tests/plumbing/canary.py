"""Finds a secret wherever it might hide, however it is spelled or packed."""

import base64
import gzip
import html
import io
import json
import logging
import quopri
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from decimal import Decimal
from urllib.parse import quote, quote_plus

logger = logging.getLogger(__name__)

SHORTEST = 8  # bytes; anything shorter is found by chance
GROUPINGS = ("", " ", "\u00a0", "\u202f", "\u2009", ",", ".", "'", "\u2019")
PACKED = rb"[A-Za-z0-9+/_-]{24,}"
PACKED_HEX = rb"(?:1f8b08|7801|785e|789c|78da)(?:[0-9a-f]{2}){8,}"
ZLIB = rb"x[\x01\x5e\x9c\xda]"
GZIP = b"\x1f\x8b\x08"


def words_of(amount: Decimal) -> set[str]:
    """An amount as people and machines write it, with its cents."""
    whole, cents = f"{amount:.2f}".split(".")
    grouped = {f"{int(whole):,}".replace(",", grouping) for grouping in GROUPINGS}
    written = {f"{digits}{point}{cents}" for digits in grouped for point in ",."}
    return written | {whole + cents, f"{amount:.2E}".replace("+", ""), f"{amount:.8e}"}


def needles_of(secrets: Iterable[str | Decimal]) -> set[bytes]:
    """Every byte string by which one of ``secrets`` would be given away."""
    needles: set[bytes] = set()
    for secret in secrets:
        if isinstance(secret, Decimal):
            needles |= {struct.pack(order + "d", float(secret)) for order in "<>"}
            needles |= {struct.pack(order + "q", int(secret * 100)) for order in "<>"}
        for word in words_of(secret) if isinstance(secret, Decimal) else {secret}:
            needles |= _escaped(word)
            for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
                with suppress(UnicodeEncodeError):
                    needles |= _encoded(word.encode(encoding))
    return {needle for needle in needles if len(needle) >= SHORTEST}


def _escaped(word: str) -> set[bytes]:
    numeric = {text.encode("ascii", "xmlcharrefreplace") for text in (word, html.escape(word))}
    named = {
        text.replace(b"&#160;", b"&nbsp;").replace(b"&#8239;", b"&#x202f;") for text in numeric
    }
    texts = {
        quote(word),
        quote(word).lower(),
        quote_plus(word),
        json.dumps(word)[1:-1],
        html.escape(word),
        html.escape(word, quote=False),
        word.encode("unicode_escape").decode(),
        repr(word.encode())[2:-1],
    }
    quoted = quopri.encodestring(word.encode()).strip()
    return {*numeric, *named, quoted, *map(str.encode, texts)}


def _encoded(data: bytes) -> set[bytes]:
    """As it is, in hexadecimal, and in base64 wherever it begins within a longer text."""
    inner = set()
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + data).rstrip(b"=")
        first, last = -(-8 * shift // 6), 8 * (shift + len(data)) // 6
        inner.add(whole[first:last])
    urls = {text.replace(b"+", b"-").replace(b"/", b"_") for text in inner}
    return {data, data.hex().encode(), data.hex().upper().encode(), *inner, *urls}


def found(secrets: Iterable[str | Decimal], places: Iterable[tuple[str, bytes]]) -> set[str]:
    """The names of the ``places`` (name and content) that hold one of the ``secrets``."""
    needles = needles_of(secrets)
    return {name for name, content in places if _holds(name, content, needles)}


def _holds(name: str, content: bytes, needles: set[bytes]) -> bool:
    for layer in layers(content):
        for needle in needles:
            if (at := layer.find(needle)) >= 0:
                around = layer[max(at - 80, 0) : at + 80]
                logger.warning("%s: %r in %r", name, needle, around)
                return True
    return False


def layers(content: bytes) -> Iterator[bytes]:
    """``content``, and what is packed in it: gzip, zlib (PDFs, sessions) and ZIP, in text too."""
    yield content
    yield from _unpacked(content)
    for run in re.findall(PACKED, content):
        data = _from_base64(run)
        if data.startswith(GZIP) or re.match(ZLIB, data):
            yield from _unpacked(data)
    for run in re.findall(PACKED_HEX, content):
        yield from _unpacked(bytes.fromhex(run.decode()))


def _from_base64(run: bytes) -> bytes:
    whole = run[: len(run) // 4 * 4]
    return base64.b64decode(whole.replace(b"-", b"+").replace(b"_", b"/"))


def _unpacked(content: bytes) -> Iterator[bytes]:
    for start in re.finditer(re.escape(GZIP) + b"|" + ZLIB, content):
        with suppress(zlib.error):
            plain = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(content[start.start() :])
            if len(plain) >= SHORTEST:
                yield plain
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                yield member.filename.encode() + b"\n" + archive.read(member)


def packings(text: str) -> dict[str, bytes]:
    """``text`` packed in each way that the search must see through, for its control."""
    data = f"avant {text} après".encode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as members:
        members.writestr("offre.txt", data)
    return {
        "clear": data,
        "utf-16": data.decode().encode("utf-16-le"),
        "gzip": gzip.compress(data),
        "zlib in the middle": b"%PDF-1.7 stream\n" + zlib.compress(data) + b"\nendstream",
        "zip": archive.getvalue(),
        "base64": base64.b64encode(data),
        "base64 of zlib": b'{"v": "' + base64.urlsafe_b64encode(zlib.compress(data)) + b'"}',
        "hexadecimal": b"\\x" + data.hex().encode(),
        "hexadecimal of gzip": b"\\x" + gzip.compress(data).hex().encode(),
        "json": json.dumps({"price": data.decode()}).encode(),
        "url": quote_plus(data.decode()).encode(),
        "quoted-printable": quopri.encodestring(data),
        "html": html.escape(data.decode()).encode("ascii", "xmlcharrefreplace"),
    }
