"""The key of receipts: what it signs, who may know it, and what happens without it."""

import pytest
from django.core.management import call_command

from marketplace import canonical
from marketplace.clock import now
from marketplace.errors import Unavailable
from marketplace.ledger import log, notes, verify_ledger
from marketplace.ledger.models import Event
from marketplace.ledger.signing import introduce_receipt_key, key_name, readiness, sign_receipt
from marketplace.ledger.tasks import introduce_keys

RECEIPT = {"type": "bid-receipt", "v": 1}


def test_the_signature_is_on_the_canonical_receipt(settings):
    key = notes.read_keys(settings.RECEIPT_KEY_FILE)[0]

    made = sign_receipt(RECEIPT)

    raw = next(iter(verify_ledger.read_keys(key.public).values()))
    assert (made.key, key.name) == (key.handle, f"{settings.LEDGER_ORIGIN}/receipts")
    assert verify_ledger.signed(raw, made.signature, canonical.dumps(RECEIPT))
    assert not verify_ledger.signed(raw, made.signature, canonical.dumps({**RECEIPT, "v": 2}))


@pytest.mark.django_db
def test_the_ledger_introduces_the_key_once_and_does_not_take_it_for_its_own():
    assert readiness() == "receipts: key not introduced yet"

    assert [introduce_keys(), introduce_keys()] == [1, 0]

    entry = Event.objects.get(action="ledger.key-introduced")
    assert entry.data["key"].startswith(f"{key_name()}+")
    assert (log.introduced_keys(), log.keys_in_force()) == ([entry.data["key"]], [])
    assert readiness() == "receipts: working"


@pytest.mark.django_db
def test_without_its_key_nothing_is_signed_and_the_operator_reads_why(settings, tmp_path):
    settings.RECEIPT_KEY_FILE = tmp_path / "none"
    with pytest.raises(Unavailable):
        sign_receipt(RECEIPT)
    assert readiness().startswith("receipts: no key: ")
    assert "make_receipt_key" in readiness()


@pytest.mark.django_db
def test_the_command_makes_a_key_once(settings, tmp_path, capsys):
    settings.RECEIPT_KEY_FILE = tmp_path / "receipt.key"
    for _ in range(2):
        call_command("make_receipt_key")
    first, public, second, same = capsys.readouterr().out.splitlines()
    assert (first.endswith("made"), second.endswith("already there"), public) == (True, True, same)
    assert introduce_receipt_key(at=now())
