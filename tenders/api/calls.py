"""Calls, awards and contracts."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from tenders.api import rows
from tenders.api.asking import Filters, listed, optional
from tenders.api.codes import PublicStatus, statuses_of
from tenders.api.responses import reading
from tenders.api.schemas import Award, Call, CallInFull, Contract, Listed
from tenders.queries.api import Asked, find_awards, find_calls, find_contracts

router = Router()


class CallFilters(Filters):
    status: PublicStatus | None = optional(_("Only calls that are there in their life."))


class OutcomeFilters(Filters):
    vendor: UUID | None = optional(_("Only this firm (identifier)."))


@reading(router, "/tenders", answers=Listed[Call], summary=_("List calls"))
def list_tenders(request: HttpRequest, filters: Annotated[CallFilters, Query()]) -> Listed[Call]:
    statuses = statuses_of(filters.status) if filters.status else []
    found = find_calls(filters.asked(), statuses=statuses)
    return listed(request, found, rows.call, order=("-published_at", "-pk"), paging=filters)


@reading(router, "/tenders/{ocid}", answers=CallInFull, summary=_("One call in full"))
def get_tender(request: HttpRequest, ocid: str) -> CallInFull:
    found = find_calls(Asked(), statuses=[])
    return rows.call_in_full(get_object_or_404(found, ocid=ocid))


@reading(router, "/awards", answers=Listed[Award], summary=_("List awards"))
def list_awards(request: HttpRequest, filters: Annotated[OutcomeFilters, Query()]) -> Listed[Award]:
    found = find_awards(filters.asked(), vendor=filters.vendor)
    return listed(request, found, rows.award, order=("-approved_at", "-pk"), paging=filters)


@reading(router, "/awards/{uuid:id}", answers=Award, summary=_("One award"))
def get_award(request: HttpRequest, id: UUID) -> Award:  # noqa: A002  the address names it so
    return rows.award(get_object_or_404(find_awards(Asked(), vendor=None), public_id=id))


@reading(router, "/contracts", answers=Listed[Contract], summary=_("List contracts"))
def list_contracts(
    request: HttpRequest, filters: Annotated[OutcomeFilters, Query()]
) -> Listed[Contract]:
    found = find_contracts(filters.asked(), vendor=filters.vendor)
    return listed(request, found, rows.contract, order=("-in_force_at", "-pk"), paging=filters)


@reading(router, "/contracts/{number}", answers=Contract, summary=_("One contract"))
def get_contract(request: HttpRequest, number: str) -> Contract:
    return rows.contract(get_object_or_404(find_contracts(Asked(), vendor=None), number=number))
