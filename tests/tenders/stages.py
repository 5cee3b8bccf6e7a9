"""Calls taken through their later stages by plain rows, for tests of what is shown of them.

The actions have tests of their own; these only need rows that say the right things.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from marketplace.clock import now
from tenders.actions.release import append_release
from tenders.models import Amendment, Award, Bid, Contract, Enquiry, Tender
from tenders.scoring import Offer, Rules, Weighing, as_json, rank
from tenders.states import AwardStatus, BidStatus, ContractStatus, TenderStatus
from tenders.values import AwardMethod, Capability
from tests.factories import TenderFactory, VendorFactory, member, officer
from vendors.models import Vendor


def advance(record: Any, *statuses: str, **fields: Any) -> Any:
    """Move a row along its table, status by status, then set ``fields`` with the last."""
    for status in statuses[:-1]:
        type(record).objects.filter(pk=record.pk).update(status=status)
    last = {"status": statuses[-1]} if statuses else {}
    type(record).objects.filter(pk=record.pk).update(**last, **fields)
    record.refresh_from_db()
    return record


def published(**fields: Any) -> Tender:
    """A call published three weeks ago, whose deadline was an hour ago unless told."""
    return TenderFactory(open=True, at=fields.pop("at", now() - timedelta(days=30)), **fields)


def ask(tender: Tender, question: str, answer: str = "", **fields: Any) -> Enquiry:
    """A question, answered and published when ``answer`` is given."""
    vendor = fields.pop("vendor", None) or VendorFactory()
    at = fields.pop("at", tender.published_at + timedelta(days=1))
    answered = {"status": "answered", "answered_at": at, "answer_fr": answer} if answer else {}
    enquiry = Enquiry.objects.create(
        tender=tender,
        vendor=vendor,
        asked_by=member(vendor),
        question=question,
        language=fields.pop("language", "fr"),
        asked_at=at,
        **answered,
        **fields,
    )
    if answer:
        append_release(tender=tender, tags=["tenderUpdate"], at=at)
    return enquiry


def amend(tender: Tender, changes: dict[str, Any], at: datetime | None = None) -> Amendment:
    """Change columns of a published call and tell of it."""
    at = at or tender.published_at + timedelta(days=2)
    before = {name: getattr(tender, name) for name in changes}
    advance(tender, **changes)
    amendment = Amendment.objects.create(
        tender=tender,
        number=tender.amendments.count() + 1,
        rationale_fr="Une précision a été demandée.",
        rationale_en="Someone asked for a precision.",
        changes={name: [str(before[name]), str(value)] for name, value in changes.items()},
        of_substance=False,
        published_at=at,
        published_by=officer(tender.buyer, Capability.AUTHOR),
    )
    append_release(tender=tender, tags=["tenderAmendment"], at=at)
    return amendment


def bid(tender: Tender, *, price: str = "", vendor: Vendor | None = None) -> Bid:
    """A bid as it is after the opening; with its price when ``price`` is given."""
    vendor = vendor or VendorFactory()
    opened = tender.submission_deadline + timedelta(minutes=3)
    made = Bid.objects.create(
        tender=tender,
        vendor=vendor,
        status=BidStatus.OPENED,
        created_by=member(vendor),
        created_at=tender.published_at,
        sealed_at=tender.submission_deadline - timedelta(hours=2),
        opened_at=opened,
        technical={},
    )
    return show_price(made, price) if price else made


def show_price(made: Bid, price: str) -> Bid:
    first, *rest = made.tender.deliverables.all()
    prices = {str(first.pk): price} | {str(other.pk): "0.00" for other in rest}
    return advance(
        made,
        prices=prices,
        amount=Decimal(price),
        charges_taxes=True,
        prices_opened_at=made.opened_at + timedelta(days=2),
    )


def opened(tender: Tender) -> Tender:
    """After the deadline: whoever bid is public."""
    at = tender.submission_deadline + timedelta(minutes=3)
    advance(tender, TenderStatus.CLOSED, TenderStatus.EVALUATION, closed_at=at, opened_at=at)
    append_release(tender=tender, tags=["tenderUpdate"], at=at)
    return tender


def awarded(tender: Tender, winner: Bid, *, ranking: Any = None) -> Award:
    """Recommended, approved, and published; every other opened bid is not retained."""
    at = tender.opened_at + timedelta(days=3)
    award = Award.objects.create(
        tender=tender,
        bid=winner,
        status=AwardStatus.APPROVED,
        amount=winner.amount,
        rationale_fr="La soumission classée première est retenue.",
        ranking=ranking or ranking_of(tender),
        recommended_by=officer(tender.buyer, Capability.AUTHOR),
        recommended_at=at,
        approved_by=officer(tender.buyer, Capability.APPROVER),
        approved_at=at,
        standstill_until=at + timedelta(days=2),
    )
    for each in tender.bids.filter(status=BidStatus.OPENED):
        outcome = BidStatus.AWARDED if each == winner else BidStatus.NOT_AWARDED
        advance(each, BidStatus.VALID, outcome)
    advance(
        tender,
        TenderStatus.AWARD_PENDING,
        TenderStatus.AWARDED,
        awarded_at=at,
        prices_opened_at=at - timedelta(days=1),
    )
    append_release(tender=tender, tags=["award"], at=at)
    return award


def ranking_of(tender: Tender, notes: dict[int, dict[str, str]] | None = None) -> dict[str, Any]:
    """The ranking of the opened bids. ``notes`` are by bid and criterion; 80 where not told."""
    criteria = list(tender.criteria.all()) if tender.has_quality else []
    rules = Rules(
        AwardMethod(tender.award_method),
        tuple(Weighing(str(each.pk), each.weight, each.pass_mark) for each in criteria),
        tender.minimum_quality or Decimal(70),
        tender.k,
        tender.budget if tender.budget_is_ceiling else None,
    )
    given = {str(each.pk): Decimal(80) for each in criteria}
    offers = []
    for each in tender.bids.opened():
        own = {key: Decimal(value) for key, value in (notes or {}).get(each.pk, {}).items()}
        offers.append(Offer(str(each.public_id), each.amount, given | own))
    return as_json(rank(offers, rules, seed=tender.terms_hash))


def contracted(award: Award) -> Contract:
    at = award.standstill_until + timedelta(days=1)
    contract = Contract.objects.create(
        number=f"C-{award.pk}", award=award, terms={}, created_at=award.approved_at
    )
    # Without the PDF a contract can't be in force; only its moment is shown publicly.
    advance(contract, in_force_at=at, status=ContractStatus.TERMINATED)
    advance(award, AwardStatus.FINAL, final_at=award.standstill_until)
    advance(award.tender, TenderStatus.CONTRACTED, contracted_at=at)
    append_release(tender=award.tender, tags=["contract"], at=at)
    return contract


def unsuccessful(tender: Tender) -> Tender:
    at = tender.submission_deadline + timedelta(minutes=3)
    advance(tender, TenderStatus.CLOSED, closed_at=at)
    advance(tender, TenderStatus.UNSUCCESSFUL, ended_at=at)
    append_release(tender=tender, tags=["tenderUpdate", "award"], at=at)
    return tender


def cancelled(tender: Tender) -> Tender:
    at = tender.published_at + timedelta(days=3)
    advance(
        tender,
        TenderStatus.CANCELLED,
        ended_at=at,
        cancel_reason_fr="Le besoin a changé.",
        cancel_reason_en="The need has changed.",
    )
    append_release(tender=tender, tags=["tenderCancellation"], at=at)
    return tender
