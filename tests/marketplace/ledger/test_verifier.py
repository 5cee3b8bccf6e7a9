"""T3, T8: what the ledger gives out is checked offline, by the script of the standard library."""

import ast
import json
import re
import sys
from base64 import b64decode, b64encode
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace import canonical
from marketplace.ledger import api, log, verify_ledger
from marketplace.ledger.export import export
from marketplace.ledger.models import Leaf
from marketplace.ledger.notes import SigningKey
from marketplace.ledger.verify_ledger import Refused
from tests.marketplace.ledger.helpers import (
    SCRIPT,
    as_superuser,
    enter,
    keys_file,
    run_script,
    sequence,
    verify,
)

pytestmark = pytest.mark.django_db


def check(content, keys, earlier=("", 0, b"")):
    lines = iter(content.splitlines(keepends=True))
    return verify_ledger.check(lines, keys, earlier)


def some_receipt():
    """A receipt, its entry in the log, and the signature of a key the log has introduced."""
    key = SigningKey.generate("ledger.test/receipts")
    enter("ledger.key-introduced", subject="ledger", key=key.public)
    receipt = {"v": 1, "tender": "tender:1", "bid": "bid:1", "accepted": True, "salt": "00"}
    event = enter("bid.sealed", receipt=api.receipt_hash(receipt))
    sequence()
    return event, receipt, key


def bundle():
    event, receipt, key = some_receipt()
    signature = key.sign(canonical.dumps(receipt))
    return api.receipt_bundle(
        api.proof_of(event), receipt=receipt, signature=signature, key=key.handle
    )


def whole_export():
    return b"".join(export() or ())


def test_the_script_is_under_150_lines_and_needs_the_standard_library_alone():
    tree = ast.parse(SCRIPT.read_text())
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert len(SCRIPT.read_text().splitlines()) < 150
    assert imported <= sys.stdlib_module_names


def test_a_receipt_and_its_proof_verify_offline_within_the_minute(tmp_path):
    found = verify(tmp_path, bundle())

    assert (found.returncode, found.stderr) == (0, "")
    assert '"tender": "tender:1"' in found.stdout
    assert found.stdout.endswith("It holds.\n")


def test_a_proof_verifies_offline_and_tells_its_entry(tmp_path):
    event = enter("tender.published", subject="tender:1", number="AE-1")
    sequence()

    found = verify(tmp_path, api.proof_of(event).text())

    assert found.returncode == 0, found.stderr
    told = json.loads(found.stdout.removesuffix(" \nIt holds.\n"))
    assert told["entry"] == event.entry()
    assert told["index"] == event.leaf.index


def test_a_checkpoint_verifies_offline(tmp_path):
    sequence()
    found = verify(tmp_path, api.latest_checkpoint().note)

    assert found.returncode == 0, found.stderr
    assert '"origin": "ledger.test/log"' in found.stdout


def test_a_later_checkpoint_is_shown_to_continue_an_earlier_one(tmp_path):
    sequence()
    earlier = api.latest_checkpoint()
    enter()
    sequence()

    found = verify(tmp_path, api.consistency_since(earlier.size), earlier=earlier.note)
    assert found.returncode == 0, found.stderr

    other = log.tree(earlier.size)
    assert other.root() == bytes(earlier.root)


def test_an_export_verifies_offline_and_shows_public_entries_alone(tmp_path):
    enter("tender.published", subject="tender:1", number="AE-1")
    enter("bid.sealed", secret="canary")
    sequence()

    text = whole_export()
    found = verify(tmp_path, text, earlier=api.latest_checkpoint().note)

    assert found.returncode == 0, found.stderr
    assert b"AE-1" in text
    assert b"canary" not in text
    assert b"canary" in b"".join(export(everything=True))


@pytest.mark.parametrize("made", [bundle, whole_export])
def test_one_flipped_byte_anywhere_is_refused(made, monkeypatch):
    # The same signature is not computed a thousand times over.
    monkeypatch.setattr(verify_ledger, "signed", cache(verify_ledger.signed))
    enter("tender.published", subject="tender:1", number="AÉ-1")
    sequence()
    content = made()
    keys = log.trusted_keys()
    check(content, keys)

    for place in range(len(content)):
        for bit in (1, 32) if place % 16 == 0 else (1,):
            broken = bytearray(content)
            broken[place] ^= bit
            with pytest.raises(Refused):
                check(bytes(broken), keys)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda b: b["receipt"].update(tender="tender:2"), "is not on this receipt"),
        (lambda b: b.update(signature=b64encode(bytes(64)).decode()), "is not on this receipt"),
        (lambda b: b.update(key="ledger.test/others+00000000"), "You do not trust"),
        (lambda b: b.update(proof=re.sub("index .", "index 9", b["proof"])), "does not lead to"),
        (lambda b: b.update(proof=b["proof"].replace("\n8\n", "\n9\n")), "signature"),
        (lambda b: b.pop("receipt"), "none of the forms"),
    ],
)
def test_a_refusal_names_what_fails(tmp_path, change, named):
    changed = json.loads(bundle())
    change(changed)

    found = verify(tmp_path, canonical.dumps(changed) + b"\n")

    assert found.returncode == 1
    assert found.stderr.startswith("REFUSED: ")
    assert named in found.stderr


def test_a_proof_of_another_entry_is_refused():
    first, second = enter(number=1), enter(number=2)
    sequence()
    there, keys = api.proof_of(first).text(), log.trusted_keys()
    extra = api.proof_of(second).text().split("\n")[1]
    lines = there.split("\n")
    lines[1] = extra

    with pytest.raises(Refused, match="does not lead to the root"):
        check("\n".join(lines).encode(), keys)


def test_a_receipt_of_another_entry_is_refused():
    _event, receipt, key = some_receipt()
    other = enter("bid.sealed", receipt=api.receipt_hash({**receipt, "bid": "bid:2"}))
    sequence()
    mixed = api.receipt_bundle(
        api.proof_of(other),
        receipt=receipt,
        signature=key.sign(canonical.dumps(receipt)),
        key=key.handle,
    )

    with pytest.raises(Refused, match="that of another receipt"):
        check(mixed, log.trusted_keys())


def test_a_checkpoint_of_somebody_else_is_refused():
    sequence()
    note = api.latest_checkpoint().note.encode()
    stranger = verify_ledger.read_keys(SigningKey.generate("ledger.test/log").public)

    with pytest.raises(Refused, match="No key that you trust"):
        check(note, stranger)


def test_the_key_of_receipts_does_not_sign_checkpoints():
    sequence()
    key = SigningKey.generate("ledger.test/receipts")
    text = api.latest_checkpoint().note.partition("\n\n")[0] + "\n"
    keys = log.trusted_keys() | verify_ledger.read_keys(key.public)

    with pytest.raises(Refused, match="No key that you trust"):
        check(f"{text}\n{key.line(text)}".encode(), keys)


def test_a_damaged_key_is_named(tmp_path):
    sequence()
    file = keys_file(tmp_path)
    file.write_text(file.read_text().replace("+01", "+02").replace("A", "B", 1))

    found = run_script(file, file)

    assert found.returncode == 1
    assert "key" in found.stderr


LINES = 24


@pytest.fixture
def exported(monkeypatch):
    for number in range(9):
        enter("tender.published", subject=f"tender:{number}", number=number)
        enter("bid.sealed", number=number)
    sequence()
    text = whole_export()
    assert len(text.splitlines()) == LINES + 1
    monkeypatch.setattr(verify_ledger, "signed", cache(verify_ledger.signed))
    return text, log.trusted_keys()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_every_edit_deletion_reorder_and_truncation_of_the_export_is_detected(exported, data):
    text, keys = exported
    check(text, keys)
    head, *lines = text.splitlines(keepends=True)
    first, second = data.draw(
        st.lists(st.integers(0, LINES - 1), min_size=2, max_size=2, unique=True)
    )
    kind = data.draw(st.sampled_from(["edit", "delete", "swap", "repeat", "insert", "truncate"]))
    changed = list(lines)
    if kind == "edit":
        place = data.draw(st.integers(0, len(changed[first]) - 1))
        line = bytearray(changed[first])
        line[place] = data.draw(st.integers(0, 255).filter(lambda byte: byte != line[place]))
        changed[first] = bytes(line)
    elif kind == "delete":
        del changed[first]
    elif kind == "swap":
        changed[first], changed[second] = changed[second], changed[first]
    elif kind == "repeat":
        changed.insert(second, changed[first])
    elif kind == "insert":
        changed.insert(first, b'"%b"\n' % b64encode(data.draw(st.binary(min_size=32, max_size=32))))
    else:
        del changed[first:]

    with pytest.raises(Refused):
        check(head + b"".join(changed), keys)


def test_a_superuser_edits_a_row_with_triggers_off_and_the_export_disagrees_with_what_was_kept(
    tmp_path,
):
    event = enter("tender.published", subject="tender:1", budget="25000")
    sequence()
    kept = api.latest_checkpoint().note

    as_superuser("UPDATE ledger_event SET data = %s WHERE id = %s", '{"budget": "1"}', event.pk)
    found = verify(tmp_path, whole_export(), earlier=kept)
    assert found.returncode == 1
    assert "are not those that were signed" in found.stderr


def test_a_superuser_rewrites_the_whole_log_and_an_earlier_checkpoint_shows_it(tmp_path, settings):
    event = enter("scores.technical.locked", subject="tender:1", notes="90")
    sequence()
    kept = api.latest_checkpoint().note

    event.data = {"notes": "10"}
    forged = event.commit()
    as_superuser(
        "UPDATE ledger_event SET data = %s, commitment = %s WHERE id = %s",
        '{"notes": "10"}', forged, event.pk,
    )  # fmt: skip
    as_superuser("UPDATE ledger_leaf SET commitment = %s WHERE event_id = %s", forged, event.pk)
    as_superuser("DELETE FROM ledger_checkpoint")
    settings.LEDGER_CHECKPOINT_FILE.unlink()
    sequence()
    text = whole_export()

    assert verify(tmp_path, text).returncode == 0
    found = verify(tmp_path, text, earlier=kept)
    assert found.returncode == 1
    assert "are not those that were signed" in found.stderr


def test_a_signature_is_the_one_of_the_library():
    for length in range(8):
        key, message = SigningKey.generate("a"), bytes(length)
        public = verify_ledger.read_keys(key.public)[key.handle]
        signature = key.sign(message)
        assert verify_ledger.signed(public, signature, message)
        assert not verify_ledger.signed(public, signature, message + b"x")
        assert not verify_ledger.signed(public, signature[::-1], message)


def test_a_signature_with_a_scalar_beyond_the_order_is_refused():
    key = SigningKey.generate("a")
    public = verify_ledger.read_keys(key.public)[key.handle]
    signature = key.sign(b"x")
    scalar = int.from_bytes(signature[32:], "little") + verify_ledger.ORDER

    assert not verify_ledger.signed(public, signature[:32] + scalar.to_bytes(32, "little"), b"x")


def test_the_commitment_of_an_entry_is_what_the_log_holds():
    event = enter("bid.sealed", a=1, b="é\U0001f600", c=[None, True])
    sequence()
    told = {"entry": event.entry(), "salt": b64encode(event.salt).decode()}

    leaf = Leaf.objects.get(event=event)
    assert verify_ledger.leaf(told) == log.read(0, leaf.index, leaf.index + 1)[0]
    assert b64decode(told["salt"]) == bytes(event.salt)
