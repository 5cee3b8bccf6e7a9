"""Public bodies, firms, and the categories that they buy and sell."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from marketplace.reference import models as reference
from marketplace.reference.models import Region
from tenders.api import rows
from tenders.api.asking import CATEGORY, Paging, listed, optional
from tenders.api.responses import reading
from tenders.api.schemas import Buyer, Category, Listed, Vendor
from tenders.queries.api import find_buyers, find_firms
from tenders.values import BuyerKind
from vendors.states import FirmSize

router = Router()


class BuyerFilters(Paging):
    region: Region | None = optional(_("Administrative region."))
    kind: BuyerKind | None = optional(_("Only this kind of public body."))


class VendorFilters(Paging):
    region: Region | None = optional(_("Administrative region."))
    size: FirmSize | None = optional(_("Only firms of this size."))
    category: str | None = optional(
        _("UNSPSC code; a family or class includes what is under it."), pattern=CATEGORY
    )


@reading(router, "/buyers", answers=Listed[Buyer], summary=_("List buyers"))
def list_buyers(request: HttpRequest, filters: Annotated[BuyerFilters, Query()]) -> Listed[Buyer]:
    found = find_buyers(region=filters.region or "", kind=filters.kind or "")
    return listed(request, found, rows.buyer, order=("name_fr", "pk"), paging=filters)


@reading(router, "/buyers/{slug}", answers=Buyer, summary=_("One buyer"))
def get_buyer(request: HttpRequest, slug: str) -> Buyer:
    return rows.buyer(get_object_or_404(find_buyers(region="", kind=""), slug=slug))


@reading(router, "/vendors", answers=Listed[Vendor], summary=_("List firms"))
def list_vendors(
    request: HttpRequest, filters: Annotated[VendorFilters, Query()]
) -> Listed[Vendor]:
    found = find_firms(
        region=filters.region or "", size=filters.size or "", category=filters.category or ""
    )
    return listed(request, found, rows.vendor, order=("legal_name", "pk"), paging=filters)


@reading(router, "/vendors/{uuid:id}", answers=Vendor, summary=_("One firm"))
def get_vendor(request: HttpRequest, id: UUID) -> Vendor:  # noqa: A002  the address names it so
    found = find_firms(region="", size="", category="")
    return rows.vendor(get_object_or_404(found, public_id=id))


@reading(router, "/categories", answers=list[Category], summary=_("All categories"))
def list_categories(request: HttpRequest) -> list[Category]:
    return [rows.category(row) for row in reference.Category.objects.all()]
