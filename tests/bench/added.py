"""What seal, receipt and ledger add to entering a bid: the same, with and without them."""

import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from marketplace.clock import now
from marketplace.ledger.signing import Signed
from marketplace.sealing.stream import CHUNK
from tenders.actions.bid_prepare import review_bid
from tenders.actions.bid_submit import submit_bid
from tenders.models import Bid
from tenders.queries.bidding import last_change
from tests.bids import access_of
from tests.factories import member

WITHOUT = {
    "marketplace.sealing.wrap.wrap": lambda *_arguments, **_named: bytes(1168),
    "marketplace.sealing.stream.encrypt": lambda source, _key: iter(
        lambda: source.read(CHUNK), b""
    ),
    "tenders.actions.bid_submit.sign_receipt": lambda _receipt: Signed("none", bytes(64)),
    "tenders.actions.bid_submit.record": lambda *_arguments, **_named: None,
    "tenders.actions.bid_submit.latest_checkpoint": lambda: None,
}


def added(bids: Sequence[Bid]) -> list[float]:
    """Milliseconds by which each bid took longer than the next one, entered without all that."""
    pairs = zip(bids[::2], bids[1::2], strict=True)
    return [entered(whole) - entered(bare, without=True) for whole, bare in pairs]


def entered(bid: Bid, *, without: bool = False) -> float:
    """Milliseconds from its review, where the seal is made, to its receipt."""
    actor = member(bid.vendor)
    access = access_of(actor)
    with without_trust() if without else ExitStack():
        began = time.perf_counter()
        review_bid(bid=bid, access=access, actor=actor, at=now())
        submit_bid(
            bid_id=bid.pk,
            submission_key=uuid.uuid4(),
            reviewed=bid.draft_digest,
            amendment=last_change(bid.tender),
            access=access,
            actor=actor,
        )
        return 1000 * (time.perf_counter() - began)


@contextmanager
def without_trust() -> Iterator[Any]:
    """Nothing is encrypted, signed or recorded: only for measuring what that costs."""
    with ExitStack() as stack:
        for name, bare in WITHOUT.items():
            stack.enter_context(patch(name, bare))
        yield
