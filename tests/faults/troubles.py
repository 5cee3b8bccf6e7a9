"""The kinds of trouble. Each call lives through one; the table tells them apart."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults import full_disks, jumps, nemesis, slow
from tests.faults.client import Firm
from tests.faults.site import FILES, LOG, TABLES
from tests.faults.slow import SlowFirm
from tests.faults.stage import Stage

COPIES = 50
WHO_SENDS_COPIES = 2  # firms; the machine has other work


@dataclass(frozen=True)
class Trouble:
    """``happen`` lasts until the call is over and heals what it broke.

    ``needs`` names what a machine may lack (``Site.lacks``).
    """

    what: str
    happen: Callable[[Stage], None]
    needs: str = ""


def be_slow(stage: Stage) -> None:
    """Sixty connections that send a byte a second, while half of the firms have a bad line."""
    stage.tell("a crowd of slow clients")
    with slow.crowd(stage.site.url):
        stage.wait_for_the_end()


def leave_alone(stage: Stage) -> None:
    """Nothing breaks: what is tried is what the firms do."""
    stage.wait_for_the_end()


TROUBLES = {
    "killed": Trouble("processes killed", nemesis.kill),
    "stopped": Trouble("Valkey and beat stopped", nemesis.stop),
    "files": Trouble("disk of files full", full_disks.fill_files, FILES),
    "tables": Trouble("disk of tables full", full_disks.fill_tables, TABLES),
    "log": Trouble("disk of database log full", full_disks.fill_log, LOG),
    "clock": Trouble("clocks jump", jumps.jump, "clock"),
    "slow": Trouble("slow clients", be_slow, "proxy"),
    "copies": Trouble("50 copies at once", leave_alone),
}
AWARDS = "award by eight at once"


def firm_of(trouble: str, number: int) -> tuple[type[Firm], int]:
    """What kind of client the firm of that number is, and how many copies it sends."""
    if trouble == "slow" and number % 2:
        return SlowFirm, 0
    if trouble == "copies" and number < WHO_SENDS_COPIES:
        return Firm, COPIES
    return Firm, 0
