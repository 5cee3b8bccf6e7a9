"""Ctrl-C, TERM and a closed terminal all mean the same: stop everything, in order."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked the launcher to stop. Not an Exception, as KeyboardInterrupt is none."""


class StopSignals:
    """Raises Stopped at the first signal, but never inside ``deferred``."""

    def __init__(self) -> None:
        self._deferring = False
        self._pending = False

    def install(self) -> None:
        for number in SIGNALS:
            signal.signal(number, self._receive)

    @staticmethod
    def ignore() -> None:
        """From now on nothing interrupts: the children are being stopped already."""
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """A block that a signal does not cut in two: it is answered at its end."""
        self._deferring = True
        try:
            yield
        finally:
            self._deferring = False
        if self._pending:
            raise Stopped

    def _receive(self, _number: int, _frame: FrameType | None) -> None:
        if self._deferring:
            self._pending = True
        else:
            raise Stopped
