"""Bids side by side."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tenders.models import Bid, ConsensusScore, Criterion, Deliverable, Evaluation, Tender
from tenders.queries.judging import ReadBid, read_bids
from tenders.queries.ranking import Ranked, rank_bids, unpriced
from tenders.states import AFTER_NOTES, TenderStatus


@dataclass(frozen=True)
class Cell:
    """One bid's answer to one criterion, and the committee's note where it may be seen."""

    bid: Bid
    answer: str
    note: Decimal | None


@dataclass(frozen=True)
class Comparison:
    """A column for each bid that the reader may see; prices are None while sealed."""

    bids: list[ReadBid]
    criteria: list[tuple[Criterion, list[Cell]]]
    prices: list[tuple[Deliverable, list[Decimal | None]]]
    ranks: list[Ranked]


def comparison(tender: Tender, user: Any) -> Comparison:
    """What ``user`` may compare: no bid that they may not see, no note before the consensus."""
    rows = Bid.objects.visible_to(user).filter(tender=tender).opened().select_related("vendor")
    bids = list(rows.order_by("sealed_at", "pk"))
    read = read_bids(tender, bids)
    notes = _notes(tender, bids)
    criteria = list(tender.criteria.all()) if tender.has_quality else []
    return Comparison(
        bids=read,
        criteria=[
            (
                criterion,
                [
                    Cell(
                        each.bid,
                        each.answers.get(criterion.pk, ""),
                        notes.get((each.bid.pk, criterion.pk)),
                    )
                    for each in read
                ],
            )
            for criterion in criteria
        ],
        prices=[
            (deliverable, [dict(each.prices).get(deliverable) for each in read])
            for deliverable in tender.deliverables.all()
        ],
        ranks=_ranks(tender, bids) if bids else [],
    )


def _notes(tender: Tender, bids: list[Bid]) -> dict[tuple[int, int], Decimal | None]:
    if not Evaluation.objects.filter(tender=tender, status__in=AFTER_NOTES).exists():
        return {}
    rows = ConsensusScore.objects.filter(bid__in=bids)
    listed = rows.values_list("bid", "criterion", "note")
    return {(bid, criterion): note for bid, criterion, note in listed}


def _ranks(tender: Tender, bids: list[Bid]) -> list[Ranked]:
    """Where each stands, in the order of ``bids``; nothing before the prices are open."""
    known = [TenderStatus.AWARD_PENDING, TenderStatus.AWARDED, TenderStatus.CONTRACTED]
    if tender.status not in known or unpriced(tender):
        return []
    found = {each.bid.pk: each for each in rank_bids(tender)}
    return [found[bid.pk] for bid in bids]
