"""The demo's public bodies and who works there."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from marketplace.accounts.models import User
from marketplace.clock import now, travel
from marketplace.demo.facts import read
from marketplace.demo.people import People, operator
from tenders.actions.buyer import admit_buyer, register_buyer
from tenders.actions.member import set_member
from tenders.models import Buyer
from tenders.values import BuyerDetails, Capability

# The announced accounts all work for the first body, each with one duty.
DUTIES = {
    "officer": [Capability.AUTHOR, Capability.OPENER],
    "approver": [Capability.APPROVER, Capability.OPENER, Capability.ADMINISTRATOR],
    "evaluator": [Capability.EVALUATOR],
    "evaluator2": [Capability.EVALUATOR],
    "signatory": [Capability.SIGNATORY],
    "payer": [Capability.PAYER],
    "auditor": [Capability.AUDITOR],
}
FIRST = "pins"
BACKGROUND = {
    "vallees": ["Odile Perron", "Pascal Nguyen", "Rachel Demers", "Simon Harvey", "Thérèse Caron"],
    "musee": ["Ursule Blais", "Victor Lam", "Wendy Savard", "Xavier Dion", "Yasmine Haddad"],
    "fjord": ["Zoé Tremblay", "Alain Girard", "Béatrice Simard", "Cédric Paul", "Diane Fillion"],
    "rive": ["Estelle Roux", "Fabien Coulombe", "Gaétane Hébert", "Henri Dubé", "Irène Vachon"],
    "donnees": ["Jules Lebel", "Katia Arsenault", "Léo Marchand", "Maude Racine", "Noah Cyr"],
}


@dataclass
class Body:
    """A public body with its people by duty."""

    buyer: Buyer
    officer: User
    approver: User
    signatory: User
    evaluators: list[User] = field(default_factory=list)

    @property
    def chair(self) -> User:
        return self.evaluators[0]


def make_bodies(people: People, at: datetime) -> dict[str, Body]:
    """Register, staff and admit the six bodies at ``at``."""
    with travel(at):
        return {facts["key"]: _body(people, facts) for facts in read("buyers")}


def _body(people: People, facts: dict[str, Any]) -> Body:
    staff = _staff(people, facts["key"])
    head = staff["approver"]
    details = BuyerDetails(
        **{name: value for name, value in facts.items() if name not in {"key", "slug"}},
        email=f"approvisionnement@{facts['slug'][:40]}.example",
    )
    buyer = register_buyer(details=details, actor=head, at=now())
    admit_buyer(buyer_id=buyer.pk, actor=operator(people), at=now())
    for duty, person in sorted(staff.items(), key=lambda pair: pair[0] == "approver"):
        set_member(
            buyer_id=buyer.pk,
            email=person.email,
            capabilities=DUTIES[duty],
            proved_at=now(),
            actor=head,
            at=now(),
        )
    buyer.refresh_from_db()
    return Body(
        buyer=buyer,
        officer=staff["officer"],
        approver=head,
        signatory=staff["signatory"],
        evaluators=[staff["evaluator"], staff["evaluator2"]],
    )


def _staff(people: People, key: str) -> dict[str, User]:
    if key == FIRST:
        return {duty: people.role(duty) for duty in DUTIES}
    duties = ["officer", "approver", "evaluator", "evaluator2", "signatory"]
    return {
        duty: people.background(name, f"{duty}.{key}")
        for duty, name in zip(duties, BACKGROUND[key], strict=True)
    }
