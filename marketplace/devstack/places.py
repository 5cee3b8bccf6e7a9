"""Where the private servers keep their things: everything under ``var/``, sockets under /tmp."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Place:
    """The folder of one running stack: its data, logs and process records."""

    var: Path

    @property
    def logs(self) -> Path:
        return self._made(self.var / "log")

    @property
    def records(self) -> Path:
        """One file per running process, so that a later start can end what a crash left."""
        return self._made(self.var / "run")

    def sockets(self) -> Path:
        """A private folder with a short path, the same at each start.

        A socket's path may have 107 characters and ours may lie deep, so it is under /tmp,
        named after the folder it serves. If somebody else owns that name, take a fresh one.
        """
        digest = hashlib.sha256(str(self.var).encode()).hexdigest()[:10]
        folder = Path(tempfile.gettempdir()) / f"mm-{os.getuid()}-{digest}"
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if found.st_uid == os.getuid() and stat.S_IMODE(found.st_mode) == 0o700:
            return folder
        return Path(tempfile.mkdtemp(prefix="mm-"))

    @staticmethod
    def _made(folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        return folder


DEV = Place(ROOT / "var")
TEST = Place(ROOT / "var" / "test")
BENCH = Place(ROOT / "var" / "bench")
