import dataclasses
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace import canonical
from marketplace.sealing import envelope, wrap
from marketplace.sealing.binding import Binding
from marketplace.sealing.envelope import Header, WrappedKey
from marketplace.sealing.errors import Misplaced, NoSuchKey, SealBroken, SealError

PRIVATE, PUBLIC = wrap.generate()
PLACE = Binding("log.example", "tender-1", "bid-1", "price", terms_hash="ab" * 32, version=1)


def sealed(plaintext: bytes, binding: Binding = PLACE) -> bytes:
    sink = BytesIO()
    envelope.seal(BytesIO(plaintext), sink, binding=binding, readers={"tender": PUBLIC})
    return sink.getvalue()


def opened(data: bytes, binding: Binding = PLACE, private_key: bytes = PRIVATE) -> bytes:
    source = BytesIO(data)
    header = envelope.read_header(source)
    header.binding.require(binding)
    wrapped = header.wrapped_for("tender").sealed
    content_key = wrap.unwrap(wrapped, private_key, info=binding.encode())
    return b"".join(envelope.read_content(source, header=header, content_key=content_key))


@settings(max_examples=20)
@given(st.binary(max_size=500))
def test_what_is_sealed_is_opened(plaintext):
    assert opened(sealed(plaintext)) == plaintext


def test_sealing_twice_gives_unrelated_bytes():
    assert sealed(b"same")[200:] != sealed(b"same")[200:]


def test_the_digest_and_size_are_of_every_byte():
    sink = BytesIO()
    result = envelope.seal(BytesIO(b"x"), sink, binding=PLACE, readers={"tender": PUBLIC})
    assert result == envelope.Sealed(
        digest=envelope.hashlib.sha256(sink.getvalue()).hexdigest(), size=len(sink.getvalue())
    )


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_flipped_bit_in_any_byte_is_refused(data):
    altered = bytearray(sealed(b"a price of 18 000"))
    altered[data.draw(st.integers(0, len(altered) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealError):
        opened(bytes(altered))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_an_envelope_cut_anywhere_is_refused(data):
    whole = sealed(b"a price of 18 000")
    with pytest.raises(SealError):
        opened(whole[: data.draw(st.integers(0, len(whole) - 1))])


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"log": "other.example"},
        {"tender": "tender-2"},
        {"bid": "bid-2"},
        {"part": "technical"},
        {"terms_hash": "cd" * 32},
        {"version": 2},
        {"file": "file-1"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_envelope_moved_elsewhere_is_refused(elsewhere):
    expected = dataclasses.replace(PLACE, **elsewhere)

    with pytest.raises(Misplaced) as refusal:
        opened(sealed(b"a price"), expected)
    assert refusal.value.facts == {"fields": next(iter(elsewhere))}

    # And by the mathematics, not by the label alone: relabelled, it does not unwrap.
    source = BytesIO(sealed(b"a price"))
    header = envelope.read_header(source)
    with pytest.raises(SealBroken):
        wrap.unwrap(header.wrapped_for("tender").sealed, PRIVATE, info=expected.encode())


def test_another_private_key_opens_nothing():
    other, _ = wrap.generate()
    with pytest.raises(SealBroken):
        opened(sealed(b"a price"), private_key=other)


def test_a_reader_that_was_not_named_has_no_key():
    header = envelope.read_header(BytesIO(sealed(b"a price")))
    with pytest.raises(NoSuchKey):
        header.wrapped_for("copy")


def test_every_reader_opens_the_same_content():
    other_private, other_public = wrap.generate()
    sink = BytesIO()
    readers = {"tender": PUBLIC, "copy": other_public}
    envelope.seal(BytesIO(b"one content"), sink, binding=PLACE, readers=readers)
    source = BytesIO(sink.getvalue())
    header = envelope.read_header(source)

    copied = header.wrapped_for("copy").sealed
    content_key = wrap.unwrap(copied, other_private, info=PLACE.encode())

    content = envelope.read_content(source, header=header, content_key=content_key)
    assert b"".join(content) == b"one content" == opened(sink.getvalue())


def test_a_changed_header_opens_nothing_even_with_the_right_content_key():
    """Who adds a reader or changes the salt gets another object key."""
    key, sink = bytes(32), BytesIO()
    header = Header(PLACE, b"s" * 32, {"tender": WrappedKey("f", b"w")})
    envelope.write(BytesIO(b"a price"), sink, header=header, content_key=key)
    body = sink.getvalue()[sink.getvalue().index(header.encode()) + len(header.encode()) :]

    changed = dataclasses.replace(header, wraps={**header.wraps, "thief": WrappedKey("f", b"w")})

    kept = envelope.read_content(BytesIO(body), header=header, content_key=key)
    assert b"".join(kept) == b"a price"
    with pytest.raises(SealBroken):
        b"".join(envelope.read_content(BytesIO(body), header=changed, content_key=key))


@pytest.mark.parametrize(
    "header",
    [b"{}", b"[]", b"null", b'{"binding":{},"salt":"","suite":"","wraps":{}}', b"not json"],
    ids=repr,
)
def test_a_header_of_another_shape_is_refused(header):
    data = envelope.MAGIC + len(header).to_bytes(4, "big") + header
    with pytest.raises(SealBroken):
        envelope.read_header(BytesIO(data))


def test_a_header_of_absurd_length_is_refused_without_reading_it():
    with pytest.raises(SealBroken) as refusal:
        envelope.read_header(BytesIO(envelope.MAGIC + b"\xff" * 100))
    assert refusal.value.facts == {"what": "header length"}


def test_another_suite_is_refused():
    header = Header(PLACE, b"s" * 32, {}, suite="ROT13").encode()
    data = envelope.MAGIC + len(header).to_bytes(4, "big") + header
    with pytest.raises(SealBroken):
        envelope.read_header(BytesIO(data))


def test_the_header_shows_nothing_of_the_content():
    header = envelope.read_header(BytesIO(sealed(b"18000.00")))
    assert canonical.loads(header.encode()).keys() == {"binding", "salt", "suite", "wraps"}
    assert b"18000" not in sealed(b"18000.00")
