"""What a release tells, read from the rows once and in a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from marketplace.ledger.api import public_entries
from marketplace.ledger.models import Event
from marketplace.reference.models import Category
from tenders.models import (
    Amendment,
    Award,
    Bid,
    Buyer,
    Contract,
    Criterion,
    Deliverable,
    EligibilityCondition,
    Enquiry,
    Tender,
    TenderDocument,
)
from tenders.states import EnquiryStatus, TenderStatus


@dataclass(frozen=True)
class Facts:
    """The public facts of one call. Nothing in here may be secret at the time of reading.

    Bids are those opened (their price is None until prices are opened too), enquiries those
    answered, awards those approved, contracts those in force.
    """

    tender: Tender
    buyer: Buyer
    categories: list[Category]
    conditions: list[EligibilityCondition]
    deliverables: list[Deliverable]
    criteria: list[Criterion]
    documents: list[TenderDocument]
    amendments: list[Amendment]
    enquiries: list[Enquiry]
    bids: list[Bid]
    awards: list[Award]
    contracts: list[Contract]
    relaunch_of: Tender | None
    ledger: list[Event]

    @property
    def has_opening(self) -> bool:
        """Whether it is public who bid; a call that nobody bid on ends without an opening."""
        return self.tender.opened_at is not None or self.is_unsuccessful

    @property
    def has_decision(self) -> bool:
        """Whether the outcome is public, and with it how each bid was judged."""
        return bool(self.awards) or self.is_unsuccessful

    @property
    def has_prices(self) -> bool:
        """Whether prices are public: those opened after the notes only with the outcome."""
        return self.has_decision or not self.tender.has_quality

    @property
    def is_unsuccessful(self) -> bool:
        return self.tender.status == TenderStatus.UNSUCCESSFUL

    @property
    def ranking(self) -> dict[str, dict[str, Any]]:
        """The frozen standing of each bid in the last award, by the bid's public id."""
        frozen = self.awards[-1].ranking if self.awards else {}
        return {standing["bid"]: standing for standing in frozen.get("standings", ())}


def gather(tender: Tender) -> Facts:
    """Read the public facts of ``tender`` as they are now in this transaction."""
    # Read again: the caller's object may lack what its own transaction wrote.
    tender = Tender.objects.select_related("buyer", "main_category", "relaunch_of").get(
        pk=tender.pk
    )
    main = [tender.main_category] if tender.main_category else []
    others = tender.categories.exclude(pk=tender.main_category_id)
    awards = tender.awards.public().select_related("bid__vendor").order_by("approved_at", "pk")
    contracts = Contract.objects.filter(award__tender=tender, in_force_at__isnull=False)
    in_force = list(contracts.select_related("award__bid__vendor").order_by("pk"))
    return Facts(
        tender=tender,
        buyer=tender.buyer,
        categories=[*main, *others],
        conditions=list(tender.conditions.all()),
        deliverables=list(tender.deliverables.all()),
        criteria=list(tender.criteria.all()) if tender.has_quality else [],
        documents=list(tender.documents.select_related("file")),
        amendments=list(tender.amendments.all()),
        enquiries=list(tender.enquiries.filter(status=EnquiryStatus.ANSWERED)),
        bids=list(tender.bids.received().select_related("vendor")),
        awards=list(awards),
        contracts=in_force,
        relaunch_of=tender.relaunch_of,
        ledger=public_entries([tender.reference, *(each.reference for each in in_force)]),
    )
