"""T5 on the wire: when a bid came is when its last byte reached our proxy, and nothing else.

The shipped nginx in front of the site with production settings. There is no sealer: a bid that was
reviewed is submitted without one.
"""

import json
import re
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPSConnection
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.urls import reverse

from marketplace.clock import database_now, now
from marketplace.locking import lock
from tenders.actions.bid_prepare import review_bid
from tenders.models import Bid, BidVersion, LateBid, Tender
from tests.bids import access_of, drafted_bid
from tests.deploy.conftest import Front
from tests.factories import TenderFactory, member
from tests.plumbing.live import database_named
from tests.plumbing.visitor import Answer, session_of

TOLERANCE = timedelta(seconds=0.8)
BEFORE, AFTER = timedelta(seconds=1), timedelta(seconds=1)


@dataclass
class Bidder:
    """A firm at its browser, with its reviewed bid on the screen."""

    site: Front
    bid: Bid
    cookies: dict[str, str]
    connection: HTTPSConnection
    form: bytes = b""

    def page(self, name: str) -> str:
        return reverse(f"tenders:{name}", args=[self.bid.public_id])

    def look(self) -> None:
        """Open the bid's page, and tick what its form asks."""
        self.connection.request("GET", self.page("bid"), headers={"Cookie": self.cookie})
        response = self.connection.getresponse()
        shown = Answer(response.status, response.headers, response.read())
        assert response.status == 200, shown.text
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, value = re.match("([^=]+)=([^;]*)", cookie).groups()
            self.cookies[name] = value
        self.form = urlencode(shown.hidden() | {"confirm": "on"}).encode()

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def begin(self, **claims: str) -> None:
        """Send the form but for its last byte."""
        self.connection.putrequest("POST", self.page("bid_review"))
        headers = {
            "Cookie": self.cookie,
            "Referer": f"https://localhost:{self.site.https}{self.page('bid')}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(self.form)),
            **claims,
        }
        for name, value in headers.items():
            self.connection.putheader(name, value)
        self.connection.endheaders(self.form[:-1])

    def end(self) -> datetime:
        """Send the last byte, and tell when that was."""
        moment = now()
        self.connection.send(self.form[-1:])
        return moment

    def told(self) -> dict[str, object]:
        """The receipt, or the late notice, that the site answers with."""
        response = self.connection.getresponse()
        content = response.read()
        assert response.status == 302, content.decode()
        return json.loads(content)["receipt"]

    def closes_in(self, time_left: timedelta) -> datetime:
        deadline = database_now() + time_left
        Tender.objects.filter(pk=self.bid.tender_id).update(
            enquiry_deadline=deadline, submission_deadline=deadline
        )
        return deadline


@pytest.fixture
def bidder(site, settings, django_db_blocker):
    settings.SECRET_KEY = site.environment["SECRET_KEY"]
    settings.LEDGER_ORIGIN = site.environment["LEDGER_ORIGIN"]
    with ExitStack() as stack:
        stack.enter_context(database_named(site.database, django_db_blocker))
        bid = drafted_bid(TenderFactory(open=True))
        actor = member(bid.vendor)
        review_bid(bid=bid, access=access_of(actor), actor=actor, at=now())
        cookies = {"__Host-session": session_of(actor)}
        bidder = Bidder(site, bid, cookies, stack.enter_context(site.connect()))
        bidder.look()
        yield bidder


def wait_until(moment):
    time.sleep(max(0, (moment - now()).total_seconds()))


def entered(bid):
    return BidVersion.objects.filter(bid=bid).count(), LateBid.objects.filter(bid=bid).count()


def test_a_bid_whose_last_byte_came_in_time_counts_however_slow_the_site_is(bidder):
    deadline = bidder.closes_in(2 * BEFORE)
    with transaction.atomic():
        lock(Tender.objects.all(), pk=bidder.bid.tender_id)  # who enters a bid waits for this row
        bidder.begin()
        wait_until(deadline - BEFORE)
        last_byte = bidder.end()
        wait_until(deadline + AFTER)
    receipt = bidder.told()

    received_at = datetime.fromisoformat(str(receipt["received_at"]))
    assert (receipt["accepted"], entered(bidder.bid)) == (True, (1, 0))
    assert abs(received_at - last_byte) < TOLERANCE
    assert received_at < deadline


def test_a_bid_whose_last_byte_came_after_the_deadline_is_late_however_early_it_began(bidder):
    deadline = bidder.closes_in(BEFORE)
    bidder.begin()
    wait_until(deadline + AFTER)
    bidder.end()
    notice = bidder.told()

    late = timedelta(milliseconds=int(str(notice["late_by_ms"])))
    assert (notice["accepted"], entered(bidder.bid)) == (False, (0, 1))
    assert abs(late - AFTER) < TOLERANCE
    assert datetime.fromisoformat(str(notice["first_byte_at"])) < deadline


@pytest.mark.parametrize("name", ["X-Last-Byte-At", "x-last-byte-at", "X_Last_Byte_At"])
def test_a_forged_stamp_makes_no_late_bid_timely(bidder, name):
    deadline = bidder.closes_in(timedelta(0))
    earlier = deadline - timedelta(seconds=60)
    wait_until(deadline + AFTER)
    bidder.begin(**{name: f"{earlier.timestamp():.3f}"})
    bidder.end()
    notice = bidder.told()

    assert (notice["accepted"], entered(bidder.bid)) == (False, (0, 1))
    assert AFTER - timedelta(milliseconds=int(str(notice["late_by_ms"]))) < TOLERANCE
