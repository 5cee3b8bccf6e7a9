"""Disks that are full for a while: of the site's files, of the database's tables, of its log."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg

from marketplace.clock import now
from marketplace.devstack.server import Server
from tests.faults.site import FILES, LOG, TABLES, Site, give
from tests.faults.stage import Stage

FULL_FROM, FULL_UNTIL = 0.3, 0.65  # of the time before the deadline
SEGMENTS = 6  # more than the database keeps in reserve


def fill_files(stage: Stage) -> None:
    """No file, no mail and no checkpoint can be written."""
    _fill(stage, FILES)


def fill_tables(stage: Stage) -> None:
    """The database can't make a table longer."""
    _fill(stage, TABLES)


def fill_log(stage: Stage) -> None:
    """The database can't write its log: it gives up at once, and again at each start."""
    with _log_apart(stage):
        stage.wait_for_share(FULL_FROM)
        disk = stage.site.disks[LOG]
        stage.tell("fill the disk of the database's log")
        disk.fill()
        _use_up_segments(stage.site)
        stage.wait_for_share(FULL_UNTIL)
        disk.free()
        stage.start_again("postgres")
        stage.journal.freed.append((stage.round.trouble, now()))
        stage.wait_for_the_end()


def _fill(stage: Stage, name: str) -> None:
    disk = stage.site.disks[name]
    stage.wait_for_receipt(FULL_FROM)
    stage.tell(f"fill the disk of the {name}")
    disk.fill()
    try:
        stage.wait_for_share(FULL_UNTIL)
    finally:
        disk.free()
    stage.journal.freed.append((stage.round.trouble, now()))
    stage.wait_for_the_end()


@contextmanager
def _log_apart(stage: Stage) -> Iterator[None]:
    """Let the database's log be on its small disk for the block; moving it takes two restarts."""
    site = stage.site
    usual, small = site.cluster.data / "pg_wal", site.disks[LOG].path / "pg_wal"
    site.stop("postgres")
    shutil.move(usual, small)
    give(small, site.cluster)
    usual.symlink_to(small)
    stage.start_again("postgres")
    try:
        yield
    finally:
        site.disks[LOG].free()
        stage.start_again("postgres")
        site.stop("postgres")
        usual.unlink()
        shutil.move(small, usual)
        give(usual, site.cluster)
        stage.start_again("postgres")


def _use_up_segments(site: Site) -> None:
    """Have the database ask for files of its log until it gets none."""
    server = Server(site.environment["DATABASE_URL"])
    with suppress(psycopg.Error), server.administer() as connection:
        for _ in range(SEGMENTS):
            connection.execute("SELECT pg_logical_emit_message(false, 'faults', 'full')")
            connection.execute("SELECT pg_switch_wal()")
