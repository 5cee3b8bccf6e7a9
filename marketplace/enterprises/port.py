"""Asking Québec's enterprise register (REQ) about a number. Which register answers is a setting.

``ENTERPRISE_REGISTER`` is the dotted path of a class with the one method of ``Register``.
"""

import logging
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Protocol, cast

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)


class Standing(models.TextChoices):
    """What the register says of an enterprise."""

    REGISTERED = "registered", _("registered")
    STRUCK_OFF = "struck_off", _("struck off")
    OTHER = "other", _("neither registered nor struck off")


class Outcome(models.TextChoices):
    """What became of a look into the register."""

    FOUND = "found", _("registered")
    STRUCK_OFF = "struck_off", _("struck off")
    NOT_IN_FORCE = "not_in_force", _("not registered any more, or not yet")
    UNKNOWN = "unknown", _("no such number")
    AWAY = "away", _("not checked: the register did not answer")


OUTCOMES = {
    Standing.REGISTERED: Outcome.FOUND,
    Standing.STRUCK_OFF: Outcome.STRUCK_OFF,
    Standing.OTHER: Outcome.NOT_IN_FORCE,
}


@dataclass(frozen=True)
class Entry:
    """One enterprise as the register publishes it.

    ``since`` is the day of its standing; street, city and postal code are empty where the register
    keeps the address to itself, as it may for a person. ``as_of`` is the day of the publication.
    """

    neq: str
    legal_name: str
    standing: Standing
    other_names: tuple[str, ...] = ()
    street: str = ""
    city: str = ""
    postal_code: str = ""
    since: date | None = None
    as_of: date | None = None


class RegisterAway(Exception):
    """The register does not answer now."""


class Register(Protocol):
    def find(self, neq: str) -> Entry | None:
        """The enterprise of that number (ten digits). Raises RegisterAway."""


@dataclass(frozen=True)
class Finding:
    """The answer to one look. ``entry`` holds an ``Entry`` as JSON, or is empty."""

    neq: str
    outcome: Outcome
    entry: dict[str, Any]

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON, which ``Finding(**…)`` reads back."""
        return asdict(self)


def look_up(neq: str) -> Finding:
    """Ask the register about a number. It never raises: a register that is away is an outcome.

    It may take a second or two: call it outside of a transaction.
    """
    register = cast(Register, import_string(settings.ENTERPRISE_REGISTER)())
    try:
        entry = register.find(neq)
    except RegisterAway as silence:
        log.warning("The enterprise register does not answer: %s", silence)
        return Finding(neq, Outcome.AWAY, {})
    if entry is None:
        return Finding(neq, Outcome.UNKNOWN, {})
    return Finding(neq, OUTCOMES[entry.standing], _plain(entry))


def _plain(entry: Entry) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in asdict(entry).items()
        if value
    }
