"""What the demo's firms offer, and how good it is. Reproducible from the call's title."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from uuid import UUID

from django.core.files.base import ContentFile

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.demo.facts import read
from marketplace.sealing.api import CopyAccess
from tenders.actions.bid import start_bid
from tenders.actions.bid_draft import save_bid_draft
from tenders.actions.bid_files import add_bid_file
from tenders.actions.bid_submit import submit_bid
from tenders.models import Bid, Tender
from tenders.queries.bidding import last_change
from tenders.values import AwardMethod
from vendors.models import Vendor


@dataclass(frozen=True)
class Firm:
    """A firm with the person who bids for it."""

    vendor: Vendor
    owner: User
    archetypes: frozenset[str]
    session: str

    @property
    def access(self) -> CopyAccess:
        return CopyAccess(str(self.owner.pk), self.session)


def draft_bid(tender: Tender, firm: Firm, rng: Random) -> None:
    """A bid begun: prices, answers, confirmed conditions, one file. Not submitted."""
    bid = start_bid(tender_id=tender.pk, vendor_id=firm.vendor.pk, actor=firm.owner, at=now())
    save_bid_draft(
        bid_id=bid.pk,
        section={
            "prices": _prices(tender, rng),
            "answers": {
                row.pk: rng.choice(read("words")["answers"]) for row in tender.criteria.all()
            },
            "eligibility": tuple(row.pk for row in tender.conditions.all()),
        },
        version=0,
        access=firm.access,
        actor=firm.owner,
        at=now(),
    )
    if tender.has_quality and rng.random() < 0.3:
        _attach(bid, tender, firm)


def submit(tender: Tender, firm: Firm, rng: Random) -> None:
    """Seal the firm's bid as drafted and enter it."""
    bid = tender.bids.get(vendor=firm.vendor)
    submit_bid(
        bid_id=bid.pk,
        submission_key=UUID(int=rng.getrandbits(128), version=4),
        reviewed=bid.draft_digest,
        amendment=last_change(tender),
        access=firm.access,
        actor=firm.owner,
    )


def _prices(tender: Tender, rng: Random) -> dict[int, Decimal]:
    rows = list(tender.deliverables.all())
    budget = tender.budget or Decimal(0)
    if tender.award_method == AwardMethod.BEST_QUALITY:
        return {row.pk: (budget * (row.share or 0) / 100).quantize(Decimal("0.01")) for row in rows}
    total = budget * Decimal(rng.randrange(700, 995)) / 1000
    parts = [Decimal(rng.randrange(60, 140)) for _row in rows]
    whole = sum(parts)
    return {
        row.pk: (total * part / whole / 50).quantize(Decimal(1)) * 50
        for row, part in zip(rows, parts, strict=True)
    }


def _attach(bid: Bid, tender: Tender, firm: Firm) -> None:
    text = f"{firm.vendor.name}\n\nRéalisations comparables pour : {tender.title_fr}\n"
    add_bid_file(
        bid_id=bid.pk,
        name="realisations.txt",
        content=ContentFile(text.encode(), name="realisations.txt"),
        access=firm.access,
        actor=firm.owner,
        at=now(),
    )
