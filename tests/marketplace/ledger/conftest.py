"""A ledger of the test's own: its keys and its checkpoint outside are in a folder of the test."""

import pytest

from marketplace.ledger import notes
from marketplace.ledger.signing import key_name


@pytest.fixture(autouse=True)
def own_files(tmp_path, settings):
    settings.LEDGER_KEY_FILE = tmp_path / "ledger.key"
    settings.LEDGER_CHECKPOINT_FILE = tmp_path / "outside" / "checkpoint"
    settings.LEDGER_ORIGIN = "ledger.test/log"
    notes.make_key(settings.LEDGER_KEY_FILE, settings.LEDGER_ORIGIN)
    settings.RECEIPT_KEY_FILE = tmp_path / "receipts.key"
    notes.make_key(settings.RECEIPT_KEY_FILE, key_name())
