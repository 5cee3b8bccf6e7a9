"""Frozen examples of ``bid-seal/v1``: what is sealed today must open in ten years.

If one of these fails, the format has changed: it then needs another name, and this one stays
readable beside it.
"""

import hashlib
import json
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import pytest

from marketplace.sealing import envelope, stream, wrap

VECTORS = json.loads((Path(__file__).parent / "vectors" / "bid-seal-v1.json").read_text())
FROZEN = VECTORS["envelope"]
SEALED = b64decode(FROZEN["sealed"])


@pytest.mark.parametrize("reader", ["tender", "copy"])
def test_the_frozen_envelope_opens_for_each_reader(reader):
    source = BytesIO(SEALED)
    header = envelope.read_header(source)
    assert header.binding.encode() == FROZEN["info"].encode()
    assert header.wraps[reader].fingerprint == FROZEN[f"{reader}_public_key_sha256"]

    content_key = wrap.unwrap(
        header.wraps[reader].sealed,
        bytes.fromhex(FROZEN[f"{reader}_private_key"]),
        info=FROZEN["info"].encode(),
    )

    assert content_key.hex() == FROZEN["content_key"]
    content = envelope.read_content(source, header=header, content_key=content_key)
    assert b"".join(content).decode() == FROZEN["plaintext"]


def test_the_frozen_envelope_is_written_again_byte_for_byte():
    header, sink = envelope.read_header(BytesIO(SEALED)), BytesIO()
    key = bytes.fromhex(FROZEN["content_key"])
    written = envelope.write(
        BytesIO(FROZEN["plaintext"].encode()), sink, header=header, content_key=key
    )
    assert sink.getvalue() == SEALED
    assert written == envelope.Sealed(FROZEN["sha256"], len(SEALED))


@pytest.mark.parametrize(("size", "digest"), VECTORS["stream"]["ciphertext_sha256"].items())
def test_the_frozen_streams_are_encrypted_to_the_same_bytes(size, digest):
    plaintext = bytes(index % 251 for index in range(int(size)))
    chunks = stream.encrypt(BytesIO(plaintext), bytes.fromhex(VECTORS["stream"]["key"]))
    assert hashlib.sha256(b"".join(chunks)).hexdigest() == digest
