"""``python -m tests.bench [what …]``: run the benches named, or all."""

import signal
import sys
from collections.abc import Sequence
from importlib import import_module

from marketplace.devstack.locks import only_one
from marketplace.devstack.places import BENCH
from marketplace.devstack.processes import StackError
from marketplace.devstack.progress import complain, say
from marketplace.devstack.servers import family_at
from tests.bench.report import publish

BENCHES = ("alerts", "deadline", "ledger", "messages", "pdf", "public", "seal", "start")


def main(names: Sequence[str]) -> int:
    if unknown := set(names) - set(BENCHES):
        complain(f"There is no bench {', '.join(sorted(unknown))}. There are: {', '.join(BENCHES)}")
        return 2
    held = True
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is stopped
    try:
        with only_one(BENCH.var / "bench.lock", "A bench"):
            for name in names or BENCHES:
                say(f"\n{name}")
                with family_at(BENCH) as family:
                    family.end_leftovers()
                    bench = import_module(f"tests.bench.{name}")
                    findings = publish(name, bench.run(family))
                held = held and not any(found.verdict.startswith("MISSED") for found in findings)
    except StackError as failure:
        complain(str(failure))
        return 1
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
