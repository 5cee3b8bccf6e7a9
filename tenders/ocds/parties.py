"""Organisations: each once in ``parties``, elsewhere by reference."""

from marketplace.reference.models import Region
from tenders.models import Buyer
from tenders.ocds.facts import Facts
from tenders.ocds.values import Json, both
from vendors.models import Vendor

# The register of enterprises has no registered code at org-id.guide; documented in our policy.
NEQ = "CA-QC-NEQ"


def buyer_id(buyer: Buyer) -> str:
    return f"{NEQ}-{buyer.neq}" if buyer.neq else f"buyer-{buyer.public_id}"


def vendor_id(vendor: Vendor) -> str:
    return f"{NEQ}-{vendor.neq}" if vendor.neq else f"vendor-{vendor.public_id}"


def buyer_reference(buyer: Buyer) -> Json:
    return {"id": buyer_id(buyer), "name": buyer.name_fr}


def vendor_reference(vendor: Vendor) -> Json:
    return {"id": vendor_id(vendor), "name": vendor.legal_name}


def parties(facts: Facts) -> list[Json]:
    """The buyer, everyone whose bid was opened, and the firms that were awarded."""
    winners = {award.bid.vendor_id for award in facts.awards if award.cancelled_at is None}
    found = [_buyer(facts.buyer)]
    for bid in facts.bids:
        roles = ["tenderer", "supplier"] if bid.vendor_id in winners else ["tenderer"]
        found.append(_vendor(bid.vendor, roles))
    return found


def _buyer(buyer: Buyer) -> Json:
    return {
        "id": buyer_id(buyer),
        **both(buyer, "name"),
        "roles": ["buyer", "procuringEntity"],
        "identifier": _identifier(buyer.neq, buyer.name_fr),
        "address": {
            "streetAddress": buyer.street,
            "locality": buyer.city,
            "region": region(buyer.region),
            "postalCode": buyer.postal_code,
            "countryName": "Canada",
        },
        "contactPoint": {
            "name": buyer.name_fr,
            "email": buyer.email,
            "telephone": buyer.phone,
            "url": buyer.website,
        },
    }


def _vendor(vendor: Vendor, roles: list[str]) -> Json:
    """A firm without street or telephone: a sole trader's may be a home's."""
    return {
        "id": vendor_id(vendor),
        "name": vendor.legal_name,
        "roles": roles,
        "identifier": _identifier(vendor.neq, vendor.legal_name),
        "address": {"locality": vendor.city, "region": region(vendor.region)},
        "details": {"scale": vendor.size},
    }


def _identifier(neq: str | None, name: str) -> Json | None:
    return {"scheme": NEQ, "id": neq, "legalName": name} if neq else None


def region(code: str) -> str | None:
    """The region's official name, which is the same in both languages."""
    if not code or code == Region.ELSEWHERE:
        return None
    return str(Region(code).label)
