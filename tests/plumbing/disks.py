"""A disk that is really full: a small file system in memory, mounted for a while by root."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from marketplace.errors import NO_ROOM

CHUNK = bytes(1 << 16)


class NotAllowed(Exception):
    """Only root may mount, and not everywhere; the sentence says so."""


@dataclass(frozen=True)
class SmallDisk:
    """What is mounted at ``path``. ``fill`` leaves no room on it, until ``free``."""

    path: Path

    @property
    def _ballast(self) -> Path:
        return self.path / ".ballast"

    def fill(self) -> None:
        with self._ballast.open("ab", buffering=0) as file:
            while True:
                try:
                    file.write(CHUNK)
                except OSError as full:
                    if full.errno in NO_ROOM:
                        return
                    raise

    def free(self) -> None:
        self._ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(path: Path, megabytes: int) -> Iterator[SmallDisk]:
    """Mount a file system of that size at ``path`` for the block. Raises NotAllowed.

    What a killed process left mounted there is taken away first.
    """
    if os.getuid() != 0:
        raise NotAllowed("No disk is filled: only root may mount one.")
    unmount(path)
    path.mkdir(parents=True, exist_ok=True)
    options = f"size={megabytes}m,mode=0755"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(path)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        raise NotAllowed(f"No disk is filled: {mounted.stderr.splitlines()[0]}")
    try:
        yield SmallDisk(path)
    finally:
        unmount(path)


def unmount(path: Path) -> None:
    """Take away what is mounted at ``path``, even while somebody has a file of it open."""
    while path.is_mount():
        command = ["umount", "--lazy", str(path)]
        subprocess.run(command, check=True)
    with suppress(OSError):
        path.rmdir()
