"""The door of the seal: what the actions that submit, open and show bids call.

All ids are the public ones, as text. Contents of parts and drafts are what JSON can hold without
floats: amounts as decimal strings. Nothing here stores a plaintext or logs one.

    before the deadline   prepare_tender, seal_draft, open_draft, seal_file, seal_parts, manifest
    once it has passed    open_part, open_file
    at any time           open_copy, open_file_copy (by the firm itself), extend_tender
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any, cast

from django.conf import settings

from marketplace import canonical
from marketplace.accounts.proof import is_fresh
from marketplace.sealing import envelope, keys
from marketplace.sealing.binding import DRAFT, FILE, PARTS, PRICE, TECHNICAL, Binding
from marketplace.sealing.custody import get_custody
from marketplace.sealing.envelope import Sealed
from marketplace.sealing.errors import NoSuchKey, SealBroken, SealerUnreachable
from marketplace.sealing.evidence import APPROVED, CopyAccess
from marketplace.sealing.stream import Sink, Source

__all__ = [
    "APPROVED", "DRAFT", "FILE", "PARTS", "PRICE", "TECHNICAL",
    "BidRef", "CopyAccess", "Envelope", "FileDigest", "Manifest", "Sealed", "Version",
    "extend_tender", "is_away", "is_fresh", "manifest", "open_copy", "open_draft", "open_file",
    "open_file_copy", "open_part", "prepare_tender", "seal_draft", "seal_file", "seal_parts",
]  # fmt: skip

FORMAT = "bid-seal/v1"
BLOCK = 4096  # parts and drafts are padded to a multiple of this, or their size would tell a price
_TENDER, _COPY = "tender", "copy"


@dataclass(frozen=True)
class BidRef:
    """Which bid: of whom, on what."""

    tender: str
    bid: str
    vendor: str

    def binding(self, part: str, **more: Any) -> Binding:
        return Binding(settings.LEDGER_ORIGIN, self.tender, self.bid, part, **more)


@dataclass(frozen=True)
class Version:
    """Which submission of a bid, made under which terms. The first has ``number`` 1."""

    ref: BidRef
    terms_hash: str
    number: int

    def binding(self, part: str) -> Binding:
        return self.ref.binding(part, terms_hash=self.terms_hash, version=self.number)


@dataclass(frozen=True)
class Envelope:
    """A sealed part or draft: ``data`` is what to store, ``digest`` its SHA-256 in hexadecimal."""

    data: bytes

    @property
    def digest(self) -> str:
        return sha256(self.data).hexdigest()

    @property
    def sealed_to(self) -> str:
        """Fingerprint of the tender's key that opens it. Raises NoSuchKey for a draft."""
        return envelope.read_header(BytesIO(self.data)).wrapped_for(_TENDER).fingerprint


@dataclass(frozen=True)
class FileDigest:
    """A sealed file as a manifest names it."""

    file: str
    digest: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What was submitted, by digests: ``body`` is canonical JSON, ``hash`` its SHA-256."""

    body: bytes

    @property
    def hash(self) -> str:
        return sha256(self.body).hexdigest()


# --- the tender's keys ------------------------------------------------------------------------


def prepare_tender(
    tender: str, *, not_before: datetime, openers_required: int = 1, two_envelopes: bool
) -> dict[str, keys.PublicKey]:
    """Make the keys of ``tender`` and return their public halves by part, for its notice.

    Nothing sealed to them opens before ``not_before``, nor with fewer than ``openers_required``
    distinct officers; with ``two_envelopes`` prices wait for the locked technical scores.
    Idempotent: a second call only records ``not_before``, as ``extend_tender`` does.
    """
    for part in PARTS:
        get_custody().create_tender_key(
            keys.tender_key(tender, part),
            not_before=not_before,
            openers_required=openers_required,
            awaits_scores=two_envelopes and part == PRICE,
        )
    return {part: keys.public_key(keys.tender_key(tender, part)) for part in PARTS}


def extend_tender(tender: str, *, not_before: datetime) -> None:
    """Record a new deadline. Only ever postpones: an earlier one leaves the keys as they are."""
    for part in PARTS:
        get_custody().postpone(keys.tender_key(tender, part), not_before=not_before)


def is_away() -> bool:
    """Whether custody does not answer just now: what is sealed then waits, and is not lost."""
    try:
        get_custody().ping()
    except SealerUnreachable:
        return True
    return False


# --- sealing ------------------------------------------------------------------------------------


def seal_draft(content: Mapping[str, Any], *, ref: BidRef) -> Envelope:
    """Seal a draft's price and answers to the firm's copy key, and to nobody else."""
    return _seal(content, ref.binding(DRAFT), {_COPY: _copy_key(ref.vendor)})


def seal_parts(parts: Mapping[str, Mapping[str, Any]], *, version: Version) -> dict[str, Envelope]:
    """Seal each part of a submission to the tender's key of that part, and to the firm's copy key.

    ``parts`` has "technical" and "price". Raises NoSuchKey if the tender was not prepared.
    """
    return {
        part: _seal(content, version.binding(part), _readers(version.ref, part))
        for part, content in parts.items()
    }


def seal_file(source: Source, sink: Sink, *, ref: BidRef, file: str) -> Sealed:
    """Encrypt ``source`` into ``sink`` on arrival, in bounded memory, and return its receipt.

    Files go with the technical part. A file is bound to the bid, not to a version: it stays when
    the bid is replaced, and each version's manifest says which files count.
    """
    binding = ref.binding(FILE, file=file)
    return envelope.seal(source, sink, binding=binding, readers=_readers(ref, TECHNICAL))


def manifest(
    envelopes: Mapping[str, Envelope], files: Iterable[FileDigest], *, version: Version
) -> Manifest:
    """List what a submission holds. Its hash is what the receipt states."""
    return Manifest(
        canonical.dumps(
            {
                "type": "bid-manifest",
                "seal": FORMAT,
                "log": settings.LEDGER_ORIGIN,
                "tender": version.ref.tender,
                "terms_hash": version.terms_hash,
                "bid": version.ref.bid,
                "version": version.number,
                "parts": {
                    part: {"digest": sealed.digest, "size": len(sealed.data)}
                    for part, sealed in envelopes.items()
                },
                "files": [
                    {"file": item.file, "digest": item.digest, "size": item.size}
                    for item in sorted(files, key=lambda item: item.file)
                ],
            }
        )
    )


# --- opening ------------------------------------------------------------------------------------


def open_draft(data: bytes, *, ref: BidRef, access: CopyAccess) -> dict[str, Any]:
    """The content of a draft, for a signed-in member of its firm. Raises SealError."""
    return _content(_open_copy(BytesIO(data), ref, ref.binding(DRAFT), access))


def open_copy(data: bytes, *, part: str, version: Version, access: CopyAccess) -> dict[str, Any]:
    """The firm's own copy of a submitted part: needs a recent proof of who asks too."""
    return _content(_open_copy(BytesIO(data), version.ref, version.binding(part), access))


def open_file_copy(
    source: Source, *, ref: BidRef, file: str, access: CopyAccess
) -> Iterator[bytes]:
    """The firm's own copy of a file, in chunks. Refusals come before the first one."""
    return _open_copy(source, ref, ref.binding(FILE, file=file), access)


def open_part(data: bytes, *, part: str, version: Version) -> dict[str, Any]:
    """Open a submitted part with the tender's key, once the record satisfies custody.

    Raises TooEarly, NotApproved, NotRecorded, NoSuchKey, Misplaced or SealBroken: all are
    SealError, with a code and facts to record.
    """
    return _content(_open(BytesIO(data), version.ref, version.binding(part), part))


def open_file(source: Source, *, ref: BidRef, file: str) -> Iterator[bytes]:
    """Open a file of a bid with the tender's key, in chunks. Refusals come before the first one.

    A file cut short is noticed at its end: don't act on the content before the last chunk.
    """
    return _open(source, ref, ref.binding(FILE, file=file), TECHNICAL)


# --- inside ---------------------------------------------------------------------------------------


def _open(source: Source, ref: BidRef, binding: Binding, part: str) -> Iterator[bytes]:
    header = _header(source, binding)
    content_key = get_custody().release(
        keys.tender_key(ref.tender, part),
        header.wrapped_for(_TENDER),
        binding=binding,
    )
    return envelope.read_content(source, header=header, content_key=content_key)


def _open_copy(
    source: Source, ref: BidRef, binding: Binding, access: CopyAccess
) -> Iterator[bytes]:
    header = _header(source, binding)
    content_key = get_custody().release_copy(
        keys.copy_key(ref.vendor), header.wrapped_for(_COPY), binding=binding, access=access
    )
    return envelope.read_content(source, header=header, content_key=content_key)


def _header(source: Source, binding: Binding) -> envelope.Header:
    header = envelope.read_header(source)
    header.binding.require(binding)
    return header


def _seal(content: Mapping[str, Any], binding: Binding, readers: Mapping[str, bytes]) -> Envelope:
    sink = BytesIO()
    envelope.seal(BytesIO(_pad(canonical.dumps(content))), sink, binding=binding, readers=readers)
    return Envelope(sink.getvalue())


def _readers(ref: BidRef, part: str) -> dict[str, bytes]:
    return {
        _TENDER: keys.public_key(keys.tender_key(ref.tender, part)).data,
        _COPY: _copy_key(ref.vendor),
    }


def _copy_key(vendor: str) -> bytes:
    """The firm's public key. Custody is only asked for one that does not exist yet."""
    name = keys.copy_key(vendor)
    try:
        return keys.public_key(name).data
    except NoSuchKey:
        get_custody().create_copy_key(name)
        return keys.public_key(name).data


def _content(chunks: Iterable[bytes]) -> dict[str, Any]:
    return cast(dict[str, Any], canonical.loads(_unpad(b"".join(chunks))))


def _pad(data: bytes) -> bytes:
    """ISO/IEC 7816-4: a byte 0x80, then zeros."""
    return data + b"\x80" + b"\x00" * (-(len(data) + 1) % BLOCK)


def _unpad(data: bytes) -> bytes:
    content, mark, zeros = data.rpartition(b"\x80")
    if not mark or zeros.strip(b"\x00"):
        raise SealBroken(what="padding")
    return content
