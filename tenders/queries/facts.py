"""What every mail about an object says of it. JSON: each template picks its language."""

from typing import Any

from tenders.models import Bid, Buyer, Tender


def buyer_facts(buyer: Buyer) -> dict[str, Any]:
    return {"slug": buyer.slug, "buyer_fr": buyer.name_fr, "buyer_en": buyer.name_en}


def tender_facts(tender: Tender) -> dict[str, Any]:
    """Moments are ISO 8601 with their offset, or null."""
    deadline = tender.submission_deadline
    return {
        "ocid": tender.ocid,
        "number": tender.number,
        "title_fr": tender.title_fr,
        "title_en": tender.title_en,
        "deadline": deadline.isoformat() if deadline else None,
        **buyer_facts(tender.buyer),
    }


def bid_facts(bid: Bid) -> dict[str, Any]:
    """Never anything of the offer."""
    return {**tender_facts(bid.tender), "bid": str(bid.public_id), "vendor": bid.vendor.name}
