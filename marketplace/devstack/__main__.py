"""The commands of ``./run``, once the packages are installed."""

import sys
from collections.abc import Sequence
from importlib import import_module

from marketplace.devstack.processes import StackError
from marketplace.devstack.progress import complain, say

HELP = """\
./run                   start everything: PostgreSQL, Valkey and the site (Ctrl-C stops it)
./run test [arguments]  run the tests; arguments go to pytest
./run lint              check style, types, import contracts, templates, translations, settings
./run bench [what …]    measure: deadline, ledger, pages, pdf, seal, start (all without an argument)
./run faults [--minutes 10 --seed 1]  bid while everything goes wrong, then count what was lost
./run screenshots [address]  pictures of the running trial's pages, into docs/screenshots
./run shell             a Python shell on the trial's data
./run manage …          any manage.py command on the trial's data
./run reset             forget the trial's data
./run help              this

PORT=9000 ./run                  another port (default: the first free one from 8000)
HOST=0.0.0.0 ./run               reachable from other machines (default: this one only)
RELOAD=1 ./run                   restart the web processes when the code changes
DATABASE_URL=… REDIS_URL=…       your own servers instead of the private ones
POSTGRES_BINARIES=… CHROMIUM=…   another PostgreSQL for the private cluster, another browser"""


# Name → module and function, imported only when asked for: a start is quick as it loads little.
COMMANDS = {
    "up": ("up", "up"),
    "test": ("testing", "run_tests"),
    "lint": ("linting", "lint"),
    "shell": ("beside", "shell"),
    "manage": ("beside", "manage"),
    "reset": ("beside", "reset"),
    "bench": ("benching", "bench"),
    "faults": ("benching", "faults"),
    "screenshots": ("benching", "screenshots"),
}


def main(arguments: Sequence[str]) -> int:
    command, *rest = arguments or ["up"]
    if command in {"help", "-h", "--help"}:
        say(HELP)
        return 0
    if command not in COMMANDS:
        complain(f"There is no command {command!r}.\n\n{HELP}")
        return 2
    module, function = COMMANDS[command]
    try:
        return getattr(import_module(f"marketplace.devstack.{module}"), function)(rest)
    except StackError as failure:
        complain(str(failure))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
