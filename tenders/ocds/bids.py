"""The ``bids`` section (extension bids): from the opening on, prices once they are opened."""

from datetime import datetime
from decimal import Decimal

from tenders.models import Bid
from tenders.ocds import wording
from tenders.ocds.facts import Facts
from tenders.ocds.parties import vendor_reference
from tenders.ocds.values import Json, amount, moment, number
from tenders.states import BidStatus

NOT_ACCEPTABLE = {BidStatus.DISQUALIFIED, BidStatus.LAPSED}


def bids_section(facts: Facts) -> Json:
    if not facts.has_opening:
        return {}
    return {
        "statistics": _statistics(facts),
        "details": [_detail(bid, facts) for bid in facts.bids],
    }


def _detail(bid: Bid, facts: Facts) -> Json:
    """One bid. How it was judged stays unsaid until the outcome is public; that it lapsed, not."""
    told = facts.has_decision or bid.status == BidStatus.LAPSED
    return {
        "id": str(bid.public_id),
        "date": moment(bid.sealed_at),
        "status": _status(bid) if told else "pending",
        "tenderers": [vendor_reference(bid.vendor)],
        "value": amount(bid.amount, facts.tender.currency) if facts.has_prices else None,
        "evaluation": _evaluation(bid, facts) if told else None,
    }


def _status(bid: Bid) -> str:
    return "disqualified" if bid.status in NOT_ACCEPTABLE else "valid"


def _evaluation(bid: Bid, facts: Facts) -> Json:
    """Note, adjusted price and rank of an acceptable bid; the coded reason of another."""
    standing = facts.ranking.get(str(bid.public_id))
    if bid.status == BidStatus.LAPSED:
        return {"disqualification": wording.LAPSED}
    if standing is None or not standing["acceptable"]:
        return {"disqualification": wording.DISQUALIFICATION.get(bid.disqualification)}
    return {
        "qualityNote": number(_decimal(standing["note"])),
        "adjustedValue": amount(_decimal(standing["adjusted_price"]), facts.tender.currency),
        "rank": standing["rank"],
    }


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _statistics(facts: Facts) -> list[Json]:
    tender = facts.tender
    counts = {"bids": len(facts.bids)}
    amounts = []
    if facts.has_decision:
        valid = [bid for bid in facts.bids if _status(bid) == "valid"]
        counts["validBids"] = len(valid)
        counts["disqualifiedBidders"] = len(facts.bids) - len(valid)
        amounts = [bid.amount for bid in valid if bid.amount is not None]
    at = tender.opened_at or tender.ended_at
    found = [_statistic(measure, Decimal(count), at) for measure, count in counts.items()]
    if amounts:
        for measure, value in (
            ("lowestValidBidValue", min(amounts)),
            ("highestValidBidValue", max(amounts)),
        ):
            found.append(
                _statistic(measure, value, tender.awarded_at) | {"currency": tender.currency}
            )
    return found


def _statistic(measure: str, value: Decimal, at: datetime | None) -> Json:
    return {"id": measure, "measure": measure, "value": number(value), "date": moment(at)}
