"""What a firm's people see of their bids, and what a bid still lacks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.web.tones import tone_of
from tenders.models import (
    Amendment,
    Bid,
    Criterion,
    Deliverable,
    EligibilityCondition,
    Tender,
)
from tenders.pricing import HIGHEST, Asked, is_above_ceiling, price_asked, split
from tenders.queries.waiting import Waiting
from tenders.states import OPENED_BIDS, BidStatus, TenderStatus
from tenders.values import Offer, OfferedFile
from vendors.models import Vendor, VendorMembership
from vendors.states import VendorRole, VendorStatus

SOON = timedelta(days=2)


@dataclass(frozen=True)
class Gap:
    """Something a bid lacks: at which step, at which field, said in a sentence."""

    step: str
    field: str
    text: str

    @property
    def view(self) -> str:
        """URL name of the page where it is mended."""
        return f"tenders:bid_{self.step}"


@dataclass(frozen=True)
class Offered:
    """Each thing asked, with what is offered for it: a tick, a price or none, a text."""

    conditions: list[tuple[EligibilityCondition, bool]]
    prices: list[tuple[Deliverable, Decimal | None]]
    answers: list[tuple[Criterion, str]]


def fitted(tender: Tender, offer: Offer, *, charges_taxes: bool) -> Offer:
    """``offer`` as this tender asks for it.

    What the tender doesn't ask for is left out, a fixed price is the buyer's, and the
    taxes are those of the firm today.
    """
    deliverables = list(tender.deliverables.all())
    criteria = {criterion.pk for criterion in tender.criteria.all()}
    conditions = {condition.pk for condition in tender.conditions.all()}
    prices = {item.pk: offer.prices[item.pk] for item in deliverables if item.pk in offer.prices}
    if price_asked(tender, deliverables) == Asked.NOTHING and tender.budget is not None:
        prices = split(tender.budget, deliverables)
    return replace(
        offer,
        prices=prices,
        charges_taxes=charges_taxes,
        answers={key: text for key, text in offer.answers.items() if key in criteria},
        eligibility=tuple(key for key in offer.eligibility if key in conditions),
    )


def gaps(tender: Tender, offer: Offer) -> list[Gap]:
    """What ``offer`` lacks before it may be submitted, in the order of the steps."""
    return [
        *_condition_gaps(tender, offer),
        *_price_gaps(tender, offer),
        *_answer_gaps(tender, offer),
    ]


def _condition_gaps(tender: Tender, offer: Offer) -> Iterable[Gap]:
    for condition in tender.conditions.all():
        if condition.pk not in offer.eligibility:
            text = _("Confirm the condition “%(condition)s”.") % {"condition": condition.title}
            yield Gap("conditions", f"condition_{condition.pk}", text)


def _price_gaps(tender: Tender, offer: Offer) -> Iterable[Gap]:
    deliverables = list(tender.deliverables.all())
    asked = price_asked(tender, deliverables)
    missing = [item for item in deliverables if item.pk not in offer.prices]
    if asked == Asked.TOTAL and missing:
        yield Gap("price", "total", _("Enter your price."))
    elif missing:
        for item in missing:
            text = _("Enter the price of “%(deliverable)s”.") % {"deliverable": item.title}
            yield Gap("price", f"price_{item.pk}", text)
    elif offer.total <= 0:
        yield Gap("price", "", _("The price must be above zero."))
    if offer.total > HIGHEST:
        yield Gap("price", "", _("The price is too large."))
    elif is_above_ceiling(tender, offer.total):
        yield Gap("price", "", _("The price is above the maximum that the call announces."))


def _answer_gaps(tender: Tender, offer: Offer) -> Iterable[Gap]:
    for criterion in tender.criteria.all():
        if not offer.answers.get(criterion.pk, "").strip():
            text = _("Answer the criterion “%(criterion)s”.") % {"criterion": criterion.title}
            yield Gap("answers", f"answer_{criterion.pk}", text)


def with_digests(bid: Bid, files: Iterable[OfferedFile]) -> list[tuple[OfferedFile, str]]:
    """Each file of an offer with the SHA-256 of its sealed bytes."""
    rows = bid.files.values_list("public_id", "digest")
    digests = {str(public_id): digest for public_id, digest in rows}
    return [(file, digests.get(file.id, "")) for file in files]


def offered(tender: Tender, offer: Offer) -> Offered:
    """``offer`` beside what ``tender`` asks, in the tender's order, for a page to show."""
    return Offered(
        conditions=[(item, item.pk in offer.eligibility) for item in tender.conditions.all()],
        prices=[(item, offer.prices.get(item.pk)) for item in tender.deliverables.all()],
        answers=[(item, offer.answers.get(item.pk, "")) for item in tender.criteria.all()],
    )


def changes_to_confirm(bid: Bid) -> "QuerySet[Amendment]":
    """The amendments of substance that came after what the bid knew."""
    later = {"of_substance": True, "number__gt": bid.confirmed_amendment}
    return bid.tender.amendments.filter(**later)


def last_change(tender: Tender) -> int:
    """Number of the last amendment of substance, or 0: what a sealed bid must have confirmed."""
    changes = tender.amendments.filter(of_substance=True)
    return changes.aggregate(last=Max("number"))["last"] or 0


def changed_since(bids: "QuerySet[Bid]") -> "QuerySet[Bid]":
    """Adds ``change_to_confirm``: whether the call changed in substance since the bid knew it."""
    return knowing_changes(bids).annotate(
        change_to_confirm=Q(last_change__gt=F("confirmed_amendment"))
    )


def knowing_changes(bids: "QuerySet[Bid]") -> "QuerySet[Bid]":
    """Adds ``last_change``, as the function of that name says it of each bid's call."""
    changes = Amendment.objects.filter(tender=OuterRef("tender"), of_substance=True)
    last = Subquery(changes.order_by("-number").values("number")[:1])
    return bids.annotate(last_change=Coalesce(last, 0))


def due_for_reminding(at: datetime) -> "QuerySet[Bid]":
    """Sealed bids not confirmed since the last change, near the deadline, not reminded of it."""
    sealed = Bid.objects.filter(
        status=BidStatus.SEALED,
        tender__status=TenderStatus.OPEN,
        tender__submission_deadline__range=(at, at + SOON),
    )
    unread = {"change_to_confirm": True, "last_change__gt": F("reminded_amendment")}
    return changed_since(sealed).filter(**unread)


def own_bids(user: Any, *, firm: Vendor | None = None) -> "QuerySet[Bid]":
    """The bids of the firms this person belongs to, or of one, with what their pages show."""
    firms = Vendor.objects.of(user).values("pk")
    if firm is not None:
        firms = firms.filter(pk=firm.pk)
    bids = Bid.objects.filter(vendor__in=firms).select_related("tender__buyer", "vendor")
    return changed_since(bids)


def current_bids(user: Any, *, at: datetime, firm: Vendor | None = None) -> "QuerySet[Bid]":
    """Own bids that can still be changed, the nearest deadline first."""
    live = own_bids(user, firm=firm).filter(
        tender__status=TenderStatus.OPEN,
        tender__submission_deadline__gt=at,
        status__in=[BidStatus.DRAFT, BidStatus.SEALED],
    )
    return live.order_by("tender__submission_deadline", "pk")


def past_bids(user: Any, *, at: datetime, firm: Vendor | None = None) -> "QuerySet[Bid]":
    """The other own bids: waiting for the opening, judged, withdrawn, or never submitted."""
    current = current_bids(user, at=at, firm=firm).order_by().values("pk")
    return own_bids(user, firm=firm).exclude(pk__in=current)


def firms_to_bid_for(user: Any) -> "QuerySet[Vendor]":
    """The admitted firms for which this person may bid."""
    seats = VendorMembership.objects.filter(
        user=user.pk, role__in=[VendorRole.OWNER, VendorRole.BIDDER]
    )
    admitted = Vendor.objects.filter(status=VendorStatus.ADMITTED, memberships__in=seats)
    return admitted.order_by("legal_name", "pk")


def bids_waiting_for(user: Any, at: datetime) -> Iterator[Waiting]:
    """Drafts to finish, replacements to submit, and sealed bids to confirm after a change."""
    firms = firms_to_bid_for(user).order_by().values("pk")
    for bid in current_bids(user, at=at).filter(vendor__in=firms):
        deadline = bid.tender.submission_deadline
        what = _what_waits(bid)
        if what and deadline:
            yield Waiting(
                title=str(bid.tender.title),
                what=what,
                url=reverse("tenders:bid", args=[bid.public_id]),
                due_at=deadline,
                is_urgent=deadline - at <= SOON,
            )


def _what_waits(bid: Bid) -> str:
    if bid.status == BidStatus.DRAFT:
        return _("Finish and submit your bid")
    if bid.change_to_confirm:  # type: ignore[attr-defined]
        return _("The call has changed: confirm or replace your bid")
    if bid.draft is not None:
        return _("Submit the replacement of your bid, or give it up")
    return ""


@dataclass(frozen=True)
class Standing:
    """Where a bid stands, as its firm may know: in words and with a tone."""

    label: Any
    tone: str


def is_decided(tender: Tender) -> bool:
    """Whether what became of the bids may be told."""
    return tender.awarded_at is not None or tender.status == TenderStatus.UNSUCCESSFUL


def standing(bid: Bid, *, at: datetime) -> Standing:
    """Where ``bid`` stands. What the committee thinks of it stays out until the call is decided."""
    is_open = bid.tender.accepts_bids(at=at)
    if bid.status == BidStatus.DRAFT:
        return Standing(_("draft") if is_open else _("not submitted"), "idle")
    if bid.status == BidStatus.SEALED:
        if is_open and bid.change_to_confirm:  # type: ignore[attr-defined]
            return Standing(_("to confirm"), "stop")
        if bid.tender.status == TenderStatus.CANCELLED:
            return Standing(_("call cancelled"), "idle")
    if bid.status in OPENED_BIDS and not is_decided(bid.tender):
        return Standing(_("being judged"), "note")
    return Standing(BidStatus(bid.status).label, tone_of(bid.status))
