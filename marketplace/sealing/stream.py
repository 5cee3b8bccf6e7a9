"""Encrypt a file of any size with little memory: STREAM over AES-256-GCM.

Hoang, Reyhanitabar, Rogaway and Vizár, "Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance" (CRYPTO 2015). Each 64 KiB chunk has its own nonce, an 11-byte counter
followed by one byte that is 1 on the last chunk only: so chunks cannot be swapped, repeated or
dropped, and a file cut at a chunk's edge is seen to be cut. A key encrypts one file, ever.
"""

from collections.abc import Iterator
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from marketplace.sealing.errors import SealBroken

CHUNK = 64 * 1024
TAG = 16


class Source(Protocol):
    """Anything one can read bytes from."""

    def read(self, size: int, /) -> bytes: ...


class Sink(Protocol):
    """Anything one can write bytes to."""

    def write(self, data: bytes, /) -> object: ...


def encrypt(source: Source, key: bytes) -> Iterator[bytes]:
    """Yield the encrypted chunks of ``source``: at least one, even of an empty file."""
    cipher = AESGCM(key)
    for counter, (chunk, last) in enumerate(_chunks(source, CHUNK)):
        yield cipher.encrypt(_nonce(counter, last=last), chunk, None)


def decrypt(source: Source, key: bytes) -> Iterator[bytes]:
    """Yield the plaintext chunks of what ``encrypt`` wrote, each verified before it is given.

    Raises SealBroken as soon as a chunk is not authentic, and at the end if the last one is
    missing: whoever consumes this must not act on the plaintext before the iterator is done.
    """
    cipher = AESGCM(key)
    for counter, (chunk, last) in enumerate(_chunks(source, CHUNK + TAG)):
        if counter and len(chunk) <= TAG:
            raise SealBroken(what="empty last chunk")
        try:
            yield cipher.decrypt(_nonce(counter, last=last), chunk, None)
        except InvalidTag as broken:
            raise SealBroken(what=f"chunk {counter}") from broken


def _nonce(counter: int, *, last: bool) -> bytes:
    return counter.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _chunks(source: Source, size: int) -> Iterator[tuple[bytes, bool]]:
    """Yield (chunk, is it the last). Reads one chunk ahead, because the last one is marked."""
    chunk = read_fully(source, size)
    while following := read_fully(source, size):
        yield chunk, False
        chunk = following
    yield chunk, True


def read_fully(source: Source, size: int) -> bytes:
    """Read ``size`` bytes, or fewer only at the end: a socket may answer a read in pieces."""
    data = source.read(size)
    if len(data) == size or not data:
        return data
    pieces = [data]
    missing = size - len(data)
    while missing and (piece := source.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
