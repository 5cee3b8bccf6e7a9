"""Reading the log: its tiles, its keys, its newest checkpoint."""

from django.conf import settings
from django.db import connection
from django.db.models import Max

from marketplace.ledger import kinds
from marketplace.ledger.models import Checkpoint, Event, Leaf
from marketplace.ledger.tree import Tree, leaf_hash
from marketplace.ledger.verify_ledger import read_keys

HASH = 32
# As one value: 256 rows one by one would take longer than hashing them.
LEAVES = """
    SELECT string_agg(commitment, '' ORDER BY index) FROM ledger_leaf
    WHERE index >= %s AND index < %s
"""
SUBTREES = """
    SELECT string_agg(hash, '' ORDER BY index) FROM ledger_subtree
    WHERE level = %s AND index >= %s AND index < %s
"""


class RowsMissing(Exception):
    """Rows of the log that must be there are not: somebody took them away."""


def read(level: int, first: int, last: int) -> list[bytes]:
    """The stored hashes of one level. Raises RowsMissing unless all of them are there."""
    with connection.cursor() as cursor:
        if level:
            cursor.execute(SUBTREES, [level, first, last])
        else:
            cursor.execute(LEAVES, [first, last])
        joined = bytes(cursor.fetchone()[0] or b"")
    found = [joined[place : place + HASH] for place in range(0, len(joined), HASH)]
    if len(found) != last - first:
        raise RowsMissing(f"level {level}, from {first} to {last}: {len(found)} rows")
    return found if level else [leaf_hash(commitment) for commitment in found]


def tree(size: int) -> Tree:
    return Tree(size, read)


def size() -> int:
    """How many leaves are integrated, signed for or not."""
    last = Leaf.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else last + 1


def latest_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-size").first()


def introduced_keys() -> list[str]:
    """Every public key that the ledger itself has introduced, in order; the retired ones too."""
    return _keys_of(kinds.KEY_INTRODUCED)


def keys_in_force() -> list[str]:
    """The keys that sign the log now, as it says itself."""
    retired = _keys_of(kinds.KEY_RETIRED)
    ours = (key for key in introduced_keys() if key.startswith(f"{origin()}+"))
    return [key for key in ours if key not in retired]


def trusted_keys() -> dict[str, bytes]:
    """The introduced keys, as ``verify_ledger`` wants them: what an old key signed stays valid."""
    return read_keys("\n".join(introduced_keys()))


def _keys_of(action: str) -> list[str]:
    events = Event.objects.filter(action=action, subject=kinds.LEDGER).order_by("pk")
    return [event.data["key"] for event in events if event.data]


def origin() -> str:
    return str(settings.LEDGER_ORIGIN)
