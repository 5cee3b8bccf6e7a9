"""One run: firms bid while something goes wrong, calls close and are awarded; it is counted."""

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event as Flag
from threading import Thread

from django.db import Error, connection
from kombu.exceptions import OperationalError

from marketplace.celery import app
from marketplace.clock import now
from marketplace.ledger.api import is_integrated
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message, MessageStatus
from tenders.actions.opening_approval import approve_opening
from tenders.models import Tender
from tenders.states import TenderStatus
from tests.factories import member
from tests.faults import nemesis
from tests.faults.awards import Races
from tests.faults.checker import findings, rows
from tests.faults.journal import Journal
from tests.faults.pages import NO_ANSWER, Browser
from tests.faults.report import show
from tests.faults.scene import Round, Sessions, begin_at, make_rounds, set_clock
from tests.faults.site import Site
from tests.faults.stage import AFTERWARDS, Stage
from tests.faults.troubles import TROUBLES, firm_of
from tests.judging import opener_of

REST = timedelta(seconds=1)  # between two calls
DRAIN = timedelta(minutes=5)
WARMING = timedelta(minutes=5)
LOOKS = 16
SETTLE = 90  # seconds, at most, for each thing that must come right in the end
LANGUAGES = ("fr", "en")
DOORBELLS = ("tenders.tasks.close_due_tenders",
             "marketplace.notifications.tasks.deliver_due_messages")  # fmt: skip


@dataclass
class Run:
    """``troubles`` has a name for each call; a call closes ``every`` so often."""

    site: Site
    seed: int
    every: timedelta
    journal: Journal = field(default_factory=Journal)
    sessions: Sessions = field(default_factory=Sessions)
    stop: Flag = field(default_factory=Flag)
    rounds: list[Round] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.before = self.every - AFTERWARDS - REST
        self.begin = begin_at(self.before)

    def make(self, troubles: Sequence[str], firms: int) -> None:
        self.rounds = make_rounds(self.begin, troubles=troubles, firms=firms, every=self.every)

    def attack(self) -> None:
        """Firms bid on each call until a little after its deadline, while something goes wrong."""
        set_clock(self.begin - WARMING)
        self._warm_up()
        set_clock(self.begin)
        places = [(r, b) for r, each in enumerate(self.rounds) for b in range(len(each.bids))]
        clients = [Thread(target=self._client, args=place) for place in places]
        for client in clients:
            client.start()
        try:
            for number, each in enumerate(self.rounds):
                self._live_through(each, random.Random(f"{self.seed}:{number}"))
            for client in clients:
                client.join()
        finally:
            self.stop.set()

    def settle(self) -> None:
        """Past the drain: the calls close, officers open them, mail goes out, all is signed."""
        set_clock(now() + DRAIN)
        self._until(lambda: not Tender.objects.filter(status=TenderStatus.OPEN).exists())
        for tender in Tender.objects.filter(status=TenderStatus.CLOSED):
            opener = opener_of(tender)
            approve_opening(tender_id=tender.pk, proved_at=now(), actor=opener, at=now())
        self._until(lambda: not Tender.objects.filter(status=TenderStatus.CLOSED).exists())

    def award(self) -> None:
        """Eight at once for each call, while the web or the database is killed."""
        chance = random.Random(self.seed)
        last = self.rounds[-1]
        stage = Stage(self.site, self.journal, chance, Flag(), last, last.deadline)
        races = Races(self.site.url, self.journal, self.sessions, "awards")
        races.run(disturb=lambda: nemesis.kill_one(stage, ("web", "postgres")))

    def finish(self) -> None:
        unsent = Message.objects.exclude(status=MessageStatus.SENT)
        self._until(lambda: not unsent.all().exists(), later=timedelta(minutes=2))
        self._until(lambda: all(map(is_integrated, Event.objects.all())))

    def report(self, skipped: Sequence[str]) -> int:
        """Print the tables; 0 if nothing is wrong."""
        self.journal.tried = {each.trouble for each in self.rounds}
        mail = Path(self.site.environment["VAR_DIR"], "mail")
        reasons = {TROUBLES[name].what: self.site.lacks[TROUBLES[name].needs] for name in skipped}
        journal = self.journal
        return show(list(rows(journal)), list(findings(journal, mail)), reasons, journal.faults)

    def _warm_up(self) -> None:
        """Let the processes load what they load at the first request."""
        bid = self.rounds[0].bids[0]
        key = self.sessions.of(member(bid.vendor))

        def look(_number: int) -> None:
            with Browser(self.site.url, key, "fr", Journal(), "") as browser, suppress(*NO_ANSWER):
                browser.look("bid_review", bid.public_id)

        with ThreadPoolExecutor(LOOKS) as pool:
            list(pool.map(look, range(LOOKS)))

    def _live_through(self, each: Round, chance: random.Random) -> None:
        opens = each.deadline - self.before
        stage = Stage(self.site, self.journal, chance, self.stop, each, opens)
        stage.wait_until(opens)
        try:
            TROUBLES[each.trouble].happen(stage)
        finally:
            nemesis.heal(stage)
            connection.close()  # it may be one of a database that was stopped

    def _client(self, round_: int, number: int) -> None:
        each = self.rounds[round_]
        bid = each.bids[number]
        self.stop.wait((each.deadline - self.before - now()).total_seconds())
        kind, copies = firm_of(each.trouble, number)
        firm = kind(
            url=self.site.url,
            trouble=each.trouble,
            bid=str(bid.public_id),
            deadline=each.deadline,
            sign_in=lambda: self.sessions.of(member(bid.vendor)),
            journal=self.journal,
            stop=self.stop,
            chance=random.Random(f"{self.seed}:{round_}:{number}"),
            language=LANGUAGES[number % len(LANGUAGES)],
            copies=copies,
            stamped="proxy" not in self.site.lacks,
        )
        try:
            firm.run()
        finally:
            connection.close()

    def _until(self, holds: Callable[[], bool], later: timedelta = timedelta(0)) -> None:
        """Ring the worker's doorbell until it ``holds``; each second the clock may go ``later``."""
        end = time.monotonic() + SETTLE
        while time.monotonic() < end:
            with suppress(OperationalError):
                for task in DOORBELLS:
                    app.send_task(task)
            try:
                if holds():
                    return
            except Error:
                connection.close()
            set_clock(now() + later)
            time.sleep(1)
