"""PostgreSQL and Valkey for a command: private ones, unless the environment names others."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from marketplace.devstack import valkey
from marketplace.devstack.places import Place
from marketplace.devstack.postgres import Cluster
from marketplace.devstack.processes import Family
from marketplace.devstack.progress import say, step
from marketplace.devstack.server import Server

DATABASE = "micromarche"


def start_postgres(family: Family, *settings: str) -> Server:
    """DATABASE_URL's server, otherwise a private one with ``settings``."""
    if url := os.environ.get("DATABASE_URL"):
        say("  PostgreSQL: the one of DATABASE_URL")
        return Server(url)
    with step("PostgreSQL"):
        return Cluster.of(family.place).start(family, *settings)


def start_broker(family: Family) -> dict[str, str]:
    """REDIS_URL's server, otherwise a private one, as environment variables."""
    if url := os.environ.get("REDIS_URL"):
        say("  Redis: the one of REDIS_URL")
        return {"REDIS_URL": url, "CELERY_BROKER_URL": os.environ.get("CELERY_BROKER_URL", url)}
    with step("Valkey"):
        return valkey.addresses(valkey.start(family))


@contextmanager
def family_at(place: Place) -> Iterator[Family]:
    """A family that is ended with the block, whatever happens in it."""
    family = Family(place)
    try:
        yield family
    finally:
        family.stop()
