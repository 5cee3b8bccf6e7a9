"""The whole log as lines of JSON, for ``verify_ledger.py``: the form is told in docs/ledger.md."""

from base64 import b64encode
from collections.abc import Iterator

from django.db.models import F

from marketplace import canonical
from marketplace.ledger.kinds import PUBLIC
from marketplace.ledger.log import latest_checkpoint
from marketplace.ledger.models import Checkpoint, Event, Leaf

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
        yield b"".join(_lines(first, last, everything=everything))


def _lines(first: int, last: int, *, everything: bool) -> Iterator[bytes]:
    readable = Event.objects.filter(leaf__index__gte=first, leaf__index__lt=last)
    readable = readable.filter(salt__isnull=False).annotate(place=F("leaf__index"))
    if not everything:
        readable = readable.filter(action__in=PUBLIC)
    events = {event.place: event for event in readable}
    leaves = Leaf.objects.filter(index__gte=first, index__lt=last).order_by("index")
    for place, commitment in leaves.values_list("index", "commitment"):
        event = events.get(place)
        yield _in_clear(event) if event else b'"%b"\n' % b64encode(commitment)


def _in_clear(event: Event) -> bytes:
    salt = b64encode(event.salt or b"").decode()
    return canonical.dumps({"entry": event.entry(), "salt": salt}) + b"\n"
