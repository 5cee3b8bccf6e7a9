"""What the buyer's people see of their calls, and what waits for them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenders.models import Buyer, BuyerMembership, ClosingHold, Enquiry, Tender
from tenders.queries.waiting import Waiting
from tenders.states import BuyerStatus, EnquiryStatus, TenderStatus
from tenders.values import Capability
from vendors.models import Vendor
from vendors.states import VendorStatus

T = TenderStatus
# The groups of the workspace, in the order of a call's life.
GROUPS: tuple[tuple[Any, tuple[TenderStatus, ...]], ...] = (
    (gettext_lazy("Being written"), (T.DRAFT, T.IN_REVIEW, T.SCHEDULED)),
    (gettext_lazy("Open"), (T.OPEN,)),
    (gettext_lazy("Being judged"), (T.CLOSED, T.EVALUATION, T.AWARD_PENDING)),
    (gettext_lazy("Awarded"), (T.AWARDED, T.CONTRACTED)),
    (gettext_lazy("Ended"), (T.COMPLETED, T.CANCELLED, T.UNSUCCESSFUL)),
)
NEXT_STEPS = {
    T.DRAFT: gettext_lazy("Finish it and send it for review"),
    T.IN_REVIEW: gettext_lazy("Another person reads and approves it"),
    T.SCHEDULED: gettext_lazy("It is published by itself at its moment"),
    T.OPEN: gettext_lazy("Answer questions until the deadline"),
    T.CLOSED: gettext_lazy("Open the bids"),
    T.EVALUATION: gettext_lazy("Note the bids and agree"),
    T.AWARD_PENDING: gettext_lazy("Recommend and approve the award"),
    T.AWARDED: gettext_lazy("Sign the contract"),
    T.CONTRACTED: gettext_lazy("Follow the deliveries"),
    T.CANCELLED: gettext_lazy("Relaunch it, if the need remains"),
    T.UNSUCCESSFUL: gettext_lazy("Relaunch it, if the need remains"),
}


def calls_of(buyer: Buyer) -> QuerySet[Tender]:
    """Every call of a body, the latest touched first, with ``waiting_enquiries``."""
    return (
        Tender.objects.filter(buyer=buyer)
        .select_related("author")
        .annotate(
            waiting_enquiries=Count("enquiries", filter=Q(enquiries__status=EnquiryStatus.ASKED))
        )
        .order_by("-updated_at", "-pk")
    )


def next_step(tender: Tender) -> Any:
    """What happens next, as a sentence; "" when nothing does."""
    return NEXT_STEPS.get(TenderStatus(tender.status), "")


def grouped(tenders: list[Tender]) -> list[tuple[Any, list[Tender]]]:
    """The calls in the groups of the workspace; empty groups are left out."""
    found = [(label, [row for row in tenders if row.status in states]) for label, states in GROUPS]
    return [(label, rows) for label, rows in found if rows]


def waiting_in_authoring(user: Any, at: datetime) -> Iterator[Waiting]:
    """Drafts to finish, calls to approve, questions to answer, bodies to admit."""
    yield from _drafts(user)
    yield from _reviews(user)
    yield from _questions(user)
    yield from _holds(user)
    if getattr(user, "is_operator", False):
        yield from _admissions()


def _drafts(user: Any) -> Iterator[Waiting]:
    own = Tender.objects.filter(author=user.pk, status=T.DRAFT)
    for tender in own.filter(buyer__in=Buyer.objects.where(user, Capability.AUTHOR)):
        what = _("Correct and send again") if tender.return_reason else _("Finish the draft")
        yield Waiting(
            _title(tender),
            what,
            reverse("tenders:tender", args=[tender.ocid]),
            is_urgent=bool(tender.return_reason),
        )


def _reviews(user: Any) -> Iterator[Waiting]:
    buyers = Buyer.objects.where(user, Capability.APPROVER)
    others = ~Q(author=user.pk) | Q(buyer__allows_single_officer=True)
    for tender in Tender.objects.filter(others, status=T.IN_REVIEW, buyer__in=buyers):
        yield Waiting(
            _title(tender),
            _("Read and approve"),
            reverse("tenders:approval", args=[tender.ocid]),
            due_at=tender.enquiry_deadline,
        )


def _questions(user: Any) -> Iterator[Waiting]:
    buyers = Buyer.objects.where(user, Capability.AUTHOR)
    asked = Enquiry.objects.filter(tender=OuterRef("pk"), status=EnquiryStatus.ASKED)
    tenders = Tender.objects.filter(Exists(asked), status=T.OPEN, buyer__in=buyers).annotate(
        waiting=Count("enquiries", filter=Q(enquiries__status=EnquiryStatus.ASKED))
    )
    for tender in tenders:
        n = tender.waiting
        yield Waiting(
            _title(tender),
            ngettext("Answer %(n)s question", "Answer %(n)s questions", n) % {"n": n},
            reverse("tenders:enquiries", args=[tender.ocid]),
            due_at=tender.submission_deadline,
            is_urgent=True,
        )


def _holds(user: Any) -> Iterator[Waiting]:
    holds = ClosingHold.objects.filter(
        decision="",
        deadline=F("tender__submission_deadline"),
        tender__status=T.OPEN,
        tender__buyer__in=Buyer.objects.of(user),
    )
    for hold in holds.select_related("tender__buyer"):
        if user.has_perm("tenders.decide_closing", hold.tender):
            yield Waiting(
                _title(hold.tender),
                _("Decide on an extension after an outage"),
                reverse("tenders:closing", args=[hold.tender.ocid]),
                is_urgent=True,
            )


def _admissions() -> Iterator[Waiting]:
    for buyer in buyers_to_admit():
        yield Waiting(str(buyer.name), _("Admit or refuse"), reverse("tenders:operator"))


def buyers_to_admit() -> QuerySet[Buyer]:
    """The bodies that wait for the operator, the longest first."""
    return Buyer.objects.filter(status=BuyerStatus.PENDING).order_by("created_at", "pk")


def firms_to_admit() -> QuerySet[Vendor]:
    """The firms that wait for the operator, the longest first."""
    return Vendor.objects.filter(status=VendorStatus.PENDING).order_by("created_at", "pk")


def members_of(buyer: Buyer) -> QuerySet[BuyerMembership]:
    return (
        BuyerMembership.objects.filter(buyer=buyer)
        .select_related("user")
        .order_by("user__full_name", "user__email", "pk")
    )


def copyable(buyer: Buyer) -> QuerySet[Tender]:
    """The body's calls that a new one may start from: those with a text, the newest first."""
    return (
        Tender.objects.filter(buyer=buyer)
        .exclude(title_fr="")
        .order_by(F("published_at").desc(nulls_last=True), "-pk")
    )


def _title(tender: Tender) -> str:
    return f"{tender.number} – {tender.title}"
