"""How the demo's committees judge: declarations, notes, consensus, award."""

from decimal import Decimal
from random import Random

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.demo.bodies import Body
from marketplace.demo.facts import read
from tenders.actions.award import approve_award, recommend_award
from tenders.actions.committee import compose_committee, declare_interest
from tenders.actions.evaluation import (
    hand_in_scores,
    lock_evaluation,
    save_consensus,
    save_scores,
    start_consensus,
)
from tenders.models import Bid, Tender
from tenders.states import BidStatus
from tenders.values import Note


def seat(tender: Tender, body: Body) -> None:
    """Name the committee: one chair for lowest price, both evaluators where quality is judged."""
    members = body.evaluators if tender.has_quality else [body.chair]
    compose_committee(
        tender_id=tender.pk, members=members, chair=body.chair, actor=body.officer, at=now()
    )


def declare(tender: Tender, person: User) -> None:
    declare_interest(tender_id=tender.pk, has_interest=False, interest="", actor=person, at=now())


def note(tender: Tender, person: User, rng: Random) -> None:
    """One evaluator's whole sheet, handed in."""
    for bid in _bids(tender):
        save_scores(
            tender_id=tender.pk,
            bid_id=bid.pk,
            notes=_notes(tender, bid, rng),
            version=0,
            actor=person,
            at=now(),
        )
    hand_in_scores(tender_id=tender.pk, actor=person, at=now())


def agree(tender: Tender, chair: User, rng: Random) -> None:
    """The consensus on every bid, not locked yet."""
    start_consensus(tender_id=tender.pk, actor=chair, at=now())
    for bid in _bids(tender):
        save_consensus(
            tender_id=tender.pk,
            bid_id=bid.pk,
            notes=_notes(tender, bid, rng),
            version=0,
            actor=chair,
            at=now(),
        )


def lock_notes(tender: Tender, chair: User) -> None:
    lock_evaluation(tender_id=tender.pk, actor=chair, at=now())


def recommend(tender: Tender, body: Body) -> None:
    recommend_award(
        tender_id=tender.pk,
        rationale_fr=read("words")["rationale_fr"],
        rationale_en=read("words")["rationale_en"] if tender.title_en else "",
        actor=body.officer,
        at=now(),
    )


def approve(tender: Tender, body: Body) -> None:
    award = tender.awards.latest("pk")
    approve_award(award_id=award.pk, proved_at=now(), actor=body.approver, at=now())


def _bids(tender: Tender) -> list[Bid]:
    return list(tender.bids.filter(status=BidStatus.OPENED).select_related("vendor"))


def _notes(tender: Tender, bid: Bid, rng: Random) -> dict[int, Note]:
    """Notes around the firm's level, which its NEQ fixes; one firm in six is under the bar."""
    level = 64 if int(bid.vendor.neq or 1) % 6 == 0 else 74 + int(bid.vendor.neq or 1) % 17
    return {
        row.pk: Note(
            note=Decimal(min(98, max(45, level + rng.randrange(-4, 5)))),
            comment=rng.choice(read("words")["comments"]),
        )
        for row in tender.criteria.all()
    }
