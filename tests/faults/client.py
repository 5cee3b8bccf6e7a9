"""A firm that submits, replaces and submits again until the call closes, whatever breaks.

It behaves as a browser and a stubborn person do: what was not answered is sent again, as it was.
"""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html.parser import HTMLParser
from threading import Event as Flag
from threading import Thread

import requests

from marketplace.clock import now
from tests.faults.journal import Attempt, Journal

PAUSE = 0.3  # seconds before what was not answered is sent again
TIMEOUT = 15
COPIES = 8  # of one submission, sent at once now and then
AFTER_THE_END = timedelta(seconds=20)  # how long a client goes on once its call has closed


class Fields(HTMLParser):
    """The fields of a page's form, its boxes ticked."""

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
    """One bid of one firm. ``sign_in`` gives a cookie that is good for some minutes."""

    url: str
    bid: str
    deadline: datetime
    sign_in: Callable[[], str]
    journal: Journal
    stop: Flag
    chance: random.Random
    session: requests.Session = field(default_factory=requests.Session)

    def start(self) -> Thread:
        thread = Thread(target=self.run, daemon=True)
        thread.start()
        return thread

    def run(self) -> None:
        while not self.stop.is_set() and now() < self.deadline + AFTER_THE_END:
            try:
                self.session.cookies.set("sessionid", self.sign_in(), domain="localhost.local")
                self.once()
            except (requests.RequestException, OSError, Unanswered):
                self.journal.retried()
                time.sleep(PAUSE)
            time.sleep(self.chance.uniform(0, PAUSE))

    def once(self) -> None:
        """Begin a replacement if the bid is in, look it over, submit it."""
        review = self.session.get(f"{self.page}revision/", timeout=TIMEOUT)
        if "submission_key" not in review.text:
            replacing = self.session.get(f"{self.page}remplacer/", timeout=TIMEOUT)
            self._post(f"{self.page}remplacer/", Fields(replacing.text).found)
            return
        form = Fields(review.text).found
        copies = COPIES if self.chance.random() < 0.2 else 1
        with ThreadPoolExecutor(copies) as pool:
            for attempt in pool.map(lambda _: self._submit(form), range(copies)):
                self.journal.note(attempt)

    @property
    def page(self) -> str:
        return f"{self.url}/fr/soumissions/{self.bid}/"

    def _submit(self, form: dict[str, str]) -> Attempt:
        """Send it until something answers; the answer to the last sending is what counts."""
        while True:
            sent_at = now()
            try:
                answer = self._post(f"{self.page}revision/", form)
            except (requests.RequestException, Unanswered):
                self.journal.retried()
                if self.stop.is_set():
                    raise
                time.sleep(PAUSE)
                continue
            return self._attempt(form["submission_key"], sent_at, answer)

    def _attempt(self, key: str, sent_at: datetime, answer: requests.Response) -> Attempt:
        answered_at = now()
        outcome, version, receipt = "other", 0, ""
        if answer.status_code == 302 and "/recus/" in answer.headers["Location"]:
            outcome = "accepted"
            version = int(answer.headers["Location"].rstrip("/").rpartition("/")[2])
        elif "closed-to-bids" in answer.text or "n’accepte plus" in answer.text:
            outcome = "closed"
        return Attempt(
            self.bid, key, self.deadline, sent_at, answered_at, outcome, version, receipt
        )

    def _post(self, url: str, data: dict[str, str]) -> requests.Response:
        answer = self.session.post(
            url, data=data, headers={"Referer": url}, timeout=TIMEOUT, allow_redirects=False
        )
        if answer.status_code >= 500 or "/compte/" in answer.headers.get("Location", ""):
            raise Unanswered(answer.status_code)
        return answer


class Unanswered(Exception):
    """The site could not say yes or no."""
