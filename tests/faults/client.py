"""A firm that submits, replaces and submits again until the call closes, whatever breaks.

It behaves as a browser and a stubborn person do: what was not answered is sent again, as it was.
"""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from html.parser import HTMLParser
from threading import Event as Flag

import requests
from django.db import Error

from marketplace.clock import now
from tests.faults.journal import Attempt, Journal

PAUSE = 0.3  # seconds before what was not answered is sent again
TIMEOUT = 15
COPIES = 8  # of one submission, sent at once now and then
AFTER_THE_END = timedelta(seconds=15)  # how long a client goes on once its call has closed
SERVER_ERROR = 500


class Unanswered(Exception):
    """The site could not say yes or no."""


class Fields(HTMLParser):
    """The fields of a page's forms, the boxes ticked."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        if tag == "input" and of.get("name") and of.get("type") in {"hidden", "checkbox"}:
            self.found[str(of["name"])] = of.get("value") or "on"


@dataclass
class Firm:
    """One bid of one firm. ``sign_in`` gives a session's key that is good for some minutes."""

    url: str
    bid: str
    deadline: datetime
    sign_in: Callable[[], str]
    journal: Journal
    stop: Flag
    chance: random.Random

    def run(self) -> None:
        while not self.stop.is_set() and now() < self.deadline + AFTER_THE_END:
            try:
                self.once()
            except (requests.RequestException, Error, Unanswered):
                self.journal.retried()
                time.sleep(PAUSE)
            time.sleep(self.chance.uniform(0, PAUSE))

    def once(self) -> None:
        """Begin a replacement if the bid is in, look it over, submit it."""
        with requests.Session() as browser:
            browser.cookies.set("sessionid", self.sign_in())
            review = browser.get(f"{self.page}revision/", timeout=TIMEOUT)
            if "submission_key" in review.text:
                self._submit_copies(browser, Fields(review.text).found)
            else:
                replacing = browser.get(f"{self.page}remplacer/", timeout=TIMEOUT)
                self._post(browser, "remplacer/", Fields(replacing.text).found)

    @property
    def page(self) -> str:
        return f"{self.url}/fr/soumissions/{self.bid}/"

    def _submit_copies(self, browser: requests.Session, form: dict[str, str]) -> None:
        copies = COPIES if self.chance.random() < 0.2 else 1
        with ThreadPoolExecutor(copies) as pool:
            for attempt in pool.map(lambda _: self._submit(browser, form), range(copies)):
                self.journal.note(attempt)

    def _submit(self, browser: requests.Session, form: dict[str, str]) -> Attempt:
        """Send it until something answers."""
        first_sent_at = now()
        while True:
            try:
                answer = self._post(browser, "revision/", form)
            except (requests.RequestException, Unanswered):
                self.journal.retried()
                if self.stop.is_set():
                    raise
                time.sleep(PAUSE)
            else:
                return self._attempt(form["submission_key"], first_sent_at, answer)

    def _attempt(self, key: str, sent_at: datetime, answer: requests.Response) -> Attempt:
        outcome, version = "other", 0
        where = answer.headers.get("Location", "")
        if "/accuses/" in where:
            outcome, version = "accepted", int(where.rstrip("/").rpartition("/")[2])
        elif "/retards/" in where or "n’accepte plus" in answer.text:
            outcome = "closed"
        return Attempt(self.bid, key, self.deadline, sent_at, now(), outcome, version)

    def _post(
        self, browser: requests.Session, step: str, data: dict[str, str]
    ) -> requests.Response:
        url = self.page + step
        answer = browser.post(
            url, data=data, headers={"Referer": url}, timeout=TIMEOUT, allow_redirects=False
        )
        asks_who = "/compte/" in answer.headers.get("Location", "")
        if answer.status_code >= SERVER_ERROR or asks_who:
            raise Unanswered(answer.status_code)
        return answer
