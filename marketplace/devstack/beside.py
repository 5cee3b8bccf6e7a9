"""Commands beside the stack: ``./run manage``, ``./run shell`` and ``./run reset``."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from marketplace.devstack.environment import operator_environment, trial_environment
from marketplace.devstack.locks import only_one
from marketplace.devstack.places import DEV, ROOT
from marketplace.devstack.postgres import Cluster
from marketplace.devstack.preparation import prepare_database
from marketplace.devstack.processes import StackError
from marketplace.devstack.progress import say
from marketplace.devstack.servers import DATABASE, family_at, start_broker, start_postgres
from marketplace.devstack.up import ADDRESSES, LOCK

KEPT_BY_RESET = ("postgres-", "test", "run")


def manage(arguments: Sequence[str]) -> int:
    """Run ``manage.py`` on the trial's database, starting its servers if they are not up."""
    try:
        with only_one(LOCK, "Micromarché"), family_at(DEV) as family:
            family.end_leftovers()
            server = start_postgres(family)
            broker = start_broker(family)
            url = prepare_database(DEV, server, trial_environment(DEV, broker))
            return _django(arguments, {**broker, "DATABASE_URL": url})
    except StackError:
        if not ADDRESSES.exists():
            raise
    return _django(arguments, json.loads(ADDRESSES.read_text()))


def shell(arguments: Sequence[str]) -> int:
    return manage(["shell", *arguments])


def reset(_arguments: Sequence[str]) -> int:
    """Forget everything the trial has stored; the next start begins anew."""
    if "DATABASE_URL" in os.environ:
        raise StackError("DATABASE_URL names a database of your own: drop it yourself.")
    with only_one(LOCK, "Micromarché"), family_at(DEV) as family:
        family.end_leftovers()
        cluster = Cluster.of(DEV)
        try:
            cluster.start(family).drop(DATABASE)
        except StackError:
            cluster.remove()
    for path in DEV.var.iterdir():
        if not path.name.startswith(KEPT_BY_RESET):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    say("The trial's data are gone. ./run starts anew.")
    return 0


def _django(arguments: Sequence[str], servers: dict[str, str]) -> int:
    command = [sys.executable, "manage.py", *arguments]
    environment = operator_environment(DEV, trial_environment(DEV, servers))
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
