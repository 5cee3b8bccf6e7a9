from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.sealing.errors import SealBroken
from marketplace.sealing.stream import CHUNK, TAG, decrypt, encrypt

KEY = bytes(range(32))
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7]


def sealed(plaintext: bytes) -> bytes:
    return b"".join(encrypt(BytesIO(plaintext), KEY))


def opened(ciphertext: bytes, key: bytes = KEY) -> bytes:
    return b"".join(decrypt(BytesIO(ciphertext), key))


def plaintext_of(size: int) -> bytes:
    return bytes(index % 251 for index in range(size))


class Dripping(BytesIO):
    """A source that answers each read with fewer bytes than asked, as a socket may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 0, 4093))


@pytest.mark.parametrize("size", SIZES)
def test_what_is_encrypted_is_decrypted(size):
    assert opened(sealed(plaintext_of(size))) == plaintext_of(size)


@pytest.mark.parametrize("size", SIZES)
def test_each_chunk_costs_one_tag(size):
    chunks = max(1, -(-size // CHUNK))
    assert len(sealed(plaintext_of(size))) == size + chunks * TAG


@given(st.binary(max_size=2000))
def test_any_content_comes_back(plaintext):
    assert opened(sealed(plaintext)) == plaintext


def test_a_source_that_answers_in_pieces_makes_the_same_bytes():
    plaintext = plaintext_of(3 * CHUNK + 5)
    assert b"".join(encrypt(Dripping(plaintext), KEY)) == sealed(plaintext)
    assert b"".join(decrypt(Dripping(sealed(plaintext)), KEY)) == plaintext


@given(st.data())
def test_any_flipped_bit_is_refused(data):
    ciphertext = bytearray(sealed(b"a price of 18 000"))
    ciphertext[data.draw(st.integers(0, len(ciphertext) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealBroken):
        opened(bytes(ciphertext))


@pytest.mark.parametrize("kept", [0, 1, TAG, CHUNK + TAG, 2 * (CHUNK + TAG), 2 * (CHUNK + TAG) + 5])
def test_a_file_cut_anywhere_is_refused(kept):
    ciphertext = sealed(plaintext_of(2 * CHUNK + 7))
    with pytest.raises(SealBroken):
        opened(ciphertext[:kept])


def test_chunks_cannot_be_swapped_repeated_or_dropped():
    size = CHUNK + TAG
    ciphertext = sealed(plaintext_of(3 * CHUNK + 1))
    one, two, three, rest = (ciphertext[i : i + size] for i in range(0, len(ciphertext), size))
    for forged in (
        two + one + three + rest,
        one + one + two + three + rest,
        one + three + rest,
        one + two + three + rest + rest,
    ):
        with pytest.raises(SealBroken):
            opened(forged)


def test_bytes_added_at_the_end_are_refused():
    for size in (5, CHUNK):
        with pytest.raises(SealBroken):
            opened(sealed(plaintext_of(size)) + b"\x00")


def test_another_key_opens_nothing():
    with pytest.raises(SealBroken):
        opened(sealed(b"a price"), key=bytes(32))
