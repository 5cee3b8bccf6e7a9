"""What a call says now, in the shape in which authors write it."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, cast

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace import canonical
from tenders.models import Tender
from tenders.values import ConditionText, CriterionText, DeliverableText, Draft

_LIST_NAMES = {
    "categories": _("other categories"),
    "conditions": _("eligibility conditions"),
    "deliverables": _("deliverables"),
    "criteria": _("criteria"),
}


def current(tender: Tender, like: Draft) -> Draft:
    """The present content of exactly the columns and lists that ``like`` has."""
    return Draft(
        fields={name: getattr(tender, name) for name in like.fields},
        categories=None if like.categories is None else categories_of(tender),
        conditions=None if like.conditions is None else conditions_of(tender),
        deliverables=None if like.deliverables is None else deliverables_of(tender),
        criteria=None if like.criteria is None else criteria_of(tender),
    )


def categories_of(tender: Tender) -> list[str]:
    return sorted(tender.categories.values_list("pk", flat=True))


def conditions_of(tender: Tender) -> list[ConditionText]:
    return texts(ConditionText, tender.conditions.all())


def deliverables_of(tender: Tender) -> list[DeliverableText]:
    return texts(DeliverableText, tender.deliverables.all())


def criteria_of(tender: Tender) -> list[CriterionText]:
    return texts(CriterionText, tender.criteria.all())


def texts(kind: type[Any], rows: Iterable[Any], **instead: Any) -> list[Any]:
    """Each row as its author wrote it; ``instead`` gives the same value to all."""
    names = [item.name for item in fields(kind)]
    return [kind(**{name: getattr(row, name) for name in names} | instead) for row in rows]


def fingerprint(draft: Draft) -> str:
    """The same for the same content, whatever the order of columns and the form of numbers."""
    return sha256(canonical.dumps(_plain(asdict(draft)))).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return str(int(value.timestamp()))
    return value.isoformat() if isinstance(value, date) else value


def differences(tender: Tender, typed: Draft) -> list[tuple[str, str]]:
    """What is saved and is not what was typed: (name of the column or list, the saved text)."""
    there = current(tender, typed)
    columns = [
        (_name_of(name), str(value or "—"))
        for name, value in there.fields.items()
        if fingerprint(Draft({name: value})) != fingerprint(Draft({name: typed.fields[name]}))
    ]
    lists = [
        (name, "\n".join(_words(row) for row in getattr(there, part)))
        for part, name in _LIST_NAMES.items()
        if getattr(typed, part) is not None
        and fingerprint(_only(there, part)) != fingerprint(_only(typed, part))
    ]
    return [*columns, *((str(name), text or "—") for name, text in lists)]


def _name_of(column: str) -> str:
    field = cast(models.Field, Tender._meta.get_field(column.removesuffix("_id")))
    return str(field.verbose_name)


def _only(draft: Draft, part: str) -> Draft:
    return Draft(**{part: getattr(draft, part)})


def _words(row: Any) -> str:
    values = [row] if isinstance(row, str) else asdict(row).values()
    return " – ".join(str(_plain(value)) for value in values if value not in (None, ""))
