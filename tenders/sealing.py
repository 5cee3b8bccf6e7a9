"""How an offer travels through the seal: what goes into which part, and where a part belongs.

The technical part holds answers, confirmed conditions and the names of the files; the price part
holds every amount. Identifiers are written as text and amounts as decimal strings, because that
is all that canonical JSON holds.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marketplace.sealing.api import PRICE, TECHNICAL, BidRef, CopyAccess, Version, is_away
from tenders.models import Bid, PreparedBid, Submission
from tenders.values import Offer, OfferedFile

__all__ = [
    "CopyAccess", "is_away", "offer_from", "parts_of", "place_of", "price_part", "ref_of",
    "technical_part",
]  # fmt: skip

Part = Mapping[str, Any]


def ref_of(bid: Bid) -> BidRef:
    """Which bid, of whom, on what, as the seal names them."""
    return BidRef(bid.tender.ocid, str(bid.public_id), str(bid.vendor.public_id))


def place_of(version: Submission | PreparedBid) -> Version:
    """Where a submission belongs: its number, and the terms it was made under.

    The terms come from its manifest: an amendment may have changed the tender's since.
    """
    return Version(ref_of(version.bid), version.manifest["terms_hash"], version.number)


def technical_part(offer: Offer) -> dict[str, Any]:
    return {
        "answers": {str(criterion): text for criterion, text in offer.answers.items()},
        "eligibility": sorted(offer.eligibility),
        "files": [
            {
                "id": file.id,
                "name": file.name,
                "size": file.size,
                "content_type": file.content_type,
            }
            for file in offer.files
        ],
    }


def price_part(offer: Offer) -> dict[str, Any]:
    return {
        "prices": {str(deliverable): str(price) for deliverable, price in offer.prices.items()},
        "total": str(offer.total),
        "charges_taxes": offer.charges_taxes,
    }


def parts_of(offer: Offer) -> dict[str, dict[str, Any]]:
    return {TECHNICAL: technical_part(offer), PRICE: price_part(offer)}


def offer_from(technical: Part, price: Part) -> Offer:
    """The offer that ``parts_of`` wrote. ``total`` is summed again, never believed."""
    return Offer(
        prices={int(key): Decimal(value) for key, value in price["prices"].items()},
        charges_taxes=price["charges_taxes"],
        answers={int(key): text for key, text in technical["answers"].items()},
        eligibility=tuple(technical["eligibility"]),
        files=tuple(OfferedFile(**file) for file in technical["files"]),
    )
