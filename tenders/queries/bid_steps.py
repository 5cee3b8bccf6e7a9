"""The steps of a bid: which ones a call asks for, and how far a draft has come."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenders.models import Bid, Tender
from tenders.queries.bidding import gaps
from tenders.values import Offer
from vendors.models import Vendor

LABELS = {
    "conditions": gettext_lazy("Conditions"),
    "price": gettext_lazy("Price"),
    "answers": gettext_lazy("Answers"),
    "files": gettext_lazy("Files"),
    "review": gettext_lazy("Review and submit"),
}


@dataclass(frozen=True)
class Step:
    """One page of the bid. ``view`` is its URL name, ``left`` how many things it lacks."""

    name: str
    label: Any
    left: int = 0
    said: str = ""

    @property
    def view(self) -> str:
        return f"tenders:bid_{self.name}"

    @property
    def is_done(self) -> bool:
        return not self.left


def steps_of(tender: Tender) -> list[Step]:
    """The pages that this call needs, in order."""
    unasked = set()
    if not tender.conditions.all():
        unasked.add("conditions")
    if not tender.criteria.all():
        unasked.add("answers")
    return [Step(name, label) for name, label in LABELS.items() if name not in unasked]


def step_after(tender: Tender, name: str) -> Step:
    """The page that follows ``name``."""
    steps = steps_of(tender)
    place = [step.name for step in steps].index(name)
    return steps[place + 1]


def progress(bid: Bid, offer: Offer) -> list[Step]:
    """Every step but the review, with what it still lacks in words."""
    found = gaps(bid.tender, offer)
    shown = []
    for step in steps_of(bid.tender)[:-1]:
        left = sum(gap.step == step.name for gap in found)
        shown.append(Step(step.name, step.label, left, _said(step.name, left, offer)))
    return shown


def _said(name: str, left: int, offer: Offer) -> str:
    if name == "files":
        count = len(offer.files)
        return ngettext("%(n)d file", "%(n)d files", count) % {"n": count} if count else _("none")
    if left:
        return ngettext("%(n)d thing left", "%(n)d things left", left) % {"n": left}
    return _("complete")


def why_not_bid(user: Any, tender: Tender, firms: list[Vendor], *, at: datetime) -> str:
    """Why this person can't begin a bid, as a sentence to act on; empty if they can."""
    if not tender.accepts_bids(at=at):
        return _("This call does not accept bids any more.")
    if firms and not user.has_perm("tenders.submit_bid", tender):
        return _("You work for the buyer of this call: its own people can't bid on it.")
    return ""
