"""Wrap a content key to a public key: HPKE (RFC 9180) with the hybrid X-Wing KEM.

X-Wing joins ML-KEM-768 and X25519: a bid recorded today stays sealed even if one of the two is
broken later. Everything cryptographic is done by the ``cryptography`` library.
"""

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519

from marketplace.sealing.errors import SealBroken

SUITE = "MLKEM768_X25519+HKDF_SHA256+AES_256_GCM"
PUBLIC_KEY_SIZE = 1184 + 32
PRIVATE_KEY_SIZE = 64 + 32
WRAPPED_SIZE = 1168  # 1120 of encapsulation, 32 of content key, 16 of tag

_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def generate() -> tuple[bytes, bytes]:
    """Make a key pair. Returns (private key, public key): ML-KEM seed ‖ X25519, and the same."""
    lattice = mlkem.MLKEM768PrivateKey.generate()
    curve = x25519.X25519PrivateKey.generate()
    return (
        lattice.private_bytes_raw() + curve.private_bytes_raw(),
        lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw(),
    )


def fingerprint(public_key: bytes) -> str:
    """SHA-256 of a public key, in hexadecimal: how receipts and envelopes name it."""
    return hashlib.sha256(public_key).hexdigest()


def wrap(content_key: bytes, public_key: bytes, *, info: bytes) -> bytes:
    """Encrypt ``content_key`` so that only the private half of ``public_key`` gets it back.

    ``info`` is the binding: the same bytes must be presented to unwrap.
    """
    if len(public_key) != PUBLIC_KEY_SIZE:
        raise ValueError(f"a public key is {PUBLIC_KEY_SIZE} bytes long")
    key = hpke.MLKEM768X25519PublicKey(
        mlkem.MLKEM768PublicKey.from_public_bytes(public_key[:1184]),
        x25519.X25519PublicKey.from_public_bytes(public_key[1184:]),
    )
    return _SUITE.encrypt(content_key, key, info=info)


def unwrap(wrapped: bytes, private_key: bytes, *, info: bytes) -> bytes:
    """Give back the content key. Raises SealBroken for another key, binding or altered bytes."""
    key = hpke.MLKEM768X25519PrivateKey(
        mlkem.MLKEM768PrivateKey.from_seed_bytes(private_key[:64]),
        x25519.X25519PrivateKey.from_private_bytes(private_key[64:]),
    )
    try:
        return _SUITE.decrypt(wrapped, key, info=info)
    except InvalidTag as broken:
        raise SealBroken(what="wrapped key") from broken
