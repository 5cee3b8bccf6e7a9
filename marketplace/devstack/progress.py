"""What the launcher says while it works."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str = "") -> None:
    print(text, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Name the work before it starts and its duration after."""
    print(f"  {what} … ", end="", flush=True)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        print("not done", flush=True)
        raise
    print(f"{time.monotonic() - start:.1f} s", flush=True)


def complain(text: str) -> None:
    print(f"\n{text}", file=sys.stderr, flush=True)
