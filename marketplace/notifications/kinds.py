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
from django.db.models import TextChoices
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

MODULE = "mail_kinds"


class Topic(TextChoices):
    """What a person may choose about, a choice for each. REQUIRED leaves none."""

    REQUIRED = "required", _("What must be sent to you")
    TASKS = "tasks", _("What waits for you")
    PROGRESS = "progress", _("How your calls, bids and contracts go on")
    CALLS = "calls", _("Calls that may suit you")
    GATHERED = "gathered", _("The daily message")


# The daily message follows from the choices about the others.
CHOSEN = (Topic.TASKS, Topic.PROGRESS, Topic.CALLS)


@dataclass(frozen=True)
class Kind:
    """What a mail is for, and a believable context of it (JSON values only).

    What the law, a deadline or the safety of an account wants told is REQUIRED, and so is
    whatever says nothing else. ``in_inbox`` is False for what must not be read twice (codes).
    ``stop`` names an address of the kind's own that stops its mails: it takes a token, signed for
    the purpose of that name, of ``context["subscriber"]``.
    """

    description: Any
    sample: Mapping[str, Any]
    topic: Topic = Topic.REQUIRED
    in_inbox: bool = True
    stop: str = ""


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


def checked_kind(kind: str, context: Mapping[str, Any]) -> Kind:
    """The kind of that name. KeyError if there is none, ValueError if ``context`` isn't its own."""
    found = all_kinds()[kind]
    if different := found.sample.keys() ^ context.keys():
        raise ValueError(f"{kind}: context and sample differ: {', '.join(sorted(different))}")
    return found


def topic_of(kind: str) -> Topic:
    """Of a kind; what an older release queued under a name that is gone must be sent."""
    found = all_kinds().get(kind)
    return found.topic if found else Topic.REQUIRED
