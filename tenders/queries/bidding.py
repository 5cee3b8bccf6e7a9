"""What a firm's people see of their bids, and what a bid still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Max
from django.utils.translation import gettext as _

from tenders.models import Tender
from tenders.pricing import HIGHEST, Asked, is_above_ceiling, price_asked, split
from tenders.values import Offer


@dataclass(frozen=True)
class Gap:
    """Something a bid lacks: at which step, at which field, said in a sentence."""

    step: str
    field: str
    text: str


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


def last_change(tender: Tender) -> int:
    """Number of the last amendment of substance, or 0: what a sealed bid must have confirmed."""
    changes = tender.amendments.filter(of_substance=True)
    return changes.aggregate(last=Max("number"))["last"] or 0
