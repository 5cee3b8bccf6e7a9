"""``python -m tests.faults``: firms bid while everything goes wrong; then it is counted."""

import argparse
import logging
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta

from marketplace.devstack.environment import operator_environment
from marketplace.devstack.locks import only_one
from marketplace.devstack.postgres import Cluster
from marketplace.devstack.processes import StackError
from marketplace.devstack.progress import complain, step
from marketplace.devstack.servers import family_at
from marketplace.devstack.translations import compile_translations
from tests.faults.site import PLACE, PROCESSES, Site, prepare, small_disks

CONNECTIONS = "24"  # to the database, of this process: its firms sign in by themselves
# Each of them, and the ordinary one a few times more.
EVERY_KIND = "killed,files,clock,slow,killed,tables,copies,log,killed,stopped"


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was mounted is taken away
    try:
        with only_one(PLACE.var / "faults.lock", "A run of faults"), ExitStack() as closing:
            cluster = Cluster.of(PLACE)
            disks, no_disks = small_disks(closing, cluster)
            family = closing.enter_context(family_at(PLACE))
            if family.end_leftovers():  # of a run that was killed: its disks took data along
                cluster.remove()
            compile_translations()
            with step("PostgreSQL and a fresh database"):
                site = prepare(family, disks, no_disks)
            os.environ.update(operator_environment(PLACE, site.environment))
            os.environ["DATABASE_POOL_SIZE"] = CONNECTIONS
            return _play(site, options)
    except StackError as failure:
        complain(str(failure))
        return 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run faults", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="how long firms bid (10)")
    parser.add_argument("--every", type=float, default=30, help="seconds until the next call (30)")
    parser.add_argument("--firms", type=int, default=6, help="how many bid on each call (6)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed breaks the same (1)")
    parser.add_argument("--troubles", default=EVERY_KIND, help=f"what goes wrong ({EVERY_KIND})")
    return parser.parse_args(arguments)


def _play(site: Site, options: argparse.Namespace) -> int:
    import django

    django.setup()
    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)  # it, too, sees the database die
    from tests.faults.run import Run
    from tests.faults.troubles import TROUBLES

    wanted = options.troubles.split(",")
    skipped = [name for name in dict.fromkeys(wanted) if TROUBLES[name].needs in site.lacks]
    possible = [name for name in wanted if name not in skipped]
    if not possible:
        raise StackError(f"Nothing of this can be tried here: {', '.join(site.lacks.values())}")
    calls = max(1, round(options.minutes * 60 / options.every))
    run = Run(site, options.seed, timedelta(seconds=options.every))
    with step("Calls and drafts"):
        run.make([possible[n % len(possible)] for n in range(calls)], options.firms)
    with step("Site"):
        for name in PROCESSES:
            site.start(name)
    run.attack()
    with step("Closing, opening, awarding"):
        run.settle()
        run.award()
        run.finish()
    return run.report(skipped)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
