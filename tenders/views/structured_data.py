"""Facts for search engines, in the words of schema.org."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from tenders.models import Buyer, Tender
from tenders.queries.notice import NoticePage


def tender_facts_for_machines(notice: NoticePage) -> dict[str, Any]:
    """The buyer, who seeks what the call demands; and the way to the page."""
    seeks = {name: value for name, value in _demand(notice).items() if value}
    buyer = buyer_facts_for_machines(notice.tender.buyer)
    return {
        "@context": "https://schema.org",
        "@graph": [{**buyer, "seeks": seeks}, _way_to(notice.tender)],
    }


def _way_to(tender: Tender) -> dict[str, Any]:
    steps = ((_("Calls"), reverse("tenders:list")), (tender.number, tender.get_absolute_url()))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": settings.SITE_URL + path}
            for n, (name, path) in enumerate(steps, start=1)
        ],
    }


def _demand(notice: NoticePage) -> dict[str, Any]:
    tender = notice.tender
    opens, closes = tender.published_at, tender.submission_deadline
    category = [str(category) for category in notice.categories]
    return {
        "@type": "Demand",
        "@id": settings.SITE_URL + tender.get_absolute_url(),
        "identifier": tender.ocid,
        "name": str(tender.title),
        "description": str(tender.summary),
        "availabilityStarts": opens and opens.isoformat(),
        "availabilityEnds": closes and closes.isoformat(),
        "itemOffered": {"@type": "Service", "name": str(tender.title), "category": category},
        "priceSpecification": _budget(notice),
    }


def _budget(notice: NoticePage) -> dict[str, Any] | None:
    tender = notice.tender
    if not tender.budget_is_public or tender.budget is None:
        return None
    return {
        "@type": "PriceSpecification",
        "maxPrice" if tender.budget_is_ceiling else "price": f"{tender.budget:f}",
        "priceCurrency": tender.currency,
        "valueAddedTaxIncluded": False,
    }


def buyer_facts_for_machines(buyer: Buyer) -> dict[str, Any]:
    return {
        "@type": "GovernmentOrganization",
        "@id": settings.SITE_URL + buyer.get_absolute_url(),
        "name": str(buyer.name),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": buyer.street,
            "addressLocality": buyer.city,
            "addressRegion": "QC",
            "postalCode": buyer.postal_code,
            "addressCountry": "CA",
        },
    }
