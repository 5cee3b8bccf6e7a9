"""One run: firms bid, the nemesis kills, the calls close and are opened; then it is counted."""

import random
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event as Flag
from threading import Thread

from django.conf import settings
from django.db import Error, connection

from marketplace.clock import now
from marketplace.devstack.progress import say
from marketplace.ledger.api import is_integrated
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message, MessageStatus
from tenders.actions.opening_approval import approve_opening
from tenders.models import Tender
from tenders.states import TenderStatus
from tests.faults.checker import findings
from tests.faults.client import Firm
from tests.faults.journal import Journal
from tests.faults.nemesis import torment
from tests.faults.scene import Round, Sessions, begin_at, make_rounds, set_clock
from tests.faults.site import Site
from tests.judging import opener_of

FIRST = timedelta(seconds=25)  # from the start to the first deadline
DRAIN = timedelta(minutes=5)


class Run:
    def __init__(self, site: Site, seed: int) -> None:
        self.site = site
        self.seed = seed
        self.journal = Journal()
        self.rounds: list[Round] = []
        self.begin = begin_at(FIRST)

    def make(self, *, rounds: int, firms: int, every: timedelta) -> None:
        self.rounds = make_rounds(self.begin, rounds=rounds, firms=firms, every=every)

    def attack(self) -> None:
        """Firms bid on each call until a little after its deadline, while processes die."""
        set_clock(self.begin)
        stop, sessions = Flag(), Sessions()
        clients = [
            Thread(target=self._client, args=[stop, sessions, place]) for place in self._bids()
        ]
        nemesis = Thread(target=torment, args=[self.site, self.journal, stop, self.seed])
        for thread in (*clients, nemesis):
            thread.start()
        for client in clients:
            client.join()
        stop.set()
        nemesis.join()

    def settle(self, seconds: int) -> None:
        """Past the drain: the calls close, officers open them, mail goes out."""
        set_clock(now() + DRAIN)
        self._until(seconds, lambda: not Tender.objects.filter(status=TenderStatus.OPEN).exists())
        for tender in Tender.objects.filter(status=TenderStatus.CLOSED):
            opener = opener_of(tender)
            approve_opening(tender_id=tender.pk, proved_at=now(), actor=opener, at=now())
        self._until(seconds, lambda: not Tender.objects.filter(status=TenderStatus.CLOSED).exists())
        unsent = Message.objects.exclude(status=MessageStatus.SENT)
        self._until(seconds, lambda: not unsent.all().exists())
        self._until(seconds, lambda: all(map(is_integrated, Event.objects.all())))

    def report(self) -> int:
        """Print the table; 0 if nothing is wrong."""
        rows = findings(self.journal, Path(settings.EMAIL_FILE_PATH))
        wide = max(len(row.what) for row in rows)
        say(f"\n{'':{wide}}   counted   wrong")
        for row in rows:
            wrong = "" if row.wrong is None else str(row.wrong)
            say(f"{row.what:{wide}} {row.counted:>9} {wrong:>7}")
        return int(any(row.wrong for row in rows))

    def _bids(self) -> list[tuple[int, int]]:
        return [(r, b) for r, each in enumerate(self.rounds) for b in range(len(each.bids))]

    def _client(self, stop: Flag, sessions: Sessions, place: tuple[int, int]) -> None:
        each = self.rounds[place[0]]
        bid, deadline = each.bids[place[1]], each.tender.submission_deadline
        assert deadline is not None
        stop.wait((deadline - FIRST - now()).total_seconds())  # bid in the last half minute
        firm = Firm(
            url=self.site.url,
            bid=str(bid.public_id),
            deadline=deadline,
            sign_in=lambda: sessions.of(bid),
            journal=self.journal,
            stop=stop,
            chance=random.Random(f"{self.seed}:{place}"),
        )
        try:
            firm.run()
        finally:
            connection.close()

    def _until(self, seconds: int, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if holds():
                    return
            except Error:
                connection.close()
            time.sleep(0.5)
