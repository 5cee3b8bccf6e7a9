"""What is kept about people. Each app says it of its tables, in ``<app>/personal_data.py``.

From these lists follow the copy that a person asks for, what becomes of each row when they ask to
be erased, and what is deleted when its time is over. A test holds them to the models: a column
that leads to a person and is in no list fails.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

MODULE = "personal_data"
YEAR = 365  # days


class Fate(Enum):
    """What becomes of rows about a person who asks to be erased."""

    DELETED = _("deleted")
    CLEARED = _("kept without what tells who you are")
    KEPT = _("kept; your name is taken away from it")


@dataclass(frozen=True)
class Holding:
    """Rows of one model about a person, and what becomes of them.

    ``by`` names the columns that lead to the person, ``at`` those that hold their e-mail address,
    ``as_number`` those that hold their public id as text.
    ``told`` are the columns that their copy shows. ``only`` narrows the rows, for a model whose
    rows have several fates. ``ground`` is why rows stay, with the law that says so.
    ``erase`` replaces deletion by an action of the app's own, which may refuse.
    """

    model: str
    label: Any
    told: tuple[str, ...]
    by: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    as_number: tuple[str, ...] = ()
    fate: Fate = Fate.KEPT
    ground: Any = ""
    only: Callable[[], Q] = Q
    erase: Callable[[Any, datetime], None] | None = None

    def rows(self, person: Any) -> "models.QuerySet[Any]":
        """The rows about this person, the oldest first."""
        about = Q(pk__in=[])
        for column in self.by:
            about |= Q(**{column: person.pk})
        for column in self.at:
            about |= Q(**{f"{column}__iexact": person.email})
        for column in self.as_number:
            about |= Q(**{column: str(person.public_id)})
        model: Any = apps.get_model(self.model)
        found: models.QuerySet[Any] = model.objects.filter(about & self.only())
        return found.order_by("pk")


@dataclass(frozen=True)
class Period:
    """How long something is kept. ``delete`` deletes what was over before; returns how many."""

    name: str
    label: Any
    since: Any
    days: int
    delete: Callable[[datetime], int]

    @property
    def length(self) -> str:
        """In years where they are whole, else in days."""
        years, rest = divmod(self.days, YEAR)
        if rest:
            return ngettext("%(n)s day", "%(n)s days", self.days) % {"n": self.days}
        return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


@dataclass(frozen=True)
class Obstacle:
    """Something that a person must settle before they can be erased, and where."""

    sentence: Any
    url: str = ""


def holdings() -> list[Holding]:
    """Of every app, the account first: in the order in which people read them."""
    return [holding for told in _modules() for holding in told.HOLDINGS]


def periods() -> list[Period]:
    return [period for told in _modules() for period in getattr(told, "PERIODS", ())]


def excused() -> dict[str, str]:
    """Columns that hold an address and are about nobody, with the reason."""
    found: dict[str, str] = {}
    for told in _modules():
        found |= getattr(told, "EXCUSED", {})
    return found


def obstacles(person: Any) -> list[Obstacle]:
    """What keeps a person from being erased, of every app."""
    finders = [find for told in _modules() for find in getattr(told, "OBSTACLES", ())]
    return [obstacle for find in finders for obstacle in find(person)]


@dataclass(frozen=True)
class Count:
    """How many rows of one holding there are about somebody."""

    holding: Holding
    rows: int


def counted(person: Any) -> list[Count]:
    """What is kept about a person, without what has no row."""
    counts = [Count(holding, holding.rows(person).count()) for holding in holdings()]
    return [each for each in counts if each.rows]


def copy_of(person: Any) -> Iterator[dict[str, Any]]:
    """All that is kept about a person, table by table: values for JSON."""
    for holding in holdings():
        rows = list(holding.rows(person).values(*holding.told))
        if rows:
            yield {"table": holding.model, "what": str(holding.label), "rows": rows}


def erase_rows(person: Any, at: datetime) -> None:
    """Let each holding meet its fate, within the caller's transaction. May raise DomainError.

    Those of the apps that know of others go first: what happens there may need these.
    """
    for holding in (each for told in reversed(_modules()) for each in told.HOLDINGS):
        if holding.erase is not None:
            holding.erase(person, at)
        elif holding.fate is Fate.DELETED:
            holding.rows(person).delete()


@transaction.atomic
def delete_outdated(period: Period, *, at: datetime) -> int:
    """Delete what ``period`` says is over. Return how many rows."""
    return period.delete(at - timedelta(days=period.days))


def deleted(found: "models.QuerySet[Any]") -> int:
    """Delete ``found`` with what hangs on it; how many of ``found`` there were."""
    model = found.model._meta.label
    return found.delete()[1].get(model, 0)


def columns_of_people(model: type[models.Model], person: type[models.Model]) -> Iterable[str]:
    """The columns of a model that lead to a person or hold an address of somebody."""
    for field in model._meta.local_fields:
        if field.related_model is person or isinstance(
            field, models.EmailField | models.GenericIPAddressField
        ):
            yield field.name


@cache
def _modules() -> list[ModuleType]:
    return [
        import_module(f"{config.name}.{MODULE}")
        for config in apps.get_app_configs()
        if module_has_submodule(config.module, MODULE)
    ]
