"""Who plays in a journey: a public body with its people, and two firms with their owners."""

import uuid
from dataclasses import dataclass

from marketplace.accounts.models import User
from marketplace.demo.people import People
from tenders.models import Buyer, BuyerMembership
from tenders.values import Capability
from tests.factories import LONG_AGO, BuyerFactory, VendorFactory
from tests.plumbing.live import LiveStack
from vendors.models import Vendor, VendorMembership
from vendors.states import VendorRole

DUTIES = {
    "officer": [Capability.AUTHOR, Capability.OPENER],
    "approver": [Capability.APPROVER, Capability.OPENER],
    "chair": [Capability.EVALUATOR],
    "evaluator": [Capability.EVALUATOR],
    "signatory": [Capability.SIGNATORY],
}
NAMES = {
    "officer": "Camille Bergeron",
    "approver": "Denis Lavoie",
    "chair": "Fatou Diallo",
    "evaluator": "Émile Gagnon",
    "signatory": "Geneviève Roy",
    "first": "Jade Fortin",
    "second": "Karim Benali",
}


@dataclass
class Cast:
    """The people by their part, and the organisations they act for."""

    buyer: Buyer
    firms: dict[str, Vendor]
    people: dict[str, User]


def assemble(stack: LiveStack, language: str) -> Cast:
    """Make everybody on the live site; each reads and gets mail in ``language``."""
    key = uuid.uuid4().hex[:8]
    with stack.database():
        people = People()
        cast = {
            part: people.person(f"{part}.{key}@journey.example", name, language)
            for part, name in NAMES.items()
        }
        buyer = BuyerFactory(slug=f"ville-{key}", name_fr=f"Ville de {key}", name_en=f"City {key}")
        for part, capabilities in DUTIES.items():
            User.objects.filter(pk=cast[part].pk).update(requires_second_factor=True)
            BuyerMembership.objects.create(
                buyer=buyer, user=cast[part], capabilities=capabilities, created_at=LONG_AGO
            )
        firms = {part: _firm(cast[part], key, part) for part in ("first", "second")}
    return Cast(buyer, firms, cast)


def _firm(owner: User, key: str, part: str) -> Vendor:
    number = int(key, 16) % 10**7 * 10 + (part == "second")
    vendor = VendorFactory(legal_name=f"Logiciels {part} {key} inc.", neq=f"11{number:08d}")
    VendorMembership.objects.create(
        vendor=vendor, user=owner, role=VendorRole.OWNER, created_at=LONG_AGO
    )
    return vendor
