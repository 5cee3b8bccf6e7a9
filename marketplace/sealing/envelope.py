r"""The bytes of a sealed object, format ``bid-seal/v1``. Described in ``docs/sealing.md``.

    "bid-seal/v1\n" ‖ length of header (4 bytes) ‖ header ‖ commitment (32 bytes) ‖ chunks

The header is canonical JSON: suite, binding, salt, and the content key wrapped once per reader.
The object's key and the commitment come by HKDF from the content key, with the header's hash as
``info``: a changed header opens nothing, and an envelope opens under one content key only.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from marketplace import canonical
from marketplace.sealing import stream, wrap
from marketplace.sealing.binding import Binding, binding_from
from marketplace.sealing.digest import Digest
from marketplace.sealing.errors import NoSuchKey, SealBroken
from marketplace.sealing.stream import Sink, Source

MAGIC = b"bid-seal/v1\n"
LONGEST_HEADER = 64 * 1024
COMMITMENT = 32


@dataclass(frozen=True)
class WrappedKey:
    """The content key, readable by the holder of one private key."""

    fingerprint: str  # of the public key it was wrapped to
    sealed: bytes


@dataclass(frozen=True)
class Header:
    """All of an envelope that comes before the encrypted content."""

    binding: Binding
    salt: bytes
    wraps: Mapping[str, WrappedKey]  # by reader: "tender", "copy"
    suite: str = wrap.SUITE

    def encode(self) -> bytes:
        return canonical.dumps(
            {
                "binding": asdict(self.binding),
                "salt": _b64(self.salt),
                "suite": self.suite,
                "wraps": {
                    reader: {"fingerprint": key.fingerprint, "sealed": _b64(key.sealed)}
                    for reader, key in self.wraps.items()
                },
            }
        )

    def wrapped_for(self, reader: str) -> WrappedKey:
        """The wrapped key of ``reader``. Raises NoSuchKey if the envelope has none."""
        try:
            return self.wraps[reader]
        except KeyError:
            raise NoSuchKey(key=reader) from None


@dataclass(frozen=True)
class Sealed:
    """What is worth knowing about a sealed object: its SHA-256 (hexadecimal) and its bytes."""

    digest: str
    size: int


def seal(source: Source, sink: Sink, *, binding: Binding, readers: Mapping[str, bytes]) -> Sealed:
    """Encrypt ``source`` into ``sink`` under a fresh content key, in bounded memory.

    ``readers`` gives the public key of each who may open it. Nobody else can, and the content
    key is forgotten here. The returned digest is of all the bytes written.
    """
    content_key = secrets.token_bytes(32)
    info = binding.encode()
    wraps = {
        reader: WrappedKey(wrap.fingerprint(key), wrap.wrap(content_key, key, info=info))
        for reader, key in readers.items()
    }
    header = Header(binding, secrets.token_bytes(32), wraps)
    return write(source, sink, header=header, content_key=content_key)


def write(source: Source, sink: Sink, *, header: Header, content_key: bytes) -> Sealed:
    """Write the envelope of ``header`` around ``source``; deterministic, unlike ``seal``."""
    encoded = header.encode()
    object_key, commitment = _derive(content_key, header.salt, encoded)
    digest, size = Digest(), 0
    prefix = MAGIC + len(encoded).to_bytes(4, "big") + encoded + commitment
    for piece in _prepend(prefix, stream.encrypt(source, object_key)):
        digest.update(piece)
        size += len(piece)
        sink.write(piece)
    return Sealed(digest.hexdigest(), size)


def read_header(source: Source) -> Header:
    """Read the header, leaving ``source`` at the commitment. Raises SealBroken if it is not one."""
    if stream.read_fully(source, len(MAGIC)) != MAGIC:
        raise SealBroken(what="format")
    length = int.from_bytes(stream.read_fully(source, 4), "big")
    encoded = stream.read_fully(source, min(length, LONGEST_HEADER))
    if len(encoded) != length:
        raise SealBroken(what="header length")
    try:
        header = _header_from(canonical.loads(encoded))
    except (canonical.NotCanonical, binascii.Error, KeyError, TypeError, AttributeError) as broken:
        raise SealBroken(what="header") from broken
    if header.encode() != encoded or header.suite != wrap.SUITE:
        raise SealBroken(what="header")
    return header


def read_content(source: Source, *, header: Header, content_key: bytes) -> Iterator[bytes]:
    """Yield the plaintext that follows ``header`` in ``source``, chunk by chunk.

    Raises SealBroken before the first chunk if ``content_key`` is not this envelope's, and
    later as ``stream.decrypt`` does.
    """
    object_key, commitment = _derive(content_key, header.salt, header.encode())
    if not hmac.compare_digest(stream.read_fully(source, COMMITMENT), commitment):
        raise SealBroken(what="commitment")
    yield from stream.decrypt(source, object_key)


def _derive(content_key: bytes, salt: bytes, header: bytes) -> tuple[bytes, bytes]:
    info = MAGIC + hashlib.sha256(header).digest()
    derived = HKDF(hashes.SHA256(), length=64, salt=salt, info=info).derive(content_key)
    return derived[:32], derived[32:]


def _header_from(value: Any) -> Header:
    return Header(
        binding=binding_from(value["binding"]),
        salt=_unb64(value["salt"]),
        wraps={
            reader: WrappedKey(key["fingerprint"], _unb64(key["sealed"]))
            for reader, key in value["wraps"].items()
        },
        suite=value["suite"],
    )


def _prepend(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unb64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
