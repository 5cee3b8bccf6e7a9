"""What waits for a person: one list over all corridors, most urgent first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Waiting:
    """One thing to do. ``due_at`` orders and colours it; without one it comes last."""

    title: str
    what: str
    url: str
    due_at: datetime | None = None
    is_urgent: bool = False


Source = Callable[[Any, datetime], Iterable[Waiting]]

# One function per corridor, by name: their modules import Waiting from here.
SOURCES = (
    "tenders.queries.authoring.waiting_in_authoring",
    "tenders.queries.bidding.bids_waiting_for",
    "tenders.queries.firms.firms_waiting_for",
    "tenders.queries.waiting_judging.waiting_in_judging",
    "tenders.queries.waiting_judging.waiting_in_contracts",
)


def waiting_for(user: Any, *, at: datetime) -> list[Waiting]:
    """Everything that waits for ``user``, the nearest due moment first."""
    sources: list[Source] = [import_string(name) for name in SOURCES]
    found = [item for source in sources for item in source(user, at)]
    return sorted(found, key=lambda item: (item.due_at is None, item.due_at or at, item.title))
