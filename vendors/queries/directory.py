"""Firms as the public sees them."""

from django.db.models import Q, QuerySet

from marketplace.reference.models import Category
from vendors.models import Vendor


def find_vendors(
    *, q: str = "", category: Category | None = None, region: str = ""
) -> QuerySet[Vendor]:
    """Listed firms that fit. A family or class of categories includes what is under it."""
    found = Vendor.objects.listed()
    if q:
        found = found.filter(
            Q(legal_name__unaccent__icontains=q)
            | Q(trade_name__unaccent__icontains=q)
            | Q(city__unaccent__icontains=q)
        )
    if region:
        found = found.filter(region=region)
    if category:
        through = Vendor.categories.through.objects
        works_in = through.filter(category__code__startswith=category.prefix)
        found = found.filter(pk__in=works_in.values("vendor"))
    return found
