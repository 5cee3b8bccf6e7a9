"""Signing receipts. The key is the site's own: a bid is acknowledged though the sealer is down.

Whoever steals it can sign a receipt, but not enter it in the ledger, nor date it back: every
receipt that counts is committed to by an entry of the log, which another key signs.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error
from django.utils.translation import gettext as _

from marketplace import canonical
from marketplace.errors import Unavailable
from marketplace.ledger import actions, log, notes
from marketplace.ledger.notes import SigningKey


@dataclass(frozen=True)
class Signed:
    """An Ed25519 ``signature`` and the name and number of the ``key`` that made it."""

    key: str
    signature: bytes


def key_name() -> str:
    """Another name than the log's own: this key signs no checkpoint that anybody would believe."""
    return f"{settings.LEDGER_ORIGIN}/receipts"


def sign_receipt(receipt: Any) -> Signed:
    """Sign the canonical JSON of ``receipt``. Raises Unavailable if the key can't be read."""
    try:
        key = _key()
    except ImproperlyConfigured as wrong:
        sentence = _(
            "Bids can’t be received just now, because no receipt can be signed. Nothing is lost: "
            "try again in a few minutes, and tell the operator if the deadline is near."
        )
        raise Unavailable(sentence) from wrong
    return Signed(key.handle, key.sign(canonical.dumps(receipt)))


def introduce_receipt_key(*, at: datetime) -> bool:
    """Enter the public key in the ledger, for everybody to check receipts with, unless it is there.

    To be done before the first receipt, on the clock: an entry that came with the first receipt
    would tell that there is one. Raises ImproperlyConfigured if the key can't be read.
    """
    public = _key().public
    if public in log.introduced_keys():
        return False
    actions.introduce_key(public=public, at=at)
    return True


def can_sign() -> bool:
    """Whether the key is there: without it no bid is received."""
    try:
        _key()
    except ImproperlyConfigured:
        return False
    return True


def readiness() -> str:
    """One line for ``/readyz``.

    Without the key no bid is received; before it is introduced, no receipt can be checked.
    """
    try:
        introduced = _key().public in log.introduced_keys()
    except ImproperlyConfigured as wrong:
        return f"receipts: no key: {wrong}"
    except Error:
        return "receipts: no database"
    return "receipts: working" if introduced else "receipts: key not introduced yet"


def _key() -> SigningKey:
    return notes.read_keys(settings.RECEIPT_KEY_FILE, "receipt")[0]
