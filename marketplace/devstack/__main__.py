"""The commands of ``./run``, once the packages are installed."""

import sys
from collections.abc import Sequence

from marketplace.devstack.processes import StackError
from marketplace.devstack.progress import complain

HELP = """\
./run                   start everything: PostgreSQL, Valkey, web, worker, beat (Ctrl-C stops it)
./run test [arguments]  run the tests; arguments go to pytest
./run lint              check style, types, import contracts, templates, translations, settings
./run shell             a Python shell on the trial's data
./run manage …          any manage.py command on the trial's data
./run reset             forget the trial's data
./run help              this

PORT=9000 ./run                  another port (default: the first free one from 8000)
HOST=0.0.0.0 ./run               reachable from other machines (default: this one only)
RELOAD=1 ./run                   restart the web processes when the code changes
DATABASE_URL=… REDIS_URL=…       your own servers instead of the private ones
POSTGRES_BINARIES=… CHROMIUM=…   another PostgreSQL for the private cluster, another browser
"""


def main(arguments: Sequence[str]) -> int:
    command, *rest = arguments or ["up"]
    try:
        return _dispatch(command, rest)
    except StackError as failure:
        complain(str(failure))
        return 1


def _dispatch(command: str, rest: list[str]) -> int:
    """Import only what the command needs: a start is quick because it loads little."""
    match command:
        case "up":
            from marketplace.devstack.up import up

            return up()
        case "test":
            from marketplace.devstack.testing import run_tests

            return run_tests(rest)
        case "lint":
            from marketplace.devstack.linting import lint

            return lint()
        case "shell":
            from marketplace.devstack.beside import manage

            return manage(["shell", *rest])
        case "manage":
            from marketplace.devstack.beside import manage

            return manage(rest)
        case "reset":
            from marketplace.devstack.beside import reset

            return reset()
        case "help" | "-h" | "--help":
            print(HELP, end="")
            return 0
    complain(f"There is no command {command!r}.\n\n{HELP}")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
