"""What is asked of a firm itself before it may bid on a call, whatever it offers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tenders.models import Bid, Tender
from tenders.queries.papers import lacking
from tenders.values import Reservation
from vendors.models import Vendor
from vendors.queries.exclusion import exclusion_of, why_excluded, why_not_contract
from vendors.queries.qualification import Standing


@dataclass(frozen=True)
class Check:
    """One thing asked: ``what``, and ``why_not``, a sentence to act on; empty where it is met."""

    what: Any
    why_not: str = ""

    @property
    def is_met(self) -> bool:
        return not self.why_not


def checks(tender: Tender, vendor: Vendor, *, at: datetime) -> list[Check]:
    """What this call asks of this firm, each with whether it is met at that moment."""
    return [*_reservation(tender, vendor), _exclusion(vendor, at)]


def bar(tender: Tender, vendor: Vendor, *, at: datetime) -> str:
    """Why the firm may not bid on this call, in a sentence; empty if it may."""
    return next((check.why_not for check in checks(tender, vendor, at=at) if check.why_not), "")


@dataclass(frozen=True)
class Outlook:
    """What stands between a firm and a bid on a call, for the page where bids begin."""

    firm: Vendor
    checks: list[Check]
    lacks: list[Standing]
    begun: Bid | None

    @property
    def may_begin(self) -> bool:
        return self.begun is None and all(check.is_met for check in self.checks)


def outlook(tender: Tender, firm: Vendor, *, at: datetime) -> Outlook:
    begun = Bid.objects.of(firm).live().filter(tender=tender).first()
    return Outlook(firm, checks(tender, firm, at=at), lacking(firm, tender), begun)


def barred_from_contract(vendor: Vendor, *, at: datetime) -> str:
    """Why no public body may contract with the firm at that moment, told to a buyer; or empty."""
    found = exclusion_of(vendor, on=timezone.localdate(at))
    return why_not_contract(found, vendor) if found else ""


def outside(tender: Tender, vendor: Vendor) -> str:
    """Why a reserved call is not for this firm; empty if it is, or isn't reserved."""
    return next((check.why_not for check in _reservation(tender, vendor)), "")


def _reservation(tender: Tender, vendor: Vendor) -> Iterator[Check]:
    if not tender.reserved_for:
        return
    reservation = Reservation(tender.reserved_for)
    what = capfirst(_("reserved for %(firms)s") % {"firms": reservation.label})
    if reservation.admits(size=vendor.size, region=vendor.region):
        yield Check(what)
        return
    yield Check(
        what,
        _(
            "This call is reserved for %(firms)s. Your firm has recorded: %(size)s, %(region)s. "
            "If that is out of date, an owner can correct it on the firm’s page."
        )
        % {
            "firms": reservation.label,
            "size": vendor.get_size_display(),
            "region": vendor.get_region_display(),
        },
    )


def _exclusion(vendor: Vendor, at: datetime) -> Check:
    found = exclusion_of(vendor, on=timezone.localdate(at))
    what = _("Not in the register of firms ineligible for public contracts (RENA)")
    return Check(what, why_excluded(found) if found else "")
