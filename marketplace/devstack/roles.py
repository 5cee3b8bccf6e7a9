"""Each process of the site connects as its own role of the database, where the server lets it."""

from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit, urlunsplit

import psycopg

from marketplace.access.database import APP, ROLES, SEALER, SEQUENCER
from marketplace.devstack.progress import say

__all__ = ["APP", "SEALER", "SEQUENCER", "acting_as", "url_as"]


def acting_as(role: str, environment: Mapping[str, str]) -> dict[str, str]:
    """``environment``, whose DATABASE_URL is the owner's, for a process that is not the owner."""
    url = environment["DATABASE_URL"]
    return {**environment, "DATABASE_URL": url_as(role, url) if let_in(url) else url}


@cache
def let_in(url: str) -> bool:
    """Whether all the roles may sign in at ``url``. If not, says so once."""
    try:
        for role in ROLES:
            psycopg.connect(url_as(role, url), connect_timeout=5).close()
    except psycopg.OperationalError:
        say("  Database: one role for all processes, because this server lets ours not in.")
        return False
    return True


def url_as(role: str, url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{role}@{parts.netloc.rpartition('@')[2]}"))
