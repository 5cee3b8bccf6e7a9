"""The menu of one's work: what there is for this person, over all of their roles."""

from typing import Any

from django.utils.translation import gettext as _

from marketplace.web.navigation import address
from tenders.models import Buyer
from vendors.models import Vendor


def work_menu(user: Any) -> list[dict[str, Any]]:
    """Groups of links, as ``workspace/side_nav.html`` shows them. Two queries."""
    groups: list[dict[str, Any]] = [
        {"title": "", "links": [_link(_("What waits for me"), "tenders:work", "list")]}
    ]
    groups += [_of_buyer(buyer) for buyer in Buyer.objects.of(user)]
    groups += [_of_vendor(vendor) for vendor in Vendor.objects.of(user)]
    if getattr(user, "is_operator", False):
        links = [_link(_("Admissions"), "tenders:operator", "shield")]
        groups.append({"title": _("The platform"), "links": links})
    for group in groups:
        group["links"] = [link for link in group["links"] if link["url"]]
    return [group for group in groups if group["links"]]


def _of_buyer(buyer: Buyer) -> dict[str, Any]:
    return {
        "title": str(buyer.name),
        "links": [
            _link(_("Calls"), "tenders:buyer_home", "file", buyer.slug),
            _link(_("Members"), "tenders:members", "users", buyer.slug),
            _link(_("Organisation"), "tenders:buyer_edit", "building", buyer.slug),
        ],
    }


def _of_vendor(vendor: Vendor) -> dict[str, Any]:
    return {
        "title": vendor.name,
        "links": [
            _link(_("Bids"), "tenders:bids", "file"),
            _link(_("Firm"), "vendors:firm", "firm", vendor.public_id),
        ],
    }


def _link(label: str, name: str, icon: str, *args: Any) -> dict[str, Any]:
    return {"label": label, "url": address(name, *args), "icon": icon}
