"""The whole log as lines of JSON, for ``verify_ledger.py``: the form is told in docs/ledger.md."""

from base64 import b64encode
from collections.abc import Iterator

from marketplace import canonical
from marketplace.ledger.kinds import PUBLIC
from marketplace.ledger.log import latest_checkpoint
from marketplace.ledger.models import Checkpoint, Leaf

BLOCK = 2000


def export(*, everything: bool = False) -> Iterator[bytes] | None:
    """The log as far as it is signed, in blocks of lines; None before the first checkpoint.

    Only public entries are in clear, unless ``everything``: then all that is not erased is.
    """
    checkpoint = latest_checkpoint()
    return _blocks(checkpoint, everything=everything) if checkpoint else None


def _blocks(checkpoint: Checkpoint, *, everything: bool) -> Iterator[bytes]:
    yield canonical.dumps({"checkpoint": checkpoint.note}) + b"\n"
    # Rows never change, so each block may be its own query: nothing is held for a slow reader.
    for first in range(0, checkpoint.size, BLOCK):
        last = min(first + BLOCK, checkpoint.size)
        leaves = Leaf.objects.filter(index__gte=first, index__lt=last).select_related("event")
        yield b"".join(_line(leaf, everything=everything) for leaf in leaves.order_by("index"))


def _line(leaf: Leaf, *, everything: bool) -> bytes:
    event = leaf.event
    if event is None or event.salt is None or not (everything or event.action in PUBLIC):
        return b'"%b"\n' % b64encode(leaf.commitment)
    salt = b64encode(event.salt).decode()
    return canonical.dumps({"entry": event.entry(), "salt": salt}) + b"\n"
