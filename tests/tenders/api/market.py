"""A small market with something of everything that the API tells of."""

from dataclasses import dataclass
from datetime import timedelta

from marketplace.clock import now
from tenders.models import Award, Contract, Tender
from tests.factories import BuyerFactory, TenderFactory, VendorFactory
from tests.tenders import stages


@dataclass(frozen=True)
class Market:
    open: Tender
    awarded: Tender
    award: Award
    contract: Contract


def market() -> Market:
    """One open call; another, older one that was awarded and contracted; and a hidden draft."""
    TenderFactory()
    buyer = BuyerFactory(slug="ville", neq="8831850100", name_en="Town", region="09")
    old = stages.published(
        buyer=buyer,
        award_method="lowest_price",
        region="09",
        at=now() - timedelta(days=60),
    )
    stages.bid(old, price="18000.00")
    winner = stages.bid(old, price="17250.50", vendor=VendorFactory(description_en="We code."))
    stages.opened(old)
    award = stages.awarded(old, winner)
    contract = stages.contracted(award)
    return Market(TenderFactory(open=True), old, award, contract)
