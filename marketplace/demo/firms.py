"""The demo's forty firms and their owners."""

from datetime import datetime
from typing import Any

from marketplace.clock import now, travel
from marketplace.demo.facts import read
from marketplace.demo.offers import Firm
from marketplace.demo.people import People, operator
from marketplace.enterprises.port import look_up
from vendors.actions.vendor import admit_vendor, register_vendor
from vendors.models import Vendor
from vendors.values import FirmDetails

ANNOUNCED = ["vendor", "vendor2", "vendor3"]
FIRST_NAMES = ["Alice", "Bruno", "Chloé", "David", "Elsa", "Félix", "Gabrielle", "Hugo"]
LAST_NAMES = ["Asselin", "Bédard", "Chouinard", "Desrosiers", "Émond", "Fournier", "Gauthier"]
LEFT_PENDING = 2  # so that the operator finds somebody waiting


def make_firms(people: People, at: datetime) -> list[Firm]:
    """Register the firms at ``at`` and admit all but the last ones. Returns the admitted."""
    rows = read("firms")
    with travel(at):
        firms = [_firm(people, place, facts) for place, facts in enumerate(rows)]
    return [firm for firm in firms if firm.vendor.admitted_at]


def _firm(people: People, place: int, facts: dict[str, Any]) -> Firm:
    owner = _owner(people, place)
    described = {name: value for name, value in facts.items() if name != "archetypes"}
    taxes: dict[str, Any] = {"gst_number": _gst(place), "qst_number": f"12{place:08d} TQ0001"}
    vendor = register_vendor(
        details=FirmDetails(
            **described,
            **(taxes if facts["charges_taxes"] else {}),
            email=owner.email,
        ),
        actor=owner,
        at=now(),
        finding=look_up(facts["neq"]),
    )
    if place < len(read("firms")) - LEFT_PENDING:
        vendor = admit_vendor(vendor_id=vendor.pk, actor=operator(people), at=now())
    return Firm(
        vendor=Vendor.objects.get(pk=vendor.pk),
        owner=owner,
        archetypes=frozenset(facts["archetypes"]),
        session=people.sign_in(owner),
    )


def _owner(people: People, place: int) -> Any:
    if place < len(ANNOUNCED):
        return people.role(ANNOUNCED[place])
    name = f"{FIRST_NAMES[place % 8]} {LAST_NAMES[place % 7]}"
    return people.background(name, f"firm{place}", "en" if place % 9 == 0 else "fr")


def _gst(place: int) -> str:
    """An invented business number whose check digit is right, nobody's that we know of."""
    stem = f"7{place:07d}"
    doubled = [int(digit) * (1 + index % 2) for index, digit in enumerate(stem)]
    total = sum(number // 10 + number % 10 for number in doubled)
    return f"{stem}{-total % 10} RT0001"
