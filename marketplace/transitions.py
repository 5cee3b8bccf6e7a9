"""State machines as tables, one function that moves rows along them, and the database guard."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext as _

from marketplace.errors import IllegalTransition


class Transitions:
    """The allowed moves of one status field.

    The table must name every state, including terminal ones, so that a state
    added to the enum and forgotten here fails at import, not in production.
    """

    def __init__(
        self, states: type[models.TextChoices], table: Mapping[Any, AbstractSet[Any]]
    ) -> None:
        if set(table) != set(states):
            raise ValueError(
                f"{states.__name__}: table and enum differ: {set(table) ^ set(states)}"
            )
        self.states = states
        self.table = {str(state): frozenset(map(str, targets)) for state, targets in table.items()}

    def allows(self, current: str, target: str) -> bool:
        return target in self.table[current]

    def guard(self, name: str, field: str = "status") -> pgtrigger.Trigger:
        """A trigger that refuses an illegal move even by raw SQL.

        List it in ``Meta.triggers``. Rows may be inserted in any state: how an
        object begins is the action's business, how it goes on is the table's.
        """
        return pgtrigger.FSM(
            name=name,
            field=field,
            transitions=[
                (source, target)
                for source, targets in sorted(self.table.items())
                for target in sorted(targets)
            ],
        )


def move(record: Any, target: str, transitions: Transitions, **stamps: Any) -> None:
    """Move ``record.status`` to ``target``, set ``stamps``, and save just those columns.

    The caller holds the row lock and the transaction. ``stamps`` are the
    columns that must change together with the status (``awarded_at=at``);
    the table's CheckConstraints verify that they did.

    Raises IllegalTransition; the row is then untouched.
    """
    _refuse_unless_allowed(record, target, transitions)
    _set(record, target, stamps)
    record.save(update_fields=["status", *stamps])


def move_all(records: Sequence[Any], target: str, transitions: Transitions, **stamps: Any) -> None:
    """``move`` of many rows of one model, in one statement. If one may not, none is moved."""
    for record in records:
        _refuse_unless_allowed(record, target, transitions)
    for record in records:
        _set(record, target, stamps)
    if records:
        type(records[0]).objects.bulk_update(records, ["status", *stamps])


def _refuse_unless_allowed(record: Any, target: str, transitions: Transitions) -> None:
    if not transitions.allows(record.status, target):
        raise IllegalTransition(
            _("This can't be done now: the status is “%(current)s”.")
            % {"current": transitions.states(record.status).label}
        )


def _set(record: Any, target: str, stamps: Mapping[str, Any]) -> None:
    record.status = target
    for name, value in stamps.items():
        setattr(record, name, value)


def stamped_when(name: str, stamp: str, states: list[str]) -> models.CheckConstraint:
    """``stamp`` is filled in exactly these ``states``. ``name`` is the sentence the log shows."""
    filled = models.Q(status__in=states, **{f"{stamp}__isnull": False})
    empty = ~models.Q(status__in=states) & models.Q(**{f"{stamp}__isnull": True})
    return models.CheckConstraint(name=name, condition=filled | empty)
