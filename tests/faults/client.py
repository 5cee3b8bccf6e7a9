"""A firm that submits, replaces and submits again until the call closes, whatever breaks.

It behaves as a browser and a stubborn person do: what was not answered is sent again, as it was.
"""

import random
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Event as Flag

import requests
from django.db import connection

from marketplace.clock import now
from tests.bids import PDF
from tests.faults.journal import Attempt, Journal, KeptFile
from tests.faults.pages import NO_ANSWER, Browser, Fields, Unanswered

PAUSE = 0.3  # seconds before what was not answered is sent again
COPIES = 8  # of one submission, sent at once now and then
AFTER_THE_END = timedelta(seconds=4)  # how long a client goes on once its call has closed
LAST_MINUTE = timedelta(seconds=5)  # who holds a form so late sends it around the deadline
AROUND = (-1.2, 1.0)  # seconds from the deadline
HASH = re.compile(r'<code class="hash">([0-9a-f]{64})</code>')
RECEIPT = re.compile(r"/(?:accuses|receipts)/(\d+)/$")
LATE = re.compile(r"/(?:retards|late)/[0-9a-f-]{36}/$")


@dataclass
class Firm:
    """One bid of one firm. ``sign_in`` gives a session's key that is good for some minutes.

    ``copies`` of each submission are sent at once; 0 is one, and now and then some.
    """

    url: str
    trouble: str
    bid: str
    deadline: datetime
    sign_in: Callable[[], str]
    journal: Journal
    stop: Flag
    chance: random.Random
    language: str = "fr"
    copies: int = 0
    stamped: bool = False

    def run(self) -> None:
        while not self.stop.is_set() and now() < self.deadline + AFTER_THE_END:
            try:
                self.once()
            except NO_ANSWER:
                self.journal.retried()
                connection.close()  # of the sessions; it may be one of a database that was killed
                time.sleep(PAUSE)
            time.sleep(self.chance.uniform(0, PAUSE))

    def once(self) -> None:
        """Begin a replacement if the bid is in, add a file perhaps, look it over, submit it."""
        with self.browser() as browser:
            page = browser.look("bid_review", self.bid)
            if page.is_redirect:  # there is no draft, or the sealer is away
                page = browser.look("bid", self.bid)
            if "submission_key" not in page.text:
                self._replace(browser, page.text)
            elif self.chance.random() < 0.25:
                self._add_file(browser)
            else:
                self._wait_for_the_last_minute()
                self._submit_copies(browser, Fields(page.text).found)

    def browser(self) -> Browser:
        return Browser(self.url, self.sign_in(), self.language, self.journal, self.trouble)

    def _replace(self, browser: Browser, page: str) -> None:
        """If there is a way to; where there is none to do anything, the bid was turned away."""
        if browser.path("bid_replace", self.bid) in page:
            form = Fields(browser.look("bid_replace", self.bid).text).found
            browser.fill_in("bid_replace", self.bid, data=form)
        elif browser.path("bid_withdraw", self.bid) not in page and now() < self.deadline:
            at = now()
            turned_away = (at, at, at, "closed")
            self.journal.note(Attempt(self.trouble, self.bid, "", self.deadline, *turned_away))

    def _add_file(self, browser: Browser) -> None:
        form = Fields(browser.look("bid_files", self.bid).text).found
        file = {"file": ("annexe.pdf", PDF + self.chance.randbytes(5000), "application/pdf")}
        if browser.fill_in("bid_files", self.bid, data=form, files=file).ok:
            for digest in HASH.findall(browser.look("bid_files", self.bid).text):
                self.journal.note(KeptFile(self.trouble, self.bid, digest))

    def _wait_for_the_last_minute(self) -> None:
        left = self.deadline - now()
        if timedelta(0) < left < LAST_MINUTE:
            time.sleep(max(0.0, left.total_seconds() + self.chance.uniform(*AROUND)))

    def _submit_copies(self, browser: Browser, form: dict[str, str]) -> None:
        copies = self.copies or (COPIES if self.chance.random() < 0.2 else 1)
        with ThreadPoolExecutor(copies) as pool:
            for attempt in pool.map(lambda _: self._submit(browser, form), range(copies)):
                self.journal.note(attempt)

    def _submit(self, browser: Browser, form: dict[str, str]) -> Attempt:
        """Send it until something answers."""
        begun_at = now()
        while True:
            sent_at = now()
            try:
                answer = browser.fill_in("bid_review", self.bid, data=form)
            except (requests.RequestException, Unanswered):
                self.journal.retried()
                if self.stop.is_set():
                    raise
                time.sleep(PAUSE)
            else:
                where, body = answer.headers.get("Location", ""), answer.content
                return self.attempt(form, (begun_at, sent_at), where, body)

    def attempt(
        self, form: dict[str, str], times: tuple[datetime, datetime], where: str, body: bytes
    ) -> Attempt:
        """What came of a submission that was begun and sent at ``times``, as the answer says."""
        receipt = RECEIPT.search(where)
        outcome = "accepted" if receipt else "closed" if self._is_late(where, body) else "other"
        return Attempt(
            self.trouble,
            self.bid,
            form["submission_key"],
            self.deadline,
            *times,
            now(),
            outcome,
            int(receipt[1]) if receipt else 0,
            sha256(body).hexdigest() if receipt else "",
            self.stamped,
        )

    def _is_late(self, where: str, body: bytes) -> bool:
        words = ("n’accepte plus", "no longer accepts")
        return bool(LATE.search(where)) or any(word.encode() in body for word in words)
