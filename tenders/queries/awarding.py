"""What is said of an award: on the notice that everybody reads, and to those who decide it."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.utils.timezone import get_current_timezone, localtime

from marketplace.reference.models import ParameterKey, parameter
from marketplace.working_days import add_working_days
from tenders.models import Award, Bid, Tender
from tenders.states import ACTIVE_AWARDS


@dataclass(frozen=True)
class NoticeRow:
    """One bid as the award notice shows it, from the frozen ranking.

    ``standing`` is its entry there (see ``scoring.as_json``): rank, note, price,
    adjusted price, formulas, shortfalls, with figures as decimal strings.
    """

    bid: Bid
    standing: dict[str, Any]
    is_winner: bool


@dataclass(frozen=True)
class Notice:
    """An award notice: the award, the rules it followed, and every bid in order."""

    award: Award
    rules: dict[str, Any]
    rows: list[NoticeRow]


def award_notice(award: Award) -> Notice:
    """The award with its frozen ranking; nothing is computed again."""
    bids = {
        str(bid.public_id): bid for bid in award.tender.bids.opened().select_related("vendor")
    }
    rows = [
        NoticeRow(bids[entry["bid"]], entry, bids[entry["bid"]].pk == award.bid_id)
        for entry in award.ranking["standings"]
        if entry["bid"] in bids
    ]
    return Notice(award, award.ranking["rules"], rows)


def active_award(tender: Tender) -> Award | None:
    """The award under way: recommended, approved or final."""
    awards = tender.awards.filter(status__in=ACTIVE_AWARDS)
    return awards.select_related("bid__vendor", "recommended_by", "approved_by").first()


def standstill_end(approved_at: datetime) -> datetime:
    """The end, in Québec, of the last working day of the standstill that begins the day after."""
    day = localtime(approved_at).date()
    count = int(parameter(ParameterKey.STANDSTILL_DAYS, on=day))
    last = add_working_days(day, count)
    return datetime.combine(last, time(23, 59, 59), tzinfo=get_current_timezone())
