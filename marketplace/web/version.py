"""Whether anything that the public reads has changed: one short word.

Asked for at most once a second by each process, however many pages it serves.
"""

import time
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable


class _Last:
    """The last answer, and when it was given by the process's own clock."""

    answer = ""
    at = 0.0


def public_version() -> str:
    """Names the state of what is public; a page made under another name may be out of date.

    At most ``PUBLIC_VERSION_SECONDS`` old. Ask before reading what is to be shown: what is kept
    under a name is then never older than it says.
    """
    at = time.monotonic()
    if not _Last.answer or at >= _Last.at + settings.PUBLIC_VERSION_SECONDS:
        _Last.answer, _Last.at = _ask()(), at
    return _Last.answer


@cache
def _ask() -> "Callable[[], str]":
    found: Callable[[], str] = import_string(settings.PUBLIC_VERSION)
    return found
