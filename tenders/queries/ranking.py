"""How the bids of a call compare: rows in, ``scoring`` decides, rows out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from marketplace.reference.models import ParameterKey, parameter
from tenders import scoring
from tenders.models import Bid, ConsensusScore, Tender
from tenders.states import BidStatus
from tenders.values import AwardMethod


@dataclass(frozen=True)
class Ranked:
    """One bid and where it stands; ``standing.rank`` is None for a bid that is not acceptable."""

    bid: Bid
    standing: scoring.Standing


def rules_of(tender: Tender) -> scoring.Rules:
    """What the call announced, as ``scoring`` takes it. Criteria are keyed by primary key."""
    day = localtime(tender.published_at).date()
    announced = tender.budget_is_public and tender.budget_is_ceiling
    return scoring.Rules(
        AwardMethod(tender.award_method),
        tuple(
            scoring.Weighing(str(row.pk), row.weight, row.pass_mark)
            for row in (tender.criteria.all() if tender.has_quality else [])
        ),
        minimum_note=tender.minimum_quality or Decimal(0),
        k=tender.k,
        ceiling=tender.budget if announced else None,
        currency=tender.currency,
        k_bounds=(
            parameter(ParameterKey.K_MIN, on=day),
            parameter(ParameterKey.K_MAX, on=day),
        ),
    )


def qualities(tender: Tender, bids: Iterable[Bid]) -> dict[int, scoring.Quality]:
    """The final note and the missed pass marks of each bid that has all the committee's notes."""
    if not tender.has_quality:
        return {}
    rules = rules_of(tender)
    keys = {each.key for each in rules.criteria}
    notes = _notes([bid.pk for bid in bids])
    return {pk: scoring.quality(rules, given) for pk, given in notes.items() if set(given) == keys}


def rank_bids(tender: Tender) -> list[Ranked]:
    """Every opened bid of a judged call: the acceptable ones in order, then the others.

    The prices of the acceptable ones must be open. Raises ValueError otherwise.
    """
    bids = {str(bid.public_id): bid for bid in _opened(tender)}
    ranking = _ranking(tender, list(bids.values()))
    return [Ranked(bids[standing.bid], standing) for standing in ranking.standings]


def frozen_ranking(tender: Tender) -> dict[str, Any]:
    """The ranking as an award keeps it: method, inputs, formulas and order."""
    return scoring.as_json(_ranking(tender, list(_opened(tender))))


def unpriced(tender: Tender) -> list[Bid]:
    """Acceptable bids whose price could not be opened: the chair decides before an award."""
    bids = tender.bids.filter(status=BidStatus.VALID, amount__isnull=True)
    return list(bids.select_related("vendor"))


def _ranking(tender: Tender, bids: Sequence[Bid]) -> scoring.Ranking:
    notes = _notes([bid.pk for bid in bids])
    seed = scoring.draw_seed(tender.ocid, tender.terms_hash, [str(bid.public_id) for bid in bids])
    offers = [
        scoring.Offer(
            bid=str(bid.public_id),
            price=bid.amount,
            notes=notes.get(bid.pk, {}),
            # What the rules of the call set aside, they set aside again.
            disqualified=bid.disqualification if bid.disqualified_by_id else "",
        )
        for bid in bids
    ]
    return scoring.rank(offers, rules_of(tender), seed=seed)


def _opened(tender: Tender) -> Any:
    return tender.bids.opened().select_related("vendor")


def _notes(bids: Sequence[int]) -> dict[int, dict[str, Decimal]]:
    found: dict[int, dict[str, Decimal]] = {}
    rows = ConsensusScore.objects.filter(bid__in=bids, note__isnull=False)
    for bid, criterion, note in rows.values_list("bid", "criterion", "note"):
        if note is not None:
            found.setdefault(bid, {})[str(criterion)] = note
    return found
