"""What somebody should have done by now, derived from the rows: nothing is scheduled.

A duty that is done, or a call that ends, is simply not found any more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import get_default_timezone

from marketplace.accounts.models import User
from marketplace.working_days import add_working_days
from tenders.models import Award, Bid, Contract, Enquiry, Evaluator, Party, Tender
from tenders.queries.audience import (
    approvers_of,
    approvers_of_award,
    authors,
    openers,
    owners,
    signatories,
)
from tenders.states import (
    ACTIVE_AWARDS,
    AwardStatus,
    BidStatus,
    ContractStatus,
    EnquiryStatus,
    EvaluationStatus,
    TenderStatus,
)

WEEK, DAY = timedelta(days=7), timedelta(days=1)


class Duty(StrEnum):
    ENQUIRY = "enquiry"
    APPROVE_CALL = "approve_call"
    OPENING = "opening"
    NOTES = "notes"
    AWARD = "award"
    APPROVE_AWARD = "approve_award"
    SIGN = "sign"


# Working days after which a duty is late. Ours: no rule sets them, a call of ten days does.
PATIENCE = {
    Duty.ENQUIRY: 2,
    Duty.APPROVE_CALL: 2,
    Duty.OPENING: 2,
    Duty.NOTES: 5,
    Duty.AWARD: 5,
    Duty.APPROVE_AWARD: 2,
    Duty.SIGN: 3,
}


@dataclass(frozen=True)
class Late:
    """A duty not done, by whom, since when, and the one occasion to be reminded of it."""

    duty: Duty
    tender: Tender
    people: "QuerySet[User]"
    since: datetime
    occasion: str
    contract: str = ""


def late_duties(at: datetime) -> Iterator[Late]:
    """Everything that buyers, committees and signatories have let wait for longer than PATIENCE."""
    for found in (_enquiries, _calls, _openings, _notes, _recommendations, _awards, _signatures):
        for late in found(at):
            if _is_late(late, at):
                yield late


def _is_late(late: Late, at: datetime) -> bool:
    zone = get_default_timezone()
    begun, today = late.since.astimezone(zone).date(), at.astimezone(zone).date()
    return add_working_days(begun, PATIENCE[late.duty]) <= today


def _enquiries(at: datetime) -> Iterator[Late]:
    waiting = Enquiry.objects.filter(
        status=EnquiryStatus.ASKED,
        tender__status=TenderStatus.OPEN,
        tender__submission_deadline__gt=at,
    )
    for enquiry in waiting.select_related("tender__buyer"):
        tender = enquiry.tender
        yield Late(
            Duty.ENQUIRY, tender, authors(tender.buyer), enquiry.asked_at, str(enquiry.public_id)
        )


def _calls(at: datetime) -> Iterator[Late]:
    for tender in _in(TenderStatus.IN_REVIEW).filter(submitted_at__isnull=False):
        since = tender.submitted_at or at
        occasion = f"{tender.ocid}/{since.isoformat()}"
        yield Late(Duty.APPROVE_CALL, tender, approvers_of(tender), since, occasion)


def _openings(at: datetime) -> Iterator[Late]:
    for tender in _in(TenderStatus.CLOSED).filter(closed_at__isnull=False):
        yield Late(Duty.OPENING, tender, openers(tender.buyer), tender.closed_at or at, tender.ocid)


def _notes(at: datetime) -> Iterator[Late]:
    steps = [EvaluationStatus.DECLARATIONS, EvaluationStatus.SCORING]
    tenders = _in(TenderStatus.EVALUATION).filter(
        evaluation__status__in=steps, opened_at__isnull=False
    )
    for tender in tenders:
        late = Evaluator.objects.sitting().filter(
            evaluation__tender=tender, submitted_at__isnull=True
        )
        people = User.objects.filter(pk__in=late.values("user"))
        yield Late(Duty.NOTES, tender, people, tender.opened_at or at, tender.ocid)


def _recommendations(at: datetime) -> Iterator[Late]:
    active = Award.objects.filter(tender=OuterRef("pk"), status__in=ACTIVE_AWARDS)
    tenders = _in(TenderStatus.AWARD_PENDING).filter(~Exists(active), evaluation__isnull=False)
    for tender in tenders.select_related("evaluation"):
        since = tender.evaluation.locked_at
        if since is not None:
            yield Late(Duty.AWARD, tender, authors(tender.buyer), since, tender.ocid)


def _awards(at: datetime) -> Iterator[Late]:
    waiting = Award.objects.filter(status=AwardStatus.RECOMMENDED)
    for award in waiting.select_related("tender__buyer"):
        people = approvers_of_award(award)
        yield Late(
            Duty.APPROVE_AWARD, award.tender, people, award.recommended_at, str(award.public_id)
        )


def _signatures(at: datetime) -> Iterator[Late]:
    unsigned = Contract.objects.filter(status=ContractStatus.FOR_SIGNATURE)
    contracts = unsigned.select_related("award__tender__buyer", "award__bid__vendor")
    for contract in contracts.prefetch_related("signatures"):
        award = contract.award
        people = {
            Party.BUYER: signatories(award.tender.buyer),
            Party.VENDOR: owners(award.bid.vendor),
        }
        signed = {signature.party for signature in contract.signatures.all()}
        for party in Party:
            if party not in signed:
                yield Late(
                    Duty.SIGN,
                    award.tender,
                    people[party],
                    contract.created_at,
                    f"{contract.public_id}/{party}",
                    str(contract.public_id),
                )


def _in(status: TenderStatus) -> "QuerySet[Tender]":
    return Tender.objects.filter(status=status).select_related("buyer")


@dataclass(frozen=True)
class Unsent:
    """A bid begun and not submitted, and how many days are left: seven or one."""

    bid: Bid
    deadline: datetime
    days: int

    @property
    def occasion(self) -> str:
        """Another deadline is another occasion."""
        return f"{self.bid.public_id}/{self.days}/{self.deadline.isoformat()}"


def unsent_bids(at: datetime) -> Iterator[Unsent]:
    """Drafts on calls that close within a week, or a day. One begun today is left in peace."""
    drafts = Bid.objects.filter(
        status=BidStatus.DRAFT,
        created_at__lte=at - DAY,
        tender__status=TenderStatus.OPEN,
        tender__submission_deadline__gt=at,
        tender__submission_deadline__lte=at + WEEK,
    )
    for bid in drafts.select_related("tender__buyer", "vendor"):
        deadline = bid.tender.submission_deadline or at
        yield Unsent(bid, deadline, 1 if deadline <= at + DAY else 7)
