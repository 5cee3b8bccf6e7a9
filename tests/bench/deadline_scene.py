"""Calls about to close with drafts on them, and the requests that people would send."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from urllib.parse import urlencode

import requests
from django.urls import reverse
from django.utils import timezone, translation

from marketplace.clock import now, travel
from marketplace.working_days import add_working_days
from tenders.models import Bid, Tender
from tests.bench.arrivals import Arrival
from tests.bids import drafted_bid
from tests.factories import PASSWORD, BuyerFactory, TenderFactory, VendorFactory, member, weekday
from tests.faults.client import Fields
from tests.faults.scene import Sessions
from vendors.models import Vendor

BIDS = 200
ANSWER = "Nous proposons une démarche en trois temps, avec vos équipes. " * 27  # 3 × 1.7 kB
HALF_MEGABYTE = b"%PDF-1.7\n" + secrets.token_bytes(500_000)
EVERY = timedelta(minutes=20)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Call:
    """One call and a draft of each firm on it."""

    tender: Tender
    bids: Sequence[Bid]

    @property
    def deadline(self) -> datetime:
        assert self.tender.submission_deadline is not None
        return self.tender.submission_deadline


def calls(number: int) -> Iterator[Call]:
    """So many calls that close one after the other, of one body, with the same BIDS firms."""
    first = weekday(add_working_days(timezone.localdate(), 1), hour=9)
    buyer, vendors = BuyerFactory(), [VendorFactory() for _ in range(BIDS)]
    for each in range(number):
        deadline = first + each * EVERY
        with travel(first - timedelta(days=40)):
            tender = TenderFactory(open=True, buyer=buyer, submission_deadline=deadline)
        with travel(first - timedelta(days=1)):
            bids = [drafted_bid(tender, vendor, at=now(), answer=ANSWER) for vendor in vendors]
        yield Call(tender, bids)


class Browsers:
    """What the firms' browsers hold: sessions, cookies and forms that were filled in."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.sessions = Sessions()

    def submission(self, bid: Bid, at: float, kind: str) -> Arrival:
        """The reviewed form of ``bid``, ready to be sent."""
        form, cookies = self._form(bid, "tenders:bid_review")
        path = path_of("tenders:bid_review", bid.public_id)
        return self._post(at, kind, path, cookies, urlencode(form).encode(), FORM)

    def upload(self, bid: Bid, at: float, kind: str) -> Arrival:
        """Half a megabyte for ``bid``."""
        form, cookies = self._form(bid, "tenders:bid_files")
        path = path_of("tenders:bid_files", bid.public_id)
        files = {"file": ("offre.pdf", BytesIO(HALF_MEGABYTE), "application/pdf")}
        ready = requests.Request("POST", f"{self.url}{path}", data=form, files=files).prepare()
        assert isinstance(ready.body, bytes)
        header = {"Content-Type": str(ready.headers["Content-Type"])}
        return self._post(at, kind, path, cookies, ready.body, header)

    def sign_in(self, vendor: Vendor, at: float, kind: str) -> Arrival:
        """Somebody of ``vendor`` gives address and password, each from an address of their own."""
        token = secrets.token_hex(16)
        form = {"login": member(vendor).email, "password": PASSWORD, "csrfmiddlewaretoken": token}
        headers = {**FORM, "X-Forwarded-For": f"10.1.{vendor.pk // 250}.{vendor.pk % 250 + 1}"}
        path = path_of("account_login")
        cookies = {"csrftoken": token}
        return self._post(at, kind, path, cookies, urlencode(form).encode(), headers)

    def reader(self, tender: Tender, at: float, kind: str) -> Arrival:
        path = path_of("tenders:detail", tender.ocid)
        return Arrival(at, kind, "GET", path, {})

    def _form(self, bid: Bid, page: str) -> tuple[dict[str, str], dict[str, str]]:
        with requests.Session() as browser:
            browser.cookies.set("sessionid", self.sessions.of(member(bid.vendor)))
            answer = browser.get(f"{self.url}{path_of(page, bid.public_id)}", timeout=30)
            answer.raise_for_status()
            return Fields(answer.text).found, dict(browser.cookies.items())

    def _post(
        self,
        at: float,
        kind: str,
        path: str,
        cookies: dict[str, str],
        body: bytes,
        headers: dict[str, str],
    ) -> Arrival:
        held = "; ".join(f"{name}={value}" for name, value in cookies.items())
        return Arrival(at, kind, "POST", path, {"Cookie": held, **headers}, body)


def path_of(name: str, *arguments: object) -> str:
    with translation.override("fr"):
        return reverse(name, args=arguments)
