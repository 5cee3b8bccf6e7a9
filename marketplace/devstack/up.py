"""``./run``: everything up, until Ctrl-C."""

import json
import os
import socket
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from marketplace.devstack import accounts
from marketplace.devstack.environment import operator_environment, trial_environment
from marketplace.devstack.locks import only_one
from marketplace.devstack.places import DEV
from marketplace.devstack.preparation import load_demo, prepare_database
from marketplace.devstack.processes import Family, StackError, tail
from marketplace.devstack.progress import complain, say, step
from marketplace.devstack.servers import start_broker, start_postgres
from marketplace.devstack.signals import Stopped, StopSignals
from marketplace.devstack.site import (
    FIRST_PORT,
    HOST,
    listen,
    start_beat,
    start_sealer,
    start_sequencer,
    start_web,
    start_worker,
)
from marketplace.devstack.system import get_pango
from marketplace.devstack.translations import compile_translations

LOCK = DEV.var / "run.lock"
ADDRESSES = DEV.var / "addresses.json"  # for the other commands while the stack runs


def up(_arguments: Sequence[str]) -> int:
    """Start everything and watch it. 0 after Ctrl-C or TERM, 1 if something failed or died."""
    signals = StopSignals()
    family = Family(DEV, undisturbed=signals.deferred)
    try:
        with only_one(LOCK, "Micromarché"):
            signals.install()
            try:
                _start(family)
                return _watch(family)
            except Stopped:
                return 0
            finally:
                signals.ignore()
                say("\nStopping …")
                family.stop()
                ADDRESSES.unlink(missing_ok=True)
    except StackError as failure:
        complain(str(failure))
        return 1


def _start(family: Family) -> None:
    if left := family.end_leftovers():
        say(f"  Ended what an interrupted run had left: {', '.join(left)}")
    listener = _listen()
    environment = _serve_data(family, f"http://localhost:{listener.getsockname()[1]}")
    with step("Sealer"):
        start_sealer(family, environment)
    with step("Web"):
        start_web(family, environment, listener)
    start_worker(family, environment)
    start_beat(family, environment)
    start_sequencer(family, environment)
    _welcome(environment["SITE_URL"])


def _listen() -> socket.socket:
    wanted = int(os.environ.get("PORT", FIRST_PORT))
    listener = listen(wanted, os.environ.get("HOST", HOST))
    if wanted and listener.getsockname()[1] != wanted:
        say(f"  Port {wanted} is taken: using {listener.getsockname()[1]}.")
    return listener


def _serve_data(family: Family, site_url: str) -> Mapping[str, str]:
    """PostgreSQL, Valkey, Pango and a prepared database; the environment of the site."""
    server = start_postgres(family)
    broker = start_broker(family)
    compile_translations()
    with ThreadPoolExecutor(max_workers=1) as aside:
        pango = aside.submit(get_pango)  # waits for the network while the database is made
        url = prepare_database(DEV, server, trial_environment(DEV, broker))
        if not pango.result():
            say("  Pango is missing, so PDFs can't be made. Install libpango-1.0-0, start again.")
    addresses = {**broker, "SITE_URL": site_url, "DATABASE_URL": url}
    environment = trial_environment(DEV, addresses)
    load_demo(DEV, operator_environment(DEV, environment))
    ADDRESSES.write_text(json.dumps(addresses))
    return environment


def _watch(family: Family) -> int:
    while True:
        if dead := family.first_ended():
            complain(f"{dead.name} ended unexpectedly. Its log: {dead.log}\n{tail(dead.log)}")
            return 1
        time.sleep(0.3)


def _welcome(address: str) -> None:
    say(f"\nMicromarché runs at {address}/\n")
    say(f"  Demo accounts   {', '.join(accounts.ROLES[:6])},")
    say(f"                  {', '.join(accounts.ROLES[6:])}")
    say(f"                  each at {accounts.email('…')}")
    say(f"  Password        {accounts.PASSWORD}")
    say(f"  TOTP secret     {accounts.TOTP_SECRET}")
    say(f"  Mail            {address}/dev/mail/ and {DEV.var / 'mail'}")
    say(f"  Logs            {DEV.logs}")
    say("\nCtrl-C stops everything.")
