"""What the demo's officers write: a call from its title and one of eight kinds of job."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from marketplace.demo.facts import read
from marketplace.working_days import add_working_days
from tenders.models import Buyer
from tenders.values import (
    AwardMethod,
    ConditionText,
    CriterionText,
    DeliverableText,
    Draft,
    Place,
    Procedure,
)

EASTERN = ZoneInfo("America/Toronto")
CLOSING_TIME = time(14, 0)
DAYS_TO_SIGN = 45


def draft_of(call: dict[str, Any], buyer: Buyer, deadline: datetime) -> Draft:
    """The whole text of ``call``, due at ``deadline``, in English too where its title is."""
    kind = read("archetypes")[call["archetype"]]
    english = bool(call["title_en"])
    start = deadline.astimezone(EASTERN).date() + timedelta(days=DAYS_TO_SIGN)
    return Draft(
        fields=_fields(call, kind, buyer, deadline, start, english=english),
        categories=[],
        conditions=[
            ConditionText(title_fr=row["fr"], title_en=row["en"] if english else "")
            for row in kind["conditions"]
        ],
        deliverables=_deliverables(kind, start, english=english),
        criteria=_criteria(kind, english=english),
    )


def closing(day: date) -> datetime:
    """The usual closing time on the first working day from ``day`` on."""
    return datetime.combine(add_working_days(day - timedelta(days=1), 1), CLOSING_TIME, EASTERN)


def _fields(
    call: dict[str, Any],
    kind: dict[str, Any],
    buyer: Buyer,
    deadline: datetime,
    start: date,
    *,
    english: bool,
) -> dict[str, Any]:
    remote = call["archetype"] in {"security", "data", "maintenance", "hosting"}
    questions = add_working_days(deadline.astimezone(EASTERN).date(), -3)
    return {
        "title_fr": call["title_fr"],
        "title_en": call["title_en"],
        "summary_fr": kind["summary_fr"],
        "summary_en": kind["summary_en"] if english else "",
        "need_fr": kind["need_fr"],
        "need_en": kind["need_en"] if english else "",
        "procedure": Procedure.OPEN,
        "main_category_id": call["unspsc"],
        "budget": Decimal(call["amount"]),
        "budget_is_public": True,
        "budget_is_ceiling": True,
        "place": Place.REMOTE if remote else Place.HYBRID,
        "city": "" if remote else buyer.city,
        "region": "" if remote else buyer.region,
        "contract_start": start,
        "contract_end": start + timedelta(days=kind["days"]),
        "licence": kind["licence"],
        "clauses": kind["clauses"],
        "award_method": AwardMethod(kind["method"]),
        "k": kind["k"] and Decimal(kind["k"]),
        "minimum_quality": kind["minimum_quality"] and Decimal(kind["minimum_quality"]),
        "enquiry_deadline": datetime.combine(questions, CLOSING_TIME, EASTERN),
        "submission_deadline": deadline,
    }


def _deliverables(kind: dict[str, Any], start: date, *, english: bool) -> list[DeliverableText]:
    rows = kind["deliverables"]
    step = kind["days"] // len(rows)
    return [
        DeliverableText(
            title_fr=row["fr"],
            title_en=row["en"] if english else "",
            description_fr=row["desc_fr"],
            description_en=row["desc_en"] if english else "",
            due_on=start + timedelta(days=step * place),
            share=row["share"] and Decimal(row["share"]),
        )
        for place, row in enumerate(rows, start=1)
    ]


def _criteria(kind: dict[str, Any], *, english: bool) -> list[CriterionText]:
    return [
        CriterionText(
            title_fr=row["fr"],
            title_en=row["en"] if english else "",
            description_fr=row["desc_fr"],
            description_en=row["desc_en"] if english else "",
            weight=Decimal(row["weight"]),
        )
        for row in kind["criteria"]
    ]
