# ruff: noqa: INP001  not a package: Python looks for this file by its name
"""Loaded by every Python process whose clock is made to jump, as its first module.

libfaketime 0.9.10 answers EINVAL to the absolute sleep on the monotonic clock that Python uses
since 3.11; waiting for nothing with ``select`` sleeps as long and passes.
"""

import select
import time

time.sleep = lambda seconds: select.select([], [], [], seconds)  # type: ignore[assignment]
