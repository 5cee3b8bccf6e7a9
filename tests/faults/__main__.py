"""``python -m tests.faults``: firms bid while everything is killed; then it is counted."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import timedelta

from marketplace.devstack.environment import operator_environment
from marketplace.devstack.locks import only_one
from marketplace.devstack.processes import StackError
from marketplace.devstack.progress import complain, step
from marketplace.devstack.servers import family_at
from tests.faults.site import PLACE, PROCESSES, Site, prepare

EVERY = timedelta(seconds=30)  # a call closes so often
SETTLE = 90  # seconds for closing, opening and mail at the end


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run faults", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="how long (10)")
    parser.add_argument("--firms", type=int, default=6, help="how many bid on each call (6)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed kills the same (1)")
    options = parser.parse_args(arguments)
    try:
        with only_one(PLACE.var / "faults.lock", "A run of faults"), family_at(PLACE) as family:
            family.end_leftovers()
            with step("PostgreSQL and a fresh database"):
                site = prepare(family)
            os.environ.update(operator_environment(PLACE, site.environment))
            return _play(site, options)
    except StackError as failure:
        complain(str(failure))
        return 1


def _play(site: Site, options: argparse.Namespace) -> int:
    import django

    django.setup()
    from tests.faults.run import Run

    run = Run(site, options.seed)
    rounds = max(1, round(options.minutes * 60 / EVERY.total_seconds()))
    with step("Calls and drafts"):
        run.make(rounds=rounds, firms=options.firms, every=EVERY)
    with step("Site"):
        for name in PROCESSES:
            site.start(name)
    run.attack()
    run.settle(SETTLE)
    return run.report()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
