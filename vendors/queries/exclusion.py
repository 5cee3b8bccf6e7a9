"""Who is in the register of ineligible firms, for certain (by NEQ) or perhaps (by name)."""

from datetime import date
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marketplace.web.wording import say_day
from vendors.models import Exclusion, Vendor

NEAR = 0.45  # of names written by two hands, with “inc.” or without


def exclusion_of(vendor: Vendor, *, on: date) -> Exclusion | None:
    """The entry that keeps this firm out on that day. By NEQ alone: names are not certain."""
    if not vendor.neq:
        return None
    return Exclusion.objects.in_force(on).filter(neq=vendor.neq).first()


def excluded(neq: str, *, on: date) -> Exists:
    """Whether the firm of each row, whose NEQ is in the column ``neq``, is kept out that day."""
    return Exists(Exclusion.objects.in_force(on).filter(neq=OuterRef(neq)))


def near_names(vendor: Vendor, *, on: date) -> list[Exclusion]:
    """Entries under another NEQ, or none, whose names look like this firm's, nearest first."""
    names = {vendor.legal_name, vendor.name}
    nearness = [TrigramSimilarity("name", name) for name in sorted(names)]
    near = nearness[0] if len(nearness) == 1 else Greatest(*nearness)
    others = Exclusion.objects.in_force(on).exclude(neq=vendor.neq or "-")
    return list(others.annotate(near=near).filter(near__gte=NEAR).order_by("-near", "pk")[:5])


def register_about(vendor: Vendor, *, on: date) -> dict[str, Any]:
    """What the operator should know from the register before deciding about a firm."""
    found = exclusion_of(vendor, on=on)
    return {
        "exclusion": found,
        "exclusion_period": period_of(found) if found else "",
        "near_names": near_names(vendor, on=on),
    }


def find_exclusions(*, q: str = "") -> "QuerySet[Exclusion]":
    """Entries by a part of the name or the beginning of the NEQ."""
    found = Exclusion.objects.all()
    return found.filter(Q(name__unaccent__icontains=q) | Q(neq__startswith=q)) if q else found


def period_of(entry: Exclusion) -> str:
    """From when to when, in the reader's words."""
    language = (get_language() or "fr")[:2]
    start = say_day(entry.starts_on, language)
    if entry.ends_on is None:
        return _("since %(start)s") % {"start": start}
    return _("from %(start)s to %(end)s") % {
        "start": start,
        "end": say_day(entry.ends_on, language),
    }


def why_excluded(entry: Exclusion) -> str:
    """To the firm: why it is kept out, and what it can do."""
    return _(
        "Your firm is in the register of firms ineligible for public contracts (RENA), %(period)s: "
        "%(ground)s. Until then it can’t bid or be awarded a contract here. If it is a mistake, or "
        "the entry was lifted, write to us: the Autorité des marchés publics keeps the register."
    ) % {"period": period_of(entry), "ground": entry.ground.rstrip(".")}


def why_not_contract(entry: Exclusion, vendor: Vendor) -> str:
    """To the buyer: why nothing is awarded to this firm, and what can be done."""
    return _(
        "%(firm)s is in the register of firms ineligible for public contracts (RENA), %(period)s: "
        "%(ground)s. Nothing can be awarded to it or signed with it. Before the award, return the "
        "recommendation: the chair then sets its bid aside and the next in rank can be recommended."
    ) % {
        "firm": vendor.legal_name,
        "period": period_of(entry),
        "ground": entry.ground.rstrip("."),
    }


def facts_of(entry: Exclusion) -> dict[str, Any]:
    """What mails say of an entry. JSON."""
    return {
        "ground": entry.ground,
        "starts_on": entry.starts_on.isoformat(),
        "ends_on": entry.ends_on.isoformat() if entry.ends_on else "",
    }
