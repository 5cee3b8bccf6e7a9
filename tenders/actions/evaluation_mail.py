"""Who is told what between the closing and the award."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from marketplace.accounts.models import User
from marketplace.notifications.notify import notify
from tenders.models import Bid, Evaluator, Tender
from tenders.queries.audience import (
    authors,
    chair_of,
    committee_of,
    openers,
    responsible_for,
    together,
)
from tenders.queries.facts import tender_facts


def tell_to_open(tender: Tender, *, bids: int, at: datetime) -> None:
    """Those who open bids learn that some wait for their consent."""
    _tell("opening-to-approve", tender, openers(tender.buyer), at, bids=bids)


def tell_opened(tender: Tender, bids: Sequence[Bid], *, at: datetime) -> None:
    """Everyone learns that the bids are opened; the committee, that it must declare first."""
    people = together(responsible_for(tender), people_of(bids))
    facts = {"bids": len(bids), "prices_are_open": tender.prices_opened_at is not None}
    _tell("bids-opened", tender, people, at, **facts)
    _tell("interest-to-declare", tender, committee_of(tender), at, bids=len(bids))


def tell_seated(tender: Tender, members: Iterable[User], *, at: datetime) -> None:
    _tell("committee-seat", tender, members, at)


def tell_recused(tender: Tender, seat: Evaluator, *, at: datetime) -> None:
    _tell("evaluator-recused", tender, authors(tender.buyer), at, member=str(seat))


def tell_all_handed_in(tender: Tender, *, at: datetime) -> None:
    _tell("notes-complete", tender, chair_of(tender), at)


def tell_ready_for_award(tender: Tender, *, valid: int, at: datetime) -> None:
    _tell("award-ready", tender, authors(tender.buyer), at, valid=valid)


def tell_unsuccessful(tender: Tender, bids: Sequence[Bid], *, at: datetime) -> None:
    people = together(responsible_for(tender), people_of(bids))
    _tell("tender-unsuccessful", tender, people, at, bids=len(bids))


def people_of(bids: Sequence[Bid]) -> Any:
    """The people of the firms behind ``bids``."""
    firms = [bid.vendor_id for bid in bids]
    return User.objects.filter(vendor_memberships__vendor__in=firms).distinct()


def _tell(kind: str, tender: Tender, people: Iterable[Any], at: datetime, **more: Any) -> None:
    notify(
        kind,
        recipients=people,
        occasion=f"{tender.pk}:{at.isoformat()}",
        at=at,
        context={**tender_facts(tender), **more},
    )
