"""What a draft still lacks before it may be published. Asked by its pages and by the actions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.reference.models import ParameterKey, parameter
from marketplace.working_days import holiday, is_working_day
from tenders.models import Tender
from tenders.queries.timing import earliest_closing_day, local_day, minimum_open_days
from tenders.values import AwardMethod, Capability, Place

HUNDRED = Decimal(100)
LEAST_CRITERIA = 3  # C-65.1, r. 5.1, annexe 2: a grid has at least three criteria


@dataclass(frozen=True)
class Lack:
    """One thing missing or wrong: in which section and field, and what to do about it."""

    section: str
    field: str
    message: Any


def lacks(tender: Tender, *, at: datetime, published: bool = False) -> list[Lack]:
    """Everything that keeps ``tender`` from being published at ``at``, in the order of the page.

    Of a call already ``published`` the dates are not asked: they have their own rules.
    """
    return [
        *_basics(tender),
        *_need(tender),
        *_french(tender),
        *_deliverables(tender),
        *_reservation(tender, at),
        *_contract(tender, at),
        *_evaluation(tender, at),
        *([] if published else _opening(tender)),
        *([] if published else _dates(tender, at)),
    ]


def _basics(tender: Tender) -> Iterator[Lack]:
    if not tender.title_fr:
        yield Lack("basics", "title_fr", _("Give the call a title in French."))
    if not tender.summary_fr:
        yield Lack("basics", "summary_fr", _("Sum the call up in French."))
    if tender.main_category_id is None:
        yield Lack("basics", "main_category_id", _("Choose a main category."))


def _need(tender: Tender) -> Iterator[Lack]:
    if not tender.need_fr.strip():
        yield Lack("need", "need_fr", _("Describe the need in French."))


def _french(tender: Tender) -> Iterator[Lack]:
    """What is said is said in French: English never stands alone."""
    for section, parts in (("deliverables", tender.deliverables), ("evaluation", tender.criteria)):
        if any(
            row.description_en.strip() and not row.description_fr.strip() for row in parts.all()
        ):
            yield Lack(section, "", _("A text is in English only: write it in French too."))


def _deliverables(tender: Tender) -> Iterator[Lack]:
    rows = list(tender.deliverables.all())
    if not rows:
        yield Lack("deliverables", "", _("Add at least one deliverable."))
    shares = [row.share for row in rows if row.share is not None]
    if shares and len(shares) < len(rows):
        yield Lack("deliverables", "", _("Give every deliverable a share of the price, or none."))
    elif shares and sum(shares) != HUNDRED:
        yield Lack(
            "deliverables",
            "",
            format_lazy(_("The shares make {total}: they must make 100."), total=_plain(shares)),
        )
    end = tender.contract_end
    if end and any(row.due_on and row.due_on > end for row in rows):
        yield Lack("deliverables", "", _("A deliverable is due after the end of the contract."))


def _reservation(tender: Tender, at: datetime) -> Iterator[Lack]:
    if not tender.reserved_for or not tender.budget:
        return
    threshold = parameter(ParameterKey.RESERVATION_BELOW, on=local_day(at))
    if tender.budget >= threshold:
        message = _(
            "From {threshold} $ before taxes the trade agreements apply: a call can't be reserved "
            "for small firms any more."
        )
        said = format_lazy(message, threshold=f"{threshold:.0f}")
        yield Lack("conditions", "reserved_for", said)


def _contract(tender: Tender, at: datetime) -> Iterator[Lack]:
    section = "contract"
    ceiling = parameter(ParameterKey.CEILING, on=local_day(at))
    if not tender.budget:
        yield Lack(section, "budget", _("Give the budget, before taxes."))
    elif tender.budget > ceiling:
        message = _("A call here may not exceed {ceiling} $ before taxes.")
        yield Lack(section, "budget", format_lazy(message, ceiling=f"{ceiling:.0f}"))
    if tender.award_method == AwardMethod.BEST_QUALITY and not tender.budget_is_public:
        yield Lack(section, "budget", _("The price is fixed with this award method: show it."))
    if tender.place != Place.REMOTE and not (tender.city and tender.region):
        yield Lack(section, "city", _("Say in which city and region the work is done."))
    start, end, deadline = tender.contract_start, tender.contract_end, tender.submission_deadline
    if not start or not end:
        yield Lack(section, "contract_start", _("Give the start and the end of the contract."))
    elif end < start:
        yield Lack(section, "contract_end", _("The contract ends before it starts."))
    if start and deadline and start <= local_day(deadline):
        message = _("The contract can only start after the deadline for bids.")
        yield Lack(section, "contract_start", message)


def _evaluation(tender: Tender, at: datetime) -> Iterator[Lack]:
    section = "evaluation"
    if not tender.has_quality:
        return
    criteria = list(tender.criteria.all())
    if len(criteria) < LEAST_CRITERIA:
        yield Lack(section, "", _("Judge quality by at least three criteria."))
    weights = [row.weight for row in criteria]
    if criteria and sum(weights) != HUNDRED:
        message = _("The weights make {total}: they must make 100.")
        yield Lack(section, "", format_lazy(message, total=_plain(weights)))
    if tender.minimum_quality is None and tender.award_method != AwardMethod.BEST_QUALITY:
        yield Lack(section, "minimum_quality", _("Give the lowest acceptable quality note."))
    if tender.award_method == AwardMethod.ADJUSTED_PRICE:
        day = local_day(at)
        low, high = parameter(ParameterKey.K_MIN, on=day), parameter(ParameterKey.K_MAX, on=day)
        if tender.k is None or not low <= tender.k <= high:
            message = _("K is between {low} % and {high} %.")
            bounds = {"low": f"{low * 100:.0f}", "high": f"{high * 100:.0f}"}
            yield Lack(section, "k", format_lazy(message, **bounds))


def _opening(tender: Tender) -> Iterator[Lack]:
    if not tender.buyer.holders(Capability.OPENER).exists():
        yield Lack(
            "evaluation",
            "",
            _("Nobody in your organisation may open bids: ask an administrator to name somebody."),
        )


def _dates(tender: Tender, at: datetime) -> Iterator[Lack]:
    questions, bids = tender.enquiry_deadline, tender.submission_deadline
    if questions is None:
        yield Lack("dates", "enquiry_deadline", _("Set the deadline for questions."))
    if bids is None:
        yield Lack("dates", "submission_deadline", _("Set the deadline for bids."))
    for field, moment in (("enquiry_deadline", questions), ("submission_deadline", bids)):
        if moment is not None:
            yield from _moment(field, moment, at)
    if bids and bids > at and local_day(bids) < earliest_closing_day(at):
        message = _(
            "A call stays open at least {days} working days: published on {published}, it can "
            "close on {first} at the earliest."
        )
        said = {
            "days": str(minimum_open_days(at)),
            "published": local_day(at).isoformat(),
            "first": earliest_closing_day(at).isoformat(),
        }
        yield Lack("dates", "submission_deadline", format_lazy(message, **said))


def _moment(field: str, moment: datetime, at: datetime) -> Iterator[Lack]:
    day = local_day(moment)
    if moment <= at:
        yield Lack("dates", field, _("This moment has passed: choose a later one."))
    elif name := holiday(day):
        yield Lack("dates", field, format_lazy(_("This day is a holiday ({name})."), name=name))
    elif not is_working_day(day):
        yield Lack("dates", field, _("This day is on a weekend: choose a working day."))


def _plain(values: list[Decimal]) -> str:
    return f"{sum(values, Decimal(0)).normalize():f}"
