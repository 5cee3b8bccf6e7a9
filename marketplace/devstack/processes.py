"""Child processes that end together, and never outlive their launcher by more than one start.

Each child leads its own process group and leaves a record (pid and start time) in a folder.
Whoever starts next in that folder first ends what the records still name.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marketplace.devstack.places import Place

GRACE_SECONDS = 10.0


class StackError(Exception):
    """Something of the stack could not be started; the message says what to read or do."""


@dataclass
class Child:
    """A running process with its log. ``stop_signal`` is what asks it to end politely."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    record: Path
    stop_signal: signal.Signals
    serves_others: bool

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def ask_to_stop(self) -> None:
        if not self.ended:
            self.process.send_signal(self.stop_signal)

    def stop(self, grace: float = GRACE_SECONDS) -> None:
        """Ask, wait ``grace`` seconds, then end the whole group. Safe to call twice."""
        self.ask_to_stop()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(grace)
        _end_group(self.process.pid)
        self.process.wait()
        self.record.unlink(missing_ok=True)


@dataclass
class Family:
    """The children of one launcher. ``undisturbed`` guards the moment between birth and record."""

    place: Place
    undisturbed: Callable[[], AbstractContextManager[None]] = nullcontext
    children: list[Child] = field(default_factory=list)

    def spawn(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str] | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        pass_fds: Sequence[int] = (),
        cwd: Path | None = None,
        user: int | None = None,
        serves_others: bool = False,
    ) -> Child:
        """Start ``command`` in its own process group, its output appended to its own log."""
        log, record = self.place.logs / f"{name}.log", self.place.records / f"{name}.pid"
        with self.undisturbed(), log.open("ab") as output:
            process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                process_group=0,
                pass_fds=pass_fds,
                cwd=cwd,
                **other_user(user),
            )
            child = Child(name, process, log, record, stop_signal, serves_others)
            self.children.append(child)
            record.write_text(f"{process.pid} {_started_at(process.pid)}\n")
        return child

    def first_ended(self) -> Child | None:
        return next((child for child in self.children if child.ended), None)

    def stop(self) -> None:
        """End them all: first who uses the servers, then the servers."""
        users = [child for child in self.children if not child.serves_others]
        servers = [child for child in self.children if child.serves_others]
        for group in (users, servers):
            for child in group:
                child.ask_to_stop()
            for child in group:
                child.stop()
        self.children.clear()
        with suppress(OSError):  # not empty: somebody else's servers live there too
            self.place.sockets().rmdir()

    def end_leftovers(self) -> list[str]:
        """End what a killed launcher left running here; return the names of what was ended."""
        ended = []
        for record in sorted(self.place.records.glob("*.pid")):
            pid, _, started = record.read_text().strip().partition(" ")
            if pid.isdigit() and started and _started_at(int(pid)) == started:
                _end_stranger(int(pid))
                ended.append(record.stem)
            record.unlink(missing_ok=True)
        return ended


def other_user(user: int | None) -> dict[str, Any]:
    """Popen's arguments to run as ``user``, with that user's group and no other."""
    return {} if user is None else {"user": user, "group": user, "extra_groups": []}


def wait_until_ready(child: Child, ready: Callable[[], bool], seconds: float) -> None:
    """Wait until ``ready`` answers true. Raises StackError if the child ends or is too slow."""
    if _wait_until(lambda: child.ended or ready(), seconds) and not child.ended:
        return
    raise StackError(f"{child.name} did not start. Its log: {child.log}\n{tail(child.log)}")


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log, indented."""
    text = log.read_text(errors="replace") if log.exists() else ""
    return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])


def end_processes_in(folder: Path) -> None:
    """End at once whatever has ``folder`` as its working directory. Call it under a lock."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cwd").resolve() == folder.resolve():
                os.kill(int(process.name), signal.SIGKILL)


def _wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def _end_stranger(pid: int) -> None:
    """End a process group that is not a child of ours."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    _wait_until(lambda: not _started_at(pid), GRACE_SECONDS)
    _end_group(pid)


def _end_group(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _started_at(pid: int) -> str:
    """When ``pid`` started, in clock ticks since boot; empty if it runs no more.

    It tells a process from a later one that was given the same number. The fields after the
    command's name, which may hold spaces, follow the last parenthesis: state, …, start (proc(5)).
    """
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return "" if fields[0] == "Z" else fields[19]
    return ""
