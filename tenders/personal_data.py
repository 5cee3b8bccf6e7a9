"""What the tables of calls, bids and contracts keep about people."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marketplace.personal import Fate, Holding, Obstacle, Period, deleted
from tenders.actions.delivery import KEPT, forget_deliveries
from tenders.actions.member import remove_member
from tenders.models import BuyerMembership, Decline, Evaluator
from tenders.states import EvaluationStatus
from tenders.values import Capability

DECLINE_DAYS = 2 * 365
PUBLIC_CONTRACTS = _(
    "the file of a public contract says who decided and signed what; the public body keeps it for "
    "as long as its retention schedule says"
)


def leave_bodies(person: Any, at: datetime) -> None:
    """Out of each public body, by the door that keeps an administrator in it."""
    for seat in BuyerMembership.objects.filter(user=person.pk).order_by("buyer"):
        remove_member(
            buyer_id=seat.buyer_id, user_id=person.pk, proved_at=None, actor=person, at=at
        )


def last_administrator(person: Any) -> Iterator[Obstacle]:
    own = BuyerMembership.objects.filter(
        user=person.pk, capabilities__contains=[Capability.ADMINISTRATOR]
    )
    for seat in own.select_related("buyer").order_by("buyer__name_fr"):
        others = seat.buyer.memberships.filter(capabilities__contains=[Capability.ADMINISTRATOR])
        if not others.exclude(pk=seat.pk).exists():
            said = _now(
                "You are the last who administers %(body)s. Name another administrator first."
            )
            page = reverse("tenders:members", args=[seat.buyer.slug])
            yield Obstacle(said % {"body": seat.buyer}, page)


def on_a_committee(person: Any) -> Iterator[Obstacle]:
    seats = Evaluator.objects.sitting().filter(user=person.pk)
    seats = seats.exclude(evaluation__status=EvaluationStatus.LOCKED)
    for seat in seats.select_related("evaluation__tender").order_by("pk"):
        tender = seat.evaluation.tender
        said = _now(
            "You sit on the committee of call %(number)s. Be replaced, or finish the evaluation."
        )
        page = reverse("tenders:evaluation", args=[tender.ocid])
        yield Obstacle(said % {"number": tender.number}, page)


def delete_deliveries(before: datetime) -> int:
    return forget_deliveries(at=before + KEPT)


def delete_declines(before: datetime) -> int:
    return deleted(Decline.objects.filter(declined_at__lt=before))


def _in_the_file(model: str, label: Any, told: tuple[str, ...], *by: str) -> Holding:
    return Holding(model, label, told, by=by, ground=PUBLIC_CONTRACTS)


HOLDINGS = (
    Holding(
        "tenders.BuyerMembership",
        _("Public bodies that you work for"),
        ("buyer__name_fr", "capabilities", "created_at"),
        by=("user",),
        fate=Fate.DELETED,
        erase=leave_bodies,
    ),
    Holding(
        "tenders.Alert",
        _("Your alerts and saved searches"),
        ("name", "frequency", "q", "keys", "tender__ocid", "created_at", "paused_at"),
        by=("subscriber__user",),
        at=("subscriber__address",),
        fate=Fate.DELETED,
    ),
    Holding(
        "tenders.Subscriber",
        _("That you get alerts"),
        ("address", "language", "created_at", "wants_quiet_month"),
        by=("user",),
        at=("address",),
        fate=Fate.DELETED,
    ),
    Holding(
        "tenders.Webhook",
        _("Your webhooks, with what they were told"),
        ("address", "events", "created_at", "failures", "disabled_at"),
        by=("owner",),
        fate=Fate.DELETED,
    ),
    _in_the_file(
        "tenders.Tender",
        _("Calls that you wrote or approved"),
        ("ocid", "number", "title_fr", "created_at"),
        "author",
        "approver",
    ),
    Holding(
        "tenders.Decline",
        _("Reasons for not bidding that you gave for a firm"),
        ("tender__number", "reason", "words", "declined_at"),
        by=("declined_by",),
        ground=_("they were given in the name of a firm, and are counted without it"),
    ),
    _in_the_file(
        "tenders.Amendment",
        _("Amendments that you published"),
        ("tender__number", "number", "published_at"),
        "published_by",
    ),
    _in_the_file(
        "tenders.Enquiry",
        _("Questions that you asked or answered"),
        ("tender__number", "question", "asked_at", "answered_at"),
        "asked_by",
        "answered_by",
    ),
    _in_the_file(
        "tenders.Bid",
        _("Bids that you began, or set aside"),
        ("tender__number", "vendor__legal_name", "status", "created_at", "disqualified_at"),
        "created_by",
        "disqualified_by",
    ),
    _in_the_file(
        "tenders.BidVersion",
        _("Bids that you submitted"),
        ("bid__tender__number", "number", "received_at"),
        "submitted_by",
    ),
    _in_the_file(
        "tenders.LateBid",
        _("Bids that you submitted too late"),
        ("bid__tender__number", "received_at", "late_by_ms"),
        "submitted_by",
    ),
    _in_the_file(
        "tenders.OpeningApproval",
        _("Openings that you approved"),
        ("tender__number", "approved_at"),
        "officer",
    ),
    _in_the_file(
        "tenders.ClosingHold",
        _("Closings after an outage that you decided on"),
        ("tender__number", "decision", "decided_at", "reason_fr", "reason_en"),
        "decided_by",
    ),
    _in_the_file(
        "tenders.Evaluator",
        _("Committees that you sat on, with your declarations of interest"),
        ("evaluation__tender__number", "is_chair", "declared_at", "interest", "submitted_at"),
        "user",
    ),
    _in_the_file(
        "tenders.Score",
        _("Your notes on bids"),
        ("bid__tender__number", "criterion__title_fr", "note", "comment"),
        "evaluator__user",
    ),
    _in_the_file(
        "tenders.ConsensusScore",
        _("Notes that you wrote for a committee"),
        ("bid__tender__number", "criterion__title_fr", "note", "comment"),
        "noted_by",
    ),
    _in_the_file(
        "tenders.Award",
        _("Awards that you recommended or approved"),
        ("tender__number", "recommended_at", "approved_at"),
        "recommended_by",
        "approved_by",
    ),
    Holding(
        "tenders.ContractSignature",
        _("Contracts that you signed"),
        ("contract__number", "party", "name", "consent", "signed_at"),
        by=("user",),
        ground=_(
            "a signature proves a consent, with the name that was signed (LCCJTI, C-1.1); the "
            "contract is public"
        ),
    ),
)
OBSTACLES = (last_administrator, on_a_committee)
PERIODS = (
    Period(
        "declines",
        _("Reasons that firms gave for not bidding"),
        _("the day they were given"),
        DECLINE_DAYS,
        delete_declines,
    ),
    Period(
        "deliveries",
        _("Messages to webhooks"),
        _("they were made"),
        KEPT // timedelta(days=1),
        delete_deliveries,
    ),
)
EXCUSED = {
    "tenders.Buyer.email": "the public body's address for its suppliers",
}
