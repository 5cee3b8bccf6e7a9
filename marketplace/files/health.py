"""Whether the disk still takes what firms send."""

import shutil
import time
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from marketplace.errors import NO_ROOM
from marketplace.files.models import sync

PROBE = bytes(4096)


def readiness() -> str:
    """One line for ``/readyz``: a small file is written and taken away again."""
    root = Path(settings.PRIVATE_ROOT)
    began = time.monotonic()
    try:
        _probe(root)
    except OSError as failure:
        if failure.errno in NO_ROOM:
            return "disk: full: no file is taken, and mail waits"
        return f"disk: cannot be written: {failure.strerror}"
    took = time.monotonic() - began
    free = shutil.disk_usage(root).free
    if free < settings.DISK_LOW_BYTES:
        return f"disk: low: {free // 1_000_000} MB left"
    if took > settings.DISK_SLOW_SECONDS:
        return f"disk: slow: a small write took {took:.1f} s"
    return "disk: working"


def _probe(root: Path) -> None:
    root.mkdir(parents=True, exist_ok=True)
    file = root / f".probe-{uuid4().hex}"
    try:
        file.write_bytes(PROBE)
        sync(file)
    finally:
        file.unlink(missing_ok=True)
