"""T3: a signed receipt at once, its proof within a minute, and both verify alone."""

import json
import subprocess
import sys
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.urls import reverse

from marketplace.devstack import site
from tenders.models import Bid, BidVersion, PreparedBid
from tests.bids import drafted_bid
from tests.factories import TenderFactory, member
from tests.plumbing.live import LiveStack
from tests.plumbing.visitor import Answer, Visitor

TICKED = {"confirm": "on", "confirm_low": "on"}


@dataclass
class Bidder:
    """A firm with a whole draft on an open call, signed in at the live site."""

    bid: Bid
    visitor: Visitor

    def page(self, name: str, *more: object) -> str:
        return reverse(f"tenders:{name}", args=[self.bid.public_id, *more])

    def submit(self, review: Answer) -> Answer:
        return self.visitor.post(self.page("bid_review"), review.hidden() | TICKED)


@pytest.fixture
def bidder(live_stack: LiveStack, settings):
    settings.SEALING_CUSTODY = "marketplace.sealing.client.SealerClient"
    with live_stack.database():
        bid = drafted_bid(TenderFactory(open=True))
        yield Bidder(bid, Visitor(live_stack, member(bid.vendor)))


def verified(folder: Path, script: bytes, keys: bytes, bundle: bytes) -> tuple[int, str]:
    """What the script says, alone: no package, no setting, another folder."""
    (folder / "verify_ledger.py").write_bytes(script)
    (folder / "keys").write_bytes(keys)
    (folder / "receipt.json").write_bytes(bundle)
    run = subprocess.run(
        [sys.executable, "-I", "verify_ledger.py", "keys", "receipt.json"],
        cwd=folder,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout + run.stderr


def flipped(text: str) -> str:
    data = bytearray(b64decode(text))
    data[len(data) // 2] ^= 1
    return b64encode(data).decode()


def other_receipt(bundle: dict) -> None:
    bundle["receipt"]["received_at"] = bundle["receipt"]["received_at"].replace("Z", "1Z")


def other_signature(bundle: dict) -> None:
    bundle["signature"] = flipped(bundle["signature"])


def other_proof(bundle: dict) -> None:
    lines = bundle["proof"].split("\n")
    lines[3] = flipped(lines[3])
    bundle["proof"] = "\n".join(lines)


def other_checkpoint(bundle: dict) -> None:
    lines = bundle["proof"].split("\n")
    root = lines.index("") + 3
    lines[root] = flipped(lines[root])
    bundle["proof"] = "\n".join(lines)


FLIPS = {
    other_receipt: "is not on this receipt",
    other_signature: "is not on this receipt",
    other_proof: "The proof does not lead to the root",
    other_checkpoint: "is not on this checkpoint",
}


def test_a_receipt_and_its_proof_verify_with_the_script_alone(live_stack, bidder, tmp_path):
    answer = bidder.submit(bidder.visitor.get(bidder.page("bid_review")))
    said = json.loads(answer.content)
    assert (answer.status, said["receipt"]["accepted"]) == (302, True)
    path = bidder.page("bid_receipt_json", 1)
    bundle = live_stack.wait_for(
        lambda: b'"proof"' in (file := bidder.visitor.get(path).content) and file, seconds=60
    )
    assert {**json.loads(bundle), "proof": None} == {**said, "proof": None}

    script = bidder.visitor.get("/ledger/verify_ledger.py").content
    keys = live_stack.wait_for(
        lambda: b"/receipts+" in (text := bidder.visitor.get("/ledger/keys").content) and text, 60
    )
    code, told = verified(tmp_path, script, keys, bundle)
    assert (code, told.endswith("It holds.\n")) == (0, True), told
    for flip, word in FLIPS.items():
        forged = json.loads(bundle)
        flip(forged)
        line = json.dumps(forged, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        code, told = verified(tmp_path, script, keys, f"{line}\n".encode())
        assert (code, word in told, told.startswith("REFUSED: ")) == (1, True, True), told
    assert str(said["receipt"]["receipt_id"]) in bidder.visitor.get(
        bidder.page("bid_receipt", 1)
    ).text.replace("&quot;", '"')


def test_the_checking_script_is_the_one_of_the_repository(live_stack, bidder):
    here = Path("marketplace/ledger/verify_ledger.py").read_bytes()
    assert bidder.visitor.get("/ledger/verify_ledger.py").content == here


def test_a_reviewed_bid_is_submitted_while_the_sealer_is_down(live_stack, bidder):
    review = bidder.visitor.get(bidder.page("bid_review"))
    assert PreparedBid.objects.filter(bid=bidder.bid).count() == 1
    family = live_stack.family
    sealer = next(child for child in family.children if child.name == "sealer")
    family.children.remove(sealer)
    sealer.stop()
    try:
        assert "sealer: silent" in bidder.visitor.get("/readyz").text
        away = bidder.visitor.get(bidder.page("bid_price"))
        answer = bidder.submit(review)
        shown = bidder.visitor.get(answer.headers["Location"])
    finally:
        site.start_sealer(family, live_stack.environment)

    assert (away.status, "réessayez dans quelques minutes" in away.text) == (503, True)
    assert (answer.status, json.loads(answer.content)["receipt"]["accepted"]) == (302, True)
    assert (shown.status, "Votre soumission est reçue et scellée" in shown.text) == (200, True)
    assert BidVersion.objects.filter(bid=bidder.bid).count() == 1
