"""Calls that close one after the other while firms bid on them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.test import Client
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.clock import now, travel
from marketplace.working_days import add_working_days
from tenders.models import Bid, Tender
from tenders.values import AwardMethod
from tests.bids import drafted_bid
from tests.factories import BuyerFactory, TenderFactory, VendorFactory, weekday

GOOD_FOR = 240  # seconds; a proof of identity counts for longer
PROOFS = "account_authentication_methods"


@dataclass
class Round:
    """One call, the drafts on it, and what goes wrong meanwhile (a name in ``TROUBLES``)."""

    tender: Tender
    deadline: datetime
    bids: list[Bid]
    trouble: str


def begin_at(first_deadline_in: timedelta) -> datetime:
    """A moment so that the first call closes at two o'clock of a working day to come."""
    day = add_working_days(timezone.localdate(), 1)
    return weekday(day) - first_deadline_in


def make_rounds(
    begin: datetime, *, troubles: Sequence[str], firms: int, every: timedelta
) -> list[Round]:
    """One body, the same firms, a call for each trouble; every firm has a draft on each."""
    buyer = BuyerFactory()
    vendors = [VendorFactory() for _ in range(firms)]
    made = []
    for number, trouble in enumerate(troubles):
        deadline = weekday(begin.date()) + number * every
        with travel(begin - timedelta(days=40)):
            tender = TenderFactory(
                open=True,
                buyer=buyer,
                submission_deadline=deadline,
                award_method=AwardMethod.LOWEST_PRICE,
            )
        with travel(begin - timedelta(days=3)):
            bids = [drafted_bid(tender, vendor, at=now()) for vendor in vendors]
        made.append(Round(tender, deadline, bids, trouble))
    return made


class Sessions:
    """Session keys of people who have just proved who they are, renewed before that is old."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[float, str]] = {}
        self._lock = Lock()

    def of(self, user: User) -> str:
        """Raises the database's errors while it is down."""
        with self._lock:
            made, key = self._known.get(user.pk, (-GOOD_FOR, ""))
            if time.monotonic() - made > GOOD_FOR:
                made, key = time.monotonic(), sign_in(user, "mfa")
                self._known[user.pk] = made, key
            return key


def sign_in(user: User, method: str = "password") -> str:
    """The key of a session in which ``user`` has just proved by ``method`` who they are."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[PROOFS] = [{"method": method, "at": time.time()}]
    session[f"{PROOFS}_user"] = str(user.pk)
    session.save()
    return str(session.session_key)


def set_clock(to: datetime) -> None:
    """Let all processes live ``to``; from there time goes on."""
    file = Path(settings.CLOCK_OFFSET_FILE)
    draft = file.with_suffix(".new")
    draft.write_text(str((to - timezone.now()).total_seconds()))
    draft.replace(file)
