"""One call as its page tells it, read in a fixed number of queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.reference.models import Category
from tenders.models import (
    Amendment,
    Award,
    Bid,
    ClosingHold,
    Contract,
    Criterion,
    Deliverable,
    EligibilityCondition,
    Enquiry,
    Notice,
    Tender,
    TenderDocument,
)
from tenders.queries.notices import SOON
from tenders.queries.outages import hold_of
from tenders.scoring import adjusted_price
from tenders.states import EnquiryStatus, TenderStatus
from tenders.values import AwardMethod, Clause

# A made-up bid, to show what the formula does.
EXAMPLE_PRICE = Decimal(20_000)
EXAMPLE_NOTE = Decimal(85)
ENDED = frozenset(
    {
        TenderStatus.CONTRACTED,
        TenderStatus.COMPLETED,
        TenderStatus.CANCELLED,
        TenderStatus.UNSUCCESSFUL,
    }
)


@dataclass(frozen=True)
class Step:
    """A moment in the life of the call. ``state`` is "done", "now" or "" for what is to come."""

    label: Any
    at: datetime | None
    state: str


@dataclass(frozen=True)
class NoticePage:
    """What anyone may read of a call at a moment; a preview shows the same of a draft."""

    tender: Tender
    at: datetime
    categories: list[Category]
    conditions: list[EligibilityCondition]
    deliverables: list[Deliverable]
    criteria: list[Criterion]
    documents: list[TenderDocument]
    enquiries: list[Enquiry]
    unanswered: int
    amendments: list[Amendment]
    bids: list[Bid]
    award: Award | None
    contract: Contract | None
    hold: ClosingHold | None

    @property
    def accepts_bids(self) -> bool:
        return self.tender.accepts_bids(at=self.at)

    @property
    def accepts_enquiries(self) -> bool:
        return self.tender.accepts_enquiries(at=self.at)

    @property
    def is_under_way(self) -> bool:
        """Whether something may still happen that its followers would want to hear of."""
        return self.tender.is_public and self.tender.status not in ENDED

    @property
    def is_held(self) -> bool:
        """Whether the closing waits for the buyer's decision after an outage."""
        return self.hold is not None and self.hold.waits_for(self.tender)

    @property
    def outage_rule(self) -> dict[str, int]:
        """After how many minutes of outage, in how many hours, a closing waits; 0 for never."""
        return {"minutes": settings.OUTAGE_MINUTES, "hours": settings.OUTAGE_WINDOW_HOURS}

    @property
    def is_opened(self) -> bool:
        return self.tender.opened_at is not None

    @property
    def prices_are_public(self) -> bool:
        """Prices opened after the notes stay with the committee until the outcome is public."""
        is_decided = self.award is not None or self.tender.status == TenderStatus.UNSUCCESSFUL
        return is_decided or not self.tender.has_quality

    @property
    def clauses(self) -> list[Any]:
        return [Clause(clause).label for clause in self.tender.clauses]

    @property
    def has_shares(self) -> bool:
        return any(deliverable.share is not None for deliverable in self.deliverables)

    @cached_property
    def example(self) -> dict[str, Decimal] | None:
        """A price, a note and what they come to, where prices are adjusted for quality."""
        tender = self.tender
        if tender.award_method != AwardMethod.ADJUSTED_PRICE or tender.k is None:
            return None
        adjusted = adjusted_price(EXAMPLE_PRICE, EXAMPLE_NOTE, tender.k)
        return {"price": EXAMPLE_PRICE, "note": EXAMPLE_NOTE, "adjusted": adjusted}

    @property
    def k_percent(self) -> Decimal | None:
        return None if self.tender.k is None else self.tender.k * 100

    @property
    def steps(self) -> list[Step]:
        """The process from publication to contract; the first that is not done is where it is."""
        steps = []
        current = True
        for label, at, is_done in self._milestones():
            state = "done" if is_done else "now" if current else ""
            current = current and is_done
            steps.append(Step(label, at, state))
        return steps

    def _milestones(self) -> Iterator[tuple[Any, datetime | None, bool]]:
        tender = self.tender
        yield pgettext_lazy("step", "Published"), tender.published_at, tender.is_public
        if tender.status == TenderStatus.CANCELLED:
            yield pgettext_lazy("step", "Cancelled"), tender.ended_at, True
            return
        if tender.enquiry_deadline:
            yield _("Questions close"), tender.enquiry_deadline, tender.enquiry_deadline <= self.at
        closes = tender.submission_deadline
        yield _("Bids close"), closes, closes is not None and closes <= self.at
        yield _("Bids opened"), tender.opened_at, self.is_opened
        if tender.status == TenderStatus.UNSUCCESSFUL:
            yield _("Ended without an award"), tender.ended_at, True
            return
        yield _("Award decided"), tender.awarded_at, tender.awarded_at is not None
        contract_at = tender.contracted_at
        yield _("Contract signed"), contract_at, contract_at is not None


def notice_of(tender: Tender, *, at: datetime) -> NoticePage:
    """Read everything the page of ``tender`` shows. Its buyer should be selected with it."""
    main = [tender.main_category] if tender.main_category else []
    enquiries = list(tender.enquiries.exclude(status=EnquiryStatus.WITHDRAWN))
    answered = [each for each in enquiries if each.status == EnquiryStatus.ANSWERED]
    award = tender.awards.public().select_related("bid__vendor").order_by("pk").last()
    return NoticePage(
        tender=tender,
        at=at,
        categories=[*main, *tender.categories.exclude(pk=tender.main_category_id)],
        conditions=list(tender.conditions.all()),
        deliverables=list(tender.deliverables.all()),
        criteria=list(tender.criteria.all()) if tender.has_quality else [],
        documents=list(tender.documents.select_related("file")),
        enquiries=answered,
        unanswered=len(enquiries) - len(answered),
        amendments=list(tender.amendments.order_by("-number")),
        bids=opened_bids(tender),
        award=award,
        contract=Contract.objects.filter(award=award).first() if award else None,
        hold=hold_of(tender),
    )


@dataclass(frozen=True)
class State:
    """What decides whether the page of a call is the one that was made before."""

    drawn_at: datetime
    status: str
    submission_deadline: datetime
    enquiry_deadline: datetime | None

    def at(self, moment: datetime) -> str:
        """Its name at a moment: the clock alone takes an open call from phase to phase."""
        if self.status != TenderStatus.OPEN:
            return f"{self.drawn_at} {self.status}"
        left = self.submission_deadline - moment
        pressing = [left < timedelta(days=days) for days in (0, 1, 3)]
        phase = [*pressing, left <= SOON, left > timedelta(0), self._asks(moment)]
        return f"{self.drawn_at} {phase}"

    def _asks(self, moment: datetime) -> bool:
        return moment < (self.enquiry_deadline or self.submission_deadline)


def state_of(ocid: str) -> State:
    """The state of a public call. Raises Notice.DoesNotExist."""
    columns = ("drawn_at", "status", "submission_deadline", "tender__enquiry_deadline")
    return State(*Notice.objects.values_list(*columns).get(tender__ocid=ocid))


def opened_bids(tender: Tender) -> list[Bid]:
    """Who bid, by name; nothing before the opening."""
    if tender.opened_at is None:
        return []
    bids = tender.bids.opened().select_related("vendor")
    return list(bids.order_by("vendor__legal_name", "pk"))
