"""What waits for evaluators, chairs, those who decide awards, signatories and owners of firms."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from tenders.models import Award, Bid, Buyer, Contract, Evaluator, OpeningApproval, Party, Tender
from tenders.queries.waiting import Waiting
from tenders.states import (
    ACTIVE_AWARDS,
    OPENED_BIDS,
    AwardStatus,
    ContractStatus,
    EvaluationStatus,
    TenderStatus,
)
from tenders.values import Capability
from vendors.models import Vendor
from vendors.states import VendorRole


def waiting_in_judging(user: Any, at: datetime) -> Iterator[Waiting]:
    """Openings to confirm, committees to compose, declarations, notes, consensus, awards."""
    yield from _openings(user)
    yield from _committees(user)
    yield from _seats(user)
    yield from _recommendations(user)
    yield from _approvals(user)


def waiting_in_contracts(user: Any, at: datetime) -> Iterator[Waiting]:
    """Contracts to sign for either party; fresh debriefs."""
    ready = Contract.objects.filter(status=ContractStatus.FOR_SIGNATURE).select_related(
        "award__tender"
    )
    buyers = Buyer.objects.where(user, Capability.SIGNATORY)
    owned = Vendor.objects.filter(memberships__user=user.pk, memberships__role=VendorRole.OWNER)
    yield from _signatures(ready.filter(award__tender__buyer__in=buyers), Party.BUYER)
    yield from _signatures(ready.filter(award__bid__vendor__in=owned), Party.VENDOR)
    yield from _debriefs(user, at)


def _openings(user: Any) -> Iterator[Waiting]:
    own = OpeningApproval.objects.filter(tender=OuterRef("pk"), officer=user.pk)
    tenders = Tender.objects.filter(
        ~Exists(own),
        status=TenderStatus.CLOSED,
        buyer__in=Buyer.objects.where(user, Capability.OPENER),
    )
    for tender in tenders:
        yield _to(
            tender, _("Confirm the opening of the bids"), "tenders:opening_approval", is_urgent=True
        )


def _committees(user: Any) -> Iterator[Waiting]:
    presided = Evaluator.objects.sitting().filter(evaluation__tender=OuterRef("pk"), is_chair=True)
    tenders = Tender.objects.filter(
        ~Exists(presided),
        status__in=[TenderStatus.CLOSED, TenderStatus.EVALUATION],
        buyer__in=Buyer.objects.where(user, Capability.AUTHOR),
    )
    for tender in tenders:
        yield _to(tender, _("Compose the committee"), "tenders:committee", is_urgent=True)


def _seats(user: Any) -> Iterator[Waiting]:
    seats = Evaluator.objects.sitting().filter(
        user=user.pk, evaluation__tender__status=TenderStatus.EVALUATION
    )
    late = Evaluator.objects.sitting().filter(
        evaluation=OuterRef("evaluation"), submitted_at__isnull=True
    )
    rows = seats.select_related("evaluation__tender").annotate(someone_is_late=Exists(late))
    for seat in rows:
        if found := _duty(seat):
            what, page, is_urgent = found
            yield _to(seat.evaluation.tender, what, page, is_urgent=is_urgent)


def _duty(seat: Any) -> tuple[str, str, bool] | None:
    """What this seat has to do now: in words, on which page, and whether others wait for it."""
    step = seat.evaluation.status
    if seat.declared_at is None:
        return _("Declare your interests"), "tenders:declaration", True
    if step == EvaluationStatus.SCORING and seat.submitted_at is None:
        return _("Note the bids"), "tenders:evaluation", False
    if step == EvaluationStatus.SCORING and seat.is_chair and not seat.someone_is_late:
        return _("Start the consensus"), "tenders:evaluation", True
    if step == EvaluationStatus.CONSENSUS and seat.is_chair:
        return _("Agree, then lock the evaluation"), "tenders:evaluation", True
    return None


def _recommendations(user: Any) -> Iterator[Waiting]:
    active = Award.objects.filter(tender=OuterRef("pk"), status__in=ACTIVE_AWARDS)
    tenders = Tender.objects.filter(
        ~Exists(active),
        status=TenderStatus.AWARD_PENDING,
        buyer__in=Buyer.objects.where(user, Capability.AUTHOR),
    )
    for tender in tenders:
        if user.has_perm("tenders.recommend_award", tender):
            yield _to(tender, _("Recommend an award"), "tenders:award_decision")


def _approvals(user: Any) -> Iterator[Waiting]:
    buyers = Buyer.objects.where(user, Capability.APPROVER)
    awards = Award.objects.filter(status=AwardStatus.RECOMMENDED, tender__buyer__in=buyers)
    for award in awards.select_related("tender__buyer"):
        if user.has_perm("tenders.approve_award", award):
            what = _("Approve or return the award")
            yield _to(award.tender, what, "tenders:award_decision", is_urgent=True)


def _signatures(contracts: QuerySet[Contract], party: Party) -> Iterator[Waiting]:
    for contract in contracts.exclude(signatures__party=party):
        yield Waiting(
            f"{contract.number} – {contract.award.tender.title}",
            _("Sign the contract"),
            reverse("tenders:contract", args=[contract.public_id]),
            is_urgent=True,
        )


def _debriefs(user: Any, at: datetime) -> Iterator[Waiting]:
    """Debriefs, as long as the standstill leaves time to ask about them."""
    bids = Bid.objects.filter(
        vendor__in=Vendor.objects.of(user),
        status__in=OPENED_BIDS,
        tender__awards__status=AwardStatus.APPROVED,
        tender__awards__standstill_until__gt=at,
    )
    for bid in bids.select_related("tender").prefetch_related("tender__awards"):
        ends = [award.standstill_until for award in bid.tender.awards.all()]
        yield Waiting(
            _title(bid.tender),
            _("Read your debrief"),
            reverse("tenders:debrief", args=[bid.public_id]),
            due_at=max(filter(None, ends)),
        )


def _to(tender: Tender, what: str, page: str, *, is_urgent: bool = False) -> Waiting:
    return Waiting(_title(tender), what, reverse(page, args=[tender.ocid]), is_urgent=is_urgent)


def _title(tender: Tender) -> str:
    return f"{tender.number} – {tender.title}"
