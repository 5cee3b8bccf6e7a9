"""What the demo's firm wants to hear of, and a resident without an account."""

from dataclasses import asdict
from datetime import datetime

from marketplace.demo.people import People
from tenders.actions.alert import Wish, confirm_alert, save_alert
from tenders.values import Frequency

OURS = Wish(
    "Formulaires et accessibilité", Frequency.AT_ONCE, "fr", q="formulaire OR accessibilité"
)
SMALL = Wish(
    "Petits budgets", Frequency.WEEKLY, "fr", keys=["budget=0-10000", "budget=10000-25000"]
)
ANYTHING = Wish("Tous les appels", Frequency.WEEKLY, "fr")
RESIDENT = "residente@demo.example"


def make_alerts(people: People, at: datetime) -> None:
    """Saved a while ago, so that they found the calls that are open now."""
    for wish in (OURS, SMALL):
        save_alert(wish=wish, actor=people.role("vendor"), at=at)
    confirm_alert(confirmed={**asdict(ANYTHING), "address": RESIDENT}, at=at)
