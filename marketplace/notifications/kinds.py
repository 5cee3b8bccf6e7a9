"""The kinds of mail. Each app lists its own in ``<app>/mail_kinds.py``; they are found by name.

A kind's sample is a contract: ``notify`` refuses a context with other keys, and a test
renders the six templates of every kind with its sample. What rendered there renders here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

MODULE = "mail_kinds"


@dataclass(frozen=True)
class Kind:
    """What a mail is for, and a believable context of it (JSON values only)."""

    description: Any
    sample: Mapping[str, Any]


@cache
def all_kinds() -> dict[str, Kind]:
    """Every kind of every installed app, by name.

    Raises ValueError when two apps claim one name.
    """
    found: dict[str, Kind] = {}
    for config in apps.get_app_configs():
        if not module_has_submodule(config.module, MODULE):
            continue
        own: dict[str, Kind] = import_module(f"{config.name}.{MODULE}").KINDS
        if taken := found.keys() & own.keys():
            raise ValueError(f"{config.name}: taken already: {', '.join(sorted(taken))}")
        found |= own
    return found


def check_context(kind: str, context: Mapping[str, Any]) -> None:
    """Raise KeyError for an unknown kind, ValueError for a context unlike its sample."""
    wanted = all_kinds()[kind].sample.keys()
    if different := wanted ^ context.keys():
        raise ValueError(f"{kind}: context and sample differ: {', '.join(sorted(different))}")
