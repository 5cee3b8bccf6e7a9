"""The menu of one's work: what there is for this person, over all of their roles."""

from typing import Any

from django.utils.translation import gettext as _

from marketplace.web.navigation import address
from tenders.models import BuyerMembership
from tenders.values import Capability
from vendors.models import Vendor
from vendors.queries.acting import switch_of


def work_menu(user: Any, chosen: str = "") -> list[dict[str, Any]]:
    """Groups of links, as ``workspace/side_nav.html`` shows them. Two queries.

    ``chosen`` is the public id of the firm that the person acts for, among several.
    """
    groups: list[dict[str, Any]] = [{"title": "", "links": _of_everybody()}]
    own = BuyerMembership.objects.filter(user=user.pk).select_related("buyer").order_by("pk")
    groups += [_of_buyer(membership) for membership in own]
    firms = list(Vendor.objects.of(user))
    if firms:
        links = [_link(vendor.name, "vendors:firm", "firm", vendor.public_id) for vendor in firms]
        bids = _link(_("Bids and drafts"), "tenders:bids", "sealed")
        title = _("My firm") if len(firms) == 1 else _("My firms")
        switch = switch_of(firms, chosen)
        groups.append({"title": title, "links": [bids, *links], "switch": switch})
    if getattr(user, "is_operator", False):
        groups.append({"title": _("The platform"), "links": _of_the_platform()})
    for group in groups:
        group["links"] = [link for link in group["links"] if link["url"]]
    return [group for group in groups if group["links"]]


def _of_everybody() -> list[dict[str, Any]]:
    return [
        _link(_("What waits for me"), "tenders:work", "list"),
        _link(_("My alerts"), "tenders:alerts", "bell"),
    ]


def _of_buyer(membership: BuyerMembership) -> dict[str, Any]:
    slug = membership.buyer.slug
    links = [
        _link(_("Calls"), "tenders:buyer_home", "file", slug),
        _link(_("Members"), "tenders:members", "users", slug),
    ]
    if Capability.ADMINISTRATOR in membership.capabilities:
        links.append(_link(_("Organisation"), "tenders:buyer_edit", "building", slug))
    return {"title": str(membership.buyer.name), "links": links}


def _of_the_platform() -> list[dict[str, Any]]:
    return [
        _link(_("Public bodies"), "tenders:operator", "building"),
        _link(_("Firms"), "vendors:admissions", "firm"),
        _link(_("Ineligible firms"), "vendors:exclusions", "shield"),
    ]


def _link(label: str, name: str, icon: str, *args: Any) -> dict[str, Any]:
    return {"label": label, "url": address(name, *args), "icon": icon}
