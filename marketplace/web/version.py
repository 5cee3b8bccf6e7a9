"""Whether anything that the public reads has changed: one short word for each kind.

Asked for at most once a second by each process, however many pages it serves.
"""

import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable

_last: dict[str, tuple[float, str]] = {}  # kind → when, by the process's own clock, and the answer


def public_version() -> str:
    """Names the state of all that is public; a page made under another may be out of date.

    At most ``PUBLIC_VERSION_SECONDS`` old. Ask before reading what is to be shown: what is kept
    under a name is then never older than it says.
    """
    return " ".join(map(version_of, settings.PUBLIC_VERSIONS))


def version_of(kind: str) -> str:
    """Names the state of one kind: "notices", or the "content" that editors write."""
    at = time.monotonic()
    asked, answer = _last.get(kind, (0.0, ""))
    if not answer or at >= asked + settings.PUBLIC_VERSION_SECONDS:
        ask: Callable[[], str] = import_string(settings.PUBLIC_VERSIONS[kind])
        answer = ask()
        _last[kind] = (at, answer)
    return answer
