"""What callers may ask for: pages, periods, filters."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _
from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict

from marketplace.reference.models import Region
from marketplace.web.pagination import paginate
from tenders.api.schemas import Links, Listed
from tenders.queries.api import Asked

Row = TypeVar("Row")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
CATEGORY = r"^[0-9]{8}$"


def _only_a_day(text: Any) -> Any:
    """A number of seconds since 1970 is a date to pydantic, but none to people."""
    if not (isinstance(text, str) and DAY.fullmatch(text) and text < "9999-12-31"):
        raise ValueError("not a day")
    return text


Day = Annotated[date, BeforeValidator(_only_a_day)]


def optional(description: Any, *, default: Any = None, **more: Any) -> Any:
    return Field(default, description=description, **more)


class Paging(Schema):
    limit: int = optional(_("How many rows at most."), default=25, ge=1, le=100)
    cursor: str = optional(
        _("From a link of this list; empty for the first page."), default="", max_length=400
    )


class Filters(Paging):
    model_config = ConfigDict(populate_by_name=True)

    buyer: str | None = optional(_("Only this buyer (slug)."), max_length=80)
    category: str | None = optional(
        _("UNSPSC code; a family or class includes what is under it."), pattern=CATEGORY
    )
    region: Region | None = optional(_("Administrative region of the call."))
    start: Day | None = optional(_("From this day on, in Québec’s time."), alias="from")
    end: Day | None = optional(_("Until the end of this day."), alias="until")

    def asked(self) -> Asked:
        return Asked(
            buyer=self.buyer or "",
            category=self.category or "",
            region=self.region or "",
            start=_midnight(self.start) if self.start else None,
            end=_midnight(self.end + timedelta(days=1)) if self.end else None,
        )


def listed(
    request: HttpRequest,
    rows: QuerySet[Any],
    shown: Callable[[Any], Row],
    *,
    order: tuple[str, ...],
    paging: Paging,
) -> Listed[Row]:
    """One page of ``rows``, each as ``shown``. Raises BadRequest for a cursor of another list."""
    page = paginate(rows, order=order, cursor=paging.cursor, size=paging.limit)
    links = Links(next=_link(request, page.older), prev=_link(request, page.newer))
    return Listed(results=[shown(row) for row in page.rows], links=links)


def _link(request: HttpRequest, cursor: str) -> str | None:
    if not cursor:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()))
