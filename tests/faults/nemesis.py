"""What kills and stops processes, always in the same order for the same seed."""

from collections.abc import Sequence

from tests.faults.site import PROCESSES
from tests.faults.stage import Stage

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
BETWEEN = (0.3, 3.0)  # seconds of peace


def kill(stage: Stage) -> None:
    """Kill one process after the other, and start each again, until the call is over."""
    stage.wait_for_receipt(0.4)
    while not stage.is_over:
        kill_one(stage, list(TARGETS))


def kill_one(stage: Stage, names: Sequence[str]) -> None:
    """After a moment kill one of ``names``, and after another start it again."""
    stage.stop.wait(stage.chance.uniform(*BETWEEN))
    name = stage.chance.choices(names, [TARGETS[each][0] for each in names])[0]
    stage.tell(f"kill -9 {name}")
    stage.site.kill(name)
    stage.stop.wait(stage.chance.uniform(*TARGETS[name][1]))
    stage.start_again(name)


def stop(stage: Stage) -> None:
    """Valkey hangs, then is gone, and so is beat, until the call is over."""
    stage.wait_for_share(0.1)
    stage.tell("freeze valkey")
    stage.site.freeze("valkey")
    stage.tell("stop beat")
    stage.site.stop("beat")
    stage.wait_for_share(0.5)
    stage.tell("stop valkey")
    stage.site.kill("valkey")  # frozen, it would not hear a polite word
    stage.wait_for_the_end()
    for name in ("valkey", "beat"):
        stage.start_again(name)


def heal(stage: Stage) -> None:
    """Start whatever does not run."""
    for name in ("postgres", "valkey", *PROCESSES):
        stage.start_again(name)
