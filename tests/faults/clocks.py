"""A system clock that jumps under running processes, by libfaketime."""

from collections.abc import Mapping
from pathlib import Path

from marketplace.devstack.system import install

LIBRARIES = "/usr/lib/*/faketime/libfaketimeMT.so.1"
SLEEPING = Path(__file__).parent / "sleeping"


class NoLibrary(Exception):
    """libfaketime is not there; the sentence says what to install."""


class JumpingClock:
    """The wall clock of every process started with ``environment``; what a process waits is true.

    It shows the true time until ``jump``, and follows within a second.
    """

    def __init__(self, folder: Path) -> None:
        self._library = _library()
        self._file = folder / "jump"
        self.jump(0)

    def jump(self, seconds: int) -> None:
        """From now on be so many seconds ahead of the true time, or behind it."""
        draft = self._file.with_suffix(".new")
        draft.write_text(f"{seconds:+d}s\n")
        draft.replace(self._file)

    def environment(self, of: Mapping[str, str]) -> dict[str, str]:
        return {
            **of,
            "LD_PRELOAD": str(self._library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
            "PYTHONPATH": f"{SLEEPING}:{of['PYTHONPATH']}",
        }


def _library() -> Path:
    found = _look()
    if found is None and install(("faketime",)):
        found = _look()
    if found is None:
        raise NoLibrary("No clock jumps: install the Debian package faketime.")
    return found


def _look() -> Path | None:
    root = Path("/")
    return next(root.glob(LIBRARIES.removeprefix("/")), None)
