"""The whole log as lines of JSON, for ``verify_ledger.py``: the form is told in docs/ledger.md."""

from base64 import b64encode
from collections.abc import Iterator
from itertools import islice

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
    leaves = Leaf.objects.filter(index__lt=checkpoint.size).select_related("event")
    lines = (_line(leaf, everything=everything) for leaf in leaves.iterator(BLOCK))
    while block := b"".join(islice(lines, BLOCK)):
        yield block


def _line(leaf: Leaf, *, everything: bool) -> bytes:
    event = leaf.event
    if event is None or event.salt is None or not (everything or event.action in PUBLIC):
        return b'"%b"\n' % b64encode(leaf.commitment)
    salt = b64encode(event.salt).decode()
    return canonical.dumps({"entry": event.entry(), "salt": salt}) + b"\n"
