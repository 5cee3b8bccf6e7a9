"""What is said of an award: on the notice that everybody reads, and to those who decide it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import get_language

from marketplace.reference.models import ParameterKey, parameter
from marketplace.working_days import add_working_days
from tenders.models import Award, Bid, Contract, Tender
from tenders.queries.ranking import frozen_ranking, unpriced
from tenders.states import ACTIVE_AWARDS, AwardStatus, TenderStatus
from tenders.values import AwardMethod, Disqualification


@dataclass(frozen=True)
class Row:
    """One bid of a ranking; ``standing`` is its entry in it (see ``scoring.as_json``)."""

    bid: Bid
    standing: Mapping[str, Any]
    is_winner: bool

    @property
    def rank(self) -> int | None:
        return self.standing["rank"]

    @property
    def note(self) -> Decimal | None:
        return _decimal(self.standing["note"])

    @property
    def price(self) -> Decimal | None:
        return _decimal(self.standing["price"])

    @property
    def adjusted_price(self) -> Decimal | None:
        return _decimal(self.standing["adjusted_price"])

    @property
    def reasons(self) -> list[Any]:
        """Why it is not acceptable, each code once."""
        codes = dict.fromkeys(each["code"] for each in self.standing["shortfalls"])
        return [Disqualification(code).label for code in codes]

    @property
    def note_formula(self) -> str:
        return str(self.standing["note_formula"][_reader()])

    @property
    def price_formula(self) -> str:
        return str(self.standing["price_formula"][_reader()])


@dataclass(frozen=True)
class Notice:
    """A ranking with the rules it followed, every bid in order: ``tenders/award/_ranking.html``."""

    rules: Mapping[str, Any]
    rows: list[Row]

    @property
    def has_quality(self) -> bool:
        return self.rules["method"] != AwardMethod.LOWEST_PRICE

    @property
    def adjusts(self) -> bool:
        return self.rules["method"] == AwardMethod.ADJUSTED_PRICE


def award_notice(award: Award) -> Notice:
    """The award with its frozen ranking; nothing is computed again."""
    return notice_of(award.tender, award.ranking, winner=award.bid_id)


def notice_of(tender: Tender, ranking: Mapping[str, Any], *, winner: int | None = None) -> Notice:
    """A ranking, frozen or fresh, with the firms behind it."""
    opened = tender.bids.opened().select_related("vendor")
    bids = {str(bid.public_id): bid for bid in opened}
    rows = [
        Row(bids[entry["bid"]], entry, bids[entry["bid"]].pk == winner)
        for entry in ranking["standings"]
        if entry["bid"] in bids
    ]
    return Notice(ranking["rules"], rows)


def active_award(tender: Tender) -> Award | None:
    """The award under way: recommended, approved or final."""
    awards = tender.awards.filter(status__in=ACTIVE_AWARDS)
    return awards.select_related("bid__vendor", "recommended_by", "approved_by").first()


def decision_of(tender: Tender, award: Award | None, user: Any) -> dict[str, Any]:
    """What the page of the decision shows to one person, and may be done there."""
    free = tender.status == TenderStatus.AWARD_PENDING and award is None
    unreadable = unpriced(tender) if free else []
    ready = free and not unreadable
    recommended = award is not None and award.status == AwardStatus.RECOMMENDED
    return {
        "notice": _shown(tender, award, ready=ready),
        "unreadable": unreadable,
        "may_recommend": ready and user.has_perm("tenders.recommend_award", tender),
        "may_decide": recommended and user.has_perm("tenders.approve_award", award),
        "may_disqualify": free and user.has_perm("tenders.disqualify_bid", tender),
        "returned": _returned(tender),
        "contract": Contract.objects.filter(award=award).first() if award else None,
    }


def _shown(tender: Tender, award: Award | None, *, ready: bool) -> Notice | None:
    """The ranking frozen in the award, or as it stands until there is one."""
    if award is not None:
        return award_notice(award)
    return notice_of(tender, frozen_ranking(tender)) if ready else None


def _returned(tender: Tender) -> Award | None:
    """The last recommendation that was given back, with its reasons."""
    awards = tender.awards.filter(status=AwardStatus.CANCELLED, approved_at__isnull=True)
    return awards.order_by("-cancelled_at").first()


def standstill_end(approved_at: datetime) -> datetime:
    """The end, in Québec, of the last working day of the standstill that begins the day after."""
    day = localtime(approved_at).date()
    count = int(parameter(ParameterKey.STANDSTILL_DAYS, on=day))
    last = add_working_days(day, count)
    return datetime.combine(last, time(23, 59, 59), tzinfo=get_current_timezone())


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _reader() -> str:
    return "en" if (get_language() or "fr").startswith("en") else "fr"
