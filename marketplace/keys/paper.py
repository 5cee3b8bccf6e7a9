"""A key as a page of text that can be printed, and typed in again; it opens with a passphrase.

    micromarche-key/v1
    key   master                      which key it is, of which installation, when it was copied:
    of    micromarche.example/ledger  in clear, and bound into the encryption
    …
    1 K7QX  MFRG GZDF MZTW Q2LK …     base32; the group after the number checks its line

AES-256-GCM under scrypt(passphrase, salt, N = 2^17, r = 8, p = 1); what is encoded is
salt (16) ‖ nonce (12) ‖ ciphertext. The associated data is the canonical JSON of the clear lines.
"""

import base64
import binascii
import re
import secrets
import unicodedata
from collections.abc import Iterator, Mapping
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from marketplace import canonical

FORMAT = "micromarche-key/v1"
SHORTEST_PASSPHRASE = 20
_SALT, _NONCE = 16, 12
_GROUP, _GROUPS, _CHECK = 4, 8, 4
_LINE = re.compile(r"(\d+) ([A-Z2-7]{4}) +([A-Z2-7 ]+)")


class Unreadable(Exception):
    """The page is not what was written, or the passphrase is not the one: a sentence says which."""


def write(secret: bytes, facts: Mapping[str, str], passphrase: str) -> str:
    """The page for ``secret``. ``facts`` stay readable, and can't be changed."""
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    cipher = AESGCM(_stretched(passphrase, salt))
    sealed = salt + nonce + cipher.encrypt(nonce, secret, _bound(facts))
    clear = [f"{name:5} {value}" for name, value in facts.items()]
    return "\n".join([FORMAT, *clear, "", *_lines(sealed), ""])


def read(page: str, passphrase: str) -> tuple[dict[str, str], bytes]:
    """The facts and the secret of a page. Raises Unreadable, which names a mistyped line."""
    lines = [line.strip() for line in page.strip().splitlines()]
    if lines[:1] != [FORMAT]:
        raise Unreadable(f"This is not a key’s backup: its first line is not {FORMAT}.")
    clear, _, encoded = "\n".join(lines[1:]).partition("\n\n")
    facts = dict(_fact(line) for line in clear.splitlines())
    sealed = _decoded(encoded)
    salt, nonce, text = sealed[:_SALT], sealed[_SALT : _SALT + _NONCE], sealed[_SALT + _NONCE :]
    try:
        return facts, AESGCM(_stretched(passphrase, salt)).decrypt(nonce, text, _bound(facts))
    except (InvalidTag, ValueError) as wrong:
        raise Unreadable(
            "This passphrase does not open this page, or one of the lines in clear was changed."
        ) from wrong


def _lines(sealed: bytes) -> Iterator[str]:
    text = base64.b32encode(sealed).decode().rstrip("=")
    groups = [text[start : start + _GROUP] for start in range(0, len(text), _GROUP)]
    for number, start in enumerate(range(0, len(groups), _GROUPS), 1):
        line = groups[start : start + _GROUPS]
        yield f"{number} {_check(number, ''.join(line))}  {' '.join(line)}"


def _decoded(encoded: str) -> bytes:
    text = ""
    for number, line in enumerate(filter(None, encoded.upper().splitlines()), 1):
        found = _LINE.fullmatch(line)
        written = found[3].replace(" ", "") if found else ""
        if not found or int(found[1]) != number or found[2] != _check(number, written):
            raise Unreadable(f"Line {number} is not what was written: compare it with the page.")
        text += written
    try:
        return base64.b32decode(text + "=" * (-len(text) % 8))
    except binascii.Error as cut:
        raise Unreadable("The page is not whole: lines are missing at its end.") from cut


def _check(number: int, text: str) -> str:
    digest = sha256(f"{number} {text}".encode()).digest()
    return base64.b32encode(digest).decode()[:_CHECK]


def _fact(line: str) -> tuple[str, str]:
    name, _, value = line.partition(" ")
    return name, value.strip()


def _bound(facts: Mapping[str, str]) -> bytes:
    return canonical.dumps({"format": FORMAT, **facts})


def _stretched(passphrase: str, salt: bytes) -> bytes:
    typed = unicodedata.normalize("NFKC", passphrase.strip()).encode()
    return Scrypt(salt=salt, length=32, n=2**17, r=8, p=1).derive(typed)
