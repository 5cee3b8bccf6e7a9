"""Races that are races every time: all runners stand at the line before one of them crosses it."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

PATIENCE = 20  # seconds
WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def race(*jobs: Callable[[], Any], line: type[Model]) -> list[Future[Any]]:
    """Run the jobs, each in a thread and a connection of its own; give back how each ended.

    Nobody inserts into the table of ``line`` before every job waits: at that line, or for a row
    that another job holds. So jobs that take no lock have all read the same state by then, and a
    missing lock fails the test every time, not once in a while. For tests with
    ``django_db(transaction=True)``.
    """
    with (
        ThreadPoolExecutor(len(jobs)) as pool,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f'LOCK TABLE "{line._meta.db_table}" IN SHARE MODE')
        runners = [pool.submit(_run, job) for job in jobs]
        give_up = time.monotonic() + PATIENCE
        while _waiting(cursor) + sum(runner.done() for runner in runners) < len(jobs):
            assert time.monotonic() < give_up, "Some job never came to the line."
            time.sleep(0.01)
    return runners


def _run(job: Callable[[], Any]) -> Any:
    try:
        return job()
    finally:
        connection.close()


def _waiting(cursor: Any) -> int:
    cursor.execute("SELECT pg_stat_clear_snapshot()")  # else one transaction sees one moment
    cursor.execute(WAITING)
    return int(cursor.fetchone()[0])
