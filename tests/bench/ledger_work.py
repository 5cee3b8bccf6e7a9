"""What ``tests.bench.ledger`` measures, in a process with the site's settings. Prints JSON."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from marketplace.authorization import SYSTEM  # noqa: E402
from marketplace.clock import now  # noqa: E402
from marketplace.ledger import api, log, verify_ledger  # noqa: E402
from marketplace.ledger.export import export  # noqa: E402
from marketplace.ledger.models import Event  # noqa: E402
from marketplace.ledger.record import record  # noqa: E402
from marketplace.ledger.sequencer import STORE, Sequencer  # noqa: E402
from marketplace.ledger.tree import HEIGHT, Tree, completed  # noqa: E402

LEAVES, EVENTS, ROUNDS = 1_000_000, 4_000, 5
COPY = "COPY ledger_leaf (index, commitment) FROM STDIN"
DEEPEST = 4  # 256^4 leaves are far beyond what is measured


def timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def build(hashes: list[bytes]) -> bytes:
    """All levels of the tree of ``hashes``, in memory, and its root."""
    levels = [hashes]
    for level in range(1, DEEPEST):
        found = completed(level, 0, len(hashes), lambda at, a, b: levels[at][a:b])
        levels.append([value for _, value in found])
    return Tree(len(hashes), lambda at, a, b: levels[at][a:b]).root()


def built() -> list[float]:
    hashes = [os.urandom(32) for _ in range(LEAVES)]
    return [timed(lambda: build(hashes)) for _ in range(3)]


def store() -> None:
    """A million leaves without an event, and the tree above them."""
    with transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy(COPY) as rows:
            for index in range(LEAVES):
                rows.write_row((index, os.urandom(32)))
        for level in range(1, LEAVES.bit_length() // HEIGHT + 1):
            cursor.executemany(
                STORE, [(level, *found) for found in completed(level, 0, LEAVES, log.read)]
            )
        cursor.execute("ANALYZE")


def enter() -> Event:
    with transaction.atomic():
        return record("bid.sealed", subject="bid:1", actor=SYSTEM, at=now(), data={"n": 1})


def sequenced(sequencer: Sequencer) -> float:
    """Events a second, of which the sequencer finds EVENTS at once."""
    for _ in range(EVENTS):
        enter()
    return EVENTS / timed(sequencer.step)


def latency(sequencer: Sequencer) -> float:
    def one() -> None:
        enter()
        sequencer.step()

    return 1000 * timed(one)


def verify(folder: Path) -> tuple[float, float]:
    exported, keys = folder / "export.jsonl", folder / "keys.txt"
    keys.write_text("\n".join(log.introduced_keys()))
    with exported.open("wb") as file:
        seconds = timed(lambda: file.writelines(export() or ()))
    command = [sys.executable, "-I", str(verify_ledger.__file__), str(keys), str(exported)]
    checked = timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
    exported.unlink()
    return seconds, checked


def main(folder: Path) -> None:
    found: dict[str, list[float]] = {"build": built()}
    found["store"] = [timed(store)]
    sequencer = Sequencer()
    sequencer.step()
    found["rate"] = [sequenced(sequencer) for _ in range(ROUNDS)]
    found["latency"] = [latency(sequencer) for _ in range(20)]
    size, random = log.size(), Random(1)
    places = [random.randrange(size) for _ in range(200)]
    found["proof"] = [1000 * timed(lambda at=at: log.tree(size).inclusion(at)) for at in places]
    found["consistency"] = [
        1000 * timed(lambda at=at: api.consistency_since(at + 1)) for at in places
    ]
    checks = [verify(folder) for _ in range(2)]
    found["export"], found["verify"] = map(list, zip(*checks, strict=True))
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
