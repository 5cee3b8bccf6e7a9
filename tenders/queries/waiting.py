"""What waits for a person: one list over all corridors, most urgent first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Waiting:
    """One thing to do. ``due_at`` orders and colours it; without one it comes last."""

    title: str
    what: str
    url: str
    due_at: datetime | None = None
    is_urgent: bool = False


Source = Callable[[Any, datetime], Iterable[Waiting]]

# Each corridor's query module adds its function here.
SOURCES: tuple[Source, ...] = ()


def waiting_for(user: Any, *, at: datetime) -> list[Waiting]:
    """Everything that waits for ``user``, the nearest due moment first."""
    found = [item for source in SOURCES for item in source(user, at)]
    return sorted(found, key=lambda item: (item.due_at is None, item.due_at or at, item.title))
