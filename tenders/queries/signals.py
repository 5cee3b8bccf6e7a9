"""Signals that something deserves a look, after the indicators of the Open Contracting Partnership.

The rules are in the materialised view (migration 0012); here is what people read of them.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.web.pagination import Page, paginate
from tenders.models.insight import Signal
from tenders.queries.insights import Slice

PAGE = 25
WHOLE = Slice()


@dataclass(frozen=True)
class Indicator:
    """``title`` in a few words, what it may mean, and why it may mean nothing."""

    code: str
    title: Any
    meaning: Any
    limits: Any


INDICATORS = (
    Indicator(
        "R003",
        _("Little time to bid"),
        _("Bids were due within ten days: firms who heard late had no time."),
        _("Ten days is our bound for small calls; a simple and urgent job can need less."),
    ),
    Indicator(
        "R018",
        _("A single bid"),
        _("No price was compared: the call may have been too narrow, or not seen."),
        _("A rare skill, or a busy season, also ends with one bid."),
    ),
    Indicator(
        "R024",
        _("Second price very near the winner’s"),
        _("The two lowest prices lie far closer than in other calls, as if one knew the other."),
        _("Where the budget is published and the work simple, honest prices meet."),
    ),
    Indicator(
        "R028",
        _("Identical prices"),
        _("Two firms or more offered the very same price."),
        _("Round amounts, and the published maximum, attract several firms."),
    ),
    Indicator(
        "R030",
        _("A late bid that won"),
        _("A bid received after the deadline was accepted."),
        _("It can’t happen here: a late bid stays sealed for good."),
    ),
    Indicator(
        "R035",
        _("Everybody but the winner set aside"),
        _("All other bids were disqualified."),
        _("Formal conditions that are badly explained also do this."),
    ),
    Indicator(
        "R036",
        _("The lowest bid set aside"),
        _("The lowest price was disqualified and a higher one won."),
        _("An abnormally low price may rightly be set aside; the reason is in the award notice."),
    ),
    Indicator(
        "R038",
        _("A buyer that sets aside many bids"),
        _("This buyer disqualifies a far larger share of bids than the others."),
        _("Only buyers with five opened calls or more are compared."),
    ),
    Indicator(
        "R048",
        _("A firm of all trades"),
        _("The winner bids in far more kinds of work than other firms: it may be a front."),
        _("Only firms with twenty bids or more are compared; generalists exist."),
    ),
    Indicator(
        "R058",
        _("A price far below the second"),
        _("The winner’s price lies much further under the second than in other calls."),
        _("It may be a misread need, a loss leader, or good work."),
    ),
    Indicator(
        "SPLIT",
        _("Needs that add up beyond the ceiling"),
        _("Calls for the same kind of work within ninety days, together above the ceiling."),
        _("Separate needs can resemble each other; budgets are those that were approved."),
    ),
)  # fmt: skip
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}


def counted(part: Slice = WHOLE) -> dict[str, int]:
    """How many calls of the slice each signal points at, by its code."""
    found = _found(part).values_list("code").annotate(Count("pk"))
    return {**dict.fromkeys(BY_CODE, 0), **dict(found)}


def pointed_at(code: str, part: Slice = WHOLE, *, cursor: str = "") -> Page:
    """The signals of one code with their calls, the last published first."""
    found = _found(part).filter(code=code).select_related("tender__buyer")
    return paginate(found, order=("-tender_id", "-pk"), cursor=cursor, size=PAGE)


def _found(part: Slice) -> "QuerySet[Signal]":
    found = Signal.objects.all()
    if part.year:
        found = found.filter(year=part.year)
    if part.buyer:
        found = found.filter(buyer=part.buyer)
    return found.filter(tender__main_category=part.category) if part.category else found
