"""What kills and stops things, always in the same order for the same seed."""

import random
import time
from threading import Event as Flag

from marketplace.devstack.processes import StackError
from marketplace.devstack.progress import say
from tests.faults.journal import Journal
from tests.faults.site import Site

# How often each is chosen, and how many seconds it stays down.
TARGETS = {
    "web": (4, (0.0, 1.0)),
    "postgres": (3, (0.2, 2.0)),
    "worker": (2, (0.0, 3.0)),
    "sealer": (2, (0.5, 4.0)),
    "sequencer": (2, (0.5, 4.0)),
    "valkey": (2, (2.0, 6.0)),
    "beat": (1, (1.0, 5.0)),
}
BETWEEN = (1.0, 4.0)  # seconds of peace
ATTEMPTS = 5


def torment(site: Site, journal: Journal, stop: Flag, seed: int) -> None:
    """Kill one process after the other, and start each again, until ``stop``."""
    chance = random.Random(seed)
    names = list(TARGETS)
    weights = [TARGETS[name][0] for name in names]
    while not stop.wait(chance.uniform(*BETWEEN)):
        name = chance.choices(names, weights)[0]
        say(f"  kill -9 {name}")
        journal.faults.append(name)
        site.kill(name)
        stop.wait(chance.uniform(*TARGETS[name][1]))
        start_again(site, name)


def start_again(site: Site, name: str) -> None:
    """A process may need what is down for another reason: try as systemd would."""
    for attempt in range(ATTEMPTS):
        try:
            site.start(name)
            return
        except StackError:
            if attempt == ATTEMPTS - 1:
                raise
            time.sleep(1)
