"""Reminding people of what waits for them: once for each occasion, whatever asks how often."""

from datetime import datetime

from django.db import transaction

from marketplace.notifications.notify import notify
from tenders.queries.audience import bidding_for
from tenders.queries.facts import bid_facts, tender_facts
from tenders.queries.reminders import Late, Unsent


@transaction.atomic
def remind_of_duty(*, late: Late, at: datetime) -> None:
    """Tell those who should have done something that it still waits."""
    notify(
        "duty-late",
        recipients=late.people,
        occasion=f"{late.duty}/{late.occasion}",
        at=at,
        context={
            **tender_facts(late.tender),
            "duty": late.duty.value,
            "since": late.since.isoformat(),
            "contract": late.contract,
        },
    )


@transaction.atomic
def remind_of_unsent(*, unsent: Unsent, at: datetime) -> None:
    """Tell those who bid for a firm that its bid is begun and not submitted."""
    notify(
        "bid-unsent",
        recipients=bidding_for(unsent.bid.vendor),
        occasion=unsent.occasion,
        at=at,
        context={**bid_facts(unsent.bid), "days": unsent.days},
    )
