"""Advice on a draft, from what is known to make calls fail. It never forbids to publish.

Sources: the audit of 100 United Kingdom briefs by dxw (2018): 71 % don't state the problem,
74 % leave users unclear, 77 % ask for six essential skills or more, 32 % hide the budget;
and act C-65.1, a. 12, which forbids to split a need.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

from django.db.models import Sum
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.reference.models import ParameterKey, parameter
from marketplace.richtext import to_plain
from tenders.models import Tender
from tenders.queries.timing import local_day
from tenders.states import TenderStatus

FEW_WORDS = 80
MANY_WORDS = 1500
MANY_CONDITIONS = 5
WORDS_A_MINUTE = 200
LOOK_BACK = timedelta(days=180)
YEARS = re.compile(r"\b\d{1,2}\s*(\([\w\s]+\)\s*)?(ans|années|years)\b", re.IGNORECASE)
PROBLEM = re.compile(
    r"probl[èe]m|difficult|besoin|enjeu|actuel|aujourd|présentement|abandonn|manqu|"
    r"problem|currently|today|pain|need",
    re.IGNORECASE,
)
USERS = re.compile(
    r"usag[eè]r|utilisat|citoyen|client|personnes|employ[ée]|équipe|public|élève|patient|"
    r"user|citizen|people|staff|resident|student",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Advice:
    """One remark: in which section, and what would be better."""

    section: str
    message: Any


def advice(tender: Tender, *, at: datetime) -> list[Advice]:
    """What would make the call clearer or safer, in the order of its sections."""
    return [*_need(tender), *_conditions(tender), *_contract(tender, at), *_evaluation(tender)]


def minutes_to_bid(tender: Tender) -> int:
    """How long an answer takes a firm, to the nearest five minutes: reading, then writing."""
    words = len(to_plain(tender.need_fr).split())
    asked = (
        words / WORDS_A_MINUTE
        + 2 * tender.conditions.count()
        + 3 * tender.deliverables.count()
        + 8 * tender.criteria.count()
        + 5 * tender.documents.filter(removed_at__isnull=True).count()
    )
    return 5 * ceil((10 + asked) / 5)


def _need(tender: Tender) -> Iterator[Advice]:
    text = to_plain(tender.need_fr)
    words = len(text.split())
    if 0 < words < FEW_WORDS:
        yield Advice("need", _("The need is very short: firms will have to guess."))
    if words > MANY_WORDS:
        yield Advice("need", _("The need is long: small firms give up on long calls."))
    if words and not PROBLEM.search(text):
        yield Advice("need", _("Say which problem is to be solved, not only what to make."))
    if words and not USERS.search(text):
        yield Advice("need", _("Name the people who will use the result."))


def _conditions(tender: Tender) -> Iterator[Advice]:
    conditions = list(tender.conditions.all())
    if len(conditions) > MANY_CONDITIONS:
        yield Advice(
            "conditions",
            _("More than five conditions: each one shuts out firms that could do the work."),
        )
    texts = [condition.title_fr for condition in conditions]
    texts += [f"{row.title_fr} {row.description_fr}" for row in tender.criteria.all()]
    if any(YEARS.search(text) for text in texts):
        yield Advice(
            "conditions",
            _("A number of years of experience shuts out young firms: ask for similar work."),
        )


def _contract(tender: Tender, at: datetime) -> Iterator[Advice]:
    if not tender.budget_is_public:
        yield Advice("contract", _("Without a budget, firms guess, and many don't bid."))
    if tender.main_category_id is None or not tender.budget:
        return
    like = Tender.objects.filter(
        buyer=tender.buyer_id,
        main_category=tender.main_category_id,
        published_at__gte=at - LOOK_BACK,
    ).exclude(status__in=[TenderStatus.CANCELLED, TenderStatus.UNSUCCESSFUL])
    spent = like.exclude(pk=tender.pk).aggregate(sum=Sum("budget"))["sum"] or Decimal(0)
    if spent and spent + tender.budget > parameter(ParameterKey.CEILING, on=local_day(at)):
        message = _(
            "With your other calls in this category over six months ({numbers}), the total is "
            "above the ceiling. Make sure that one need isn't being split."
        )
        numbers = ", ".join(like.exclude(pk=tender.pk).values_list("number", flat=True)[:5])
        yield Advice("contract", format_lazy(message, numbers=numbers))


def _evaluation(tender: Tender) -> Iterator[Advice]:
    delivered = {row.title_fr.casefold() for row in tender.deliverables.all()}
    if any(row.title_fr.casefold() in delivered for row in tender.criteria.all()):
        yield Advice(
            "evaluation",
            _("A criterion repeats a deliverable: judge the bid now, accept the work later."),
        )
    if any(not row.description_fr for row in tender.criteria.all()):
        yield Advice(
            "evaluation", _("Say for each criterion what an acceptable answer looks like.")
        )
