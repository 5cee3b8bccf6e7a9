"""The processes of the site itself: sealer, web, worker, beat and the ledger's sequencer."""

import http.client
import os
import socket
import sys
from collections.abc import Mapping
from contextlib import closing

from marketplace.devstack.environment import sealer_environment
from marketplace.devstack.places import ROOT
from marketplace.devstack.processes import Child, Family, wait_until_ready
from marketplace.devstack.roles import APP, SEALER, SEQUENCER, acting_as

FIRST_PORT = 8000
PORTS_TRIED = 50
HOST = "127.0.0.1"


def listen(port: int, host: str = HOST) -> socket.socket:
    """A socket that listens on ``port`` or the first free one after it; 0 is any free one.

    It is handed to the web server as it is, so nobody can take the port in between.
    """
    for candidate in range(port, port + PORTS_TRIED if port else 1):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(128)
            return listener
        except OSError:
            listener.close()
    raise OSError(f"No free port from {port} to {port + PORTS_TRIED - 1}.")


def start_sealer(family: Family, environment: Mapping[str, str]) -> Child:
    """Start the holder of the private keys; wait until it answers at its socket."""
    child = family.spawn(
        "sealer",
        [sys.executable, "manage.py", "run_sealer"],
        environment=acting_as(SEALER, sealer_environment(family.place, environment)),
        cwd=ROOT,
    )
    wait_until_ready(child, lambda: _listens(environment["SEALER_SOCKET"]), seconds=60)
    return child


def start_web(family: Family, environment: Mapping[str, str], listener: socket.socket) -> Child:
    """Serve the site on ``listener``; wait until it answers."""
    code = ["--reload"] if environment.get("RELOAD") else ["--preload"]
    child = family.spawn(
        "web",
        [
            *(sys.executable, "-m", "gunicorn", "marketplace.wsgi:application", *code),
            *("--bind", f"fd://{listener.fileno()}", "--no-control-socket"),
            *("--workers", "2", "--worker-class", "gthread", "--threads", "4"),
            *("--graceful-timeout", "5", "--access-logfile", "-"),
        ],
        environment=acting_as(APP, environment),
        pass_fds=[listener.fileno()],
        cwd=ROOT,
    )
    wait_until_ready(child, lambda: answers(*listener.getsockname()), seconds=60)
    return child


def start_worker(family: Family, environment: Mapping[str, str]) -> Child:
    options = ["--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=INFO"]
    return _celery(family, environment, "worker", *options)


def start_beat(family: Family, environment: Mapping[str, str]) -> Child:
    timetable = family.place.var / "celerybeat-schedule"
    timetable.unlink(missing_ok=True)  # a kill -9 can leave it broken
    return _celery(family, environment, "beat", f"--schedule={timetable}", "--loglevel=INFO")


def start_sequencer(family: Family, environment: Mapping[str, str]) -> Child:
    command = [sys.executable, "manage.py", "sequence_ledger"]
    return family.spawn(
        "sequencer", command, environment=acting_as(SEQUENCER, environment), cwd=ROOT
    )


def _celery(family: Family, environment: Mapping[str, str], role: str, *options: str) -> Child:
    command = [sys.executable, "-m", "celery", "--app=marketplace.celery", role, *options]
    # As root Celery warns at length against what is here a trial on one's own machine.
    quiet = {"C_FORCE_ROOT": "1"} if os.getuid() == 0 else {}
    return family.spawn(role, command, environment=acting_as(APP, environment) | quiet, cwd=ROOT)


def _listens(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(path) == 0


def answers(host: str, port: int, path: str = "/healthz") -> bool:
    """Whether something answers 200 there."""
    with closing(http.client.HTTPConnection(host, port, timeout=20)) as connection:
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
