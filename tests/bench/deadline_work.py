"""What ``tests.bench.deadline`` measures, in a process with the site's settings. Prints JSON."""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random

import django

django.setup()

import requests  # noqa: E402
from django.db.models import F  # noqa: E402
from django.urls import resolve  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from marketplace.clock import now  # noqa: E402
from tenders.actions.opening import close_tender  # noqa: E402
from tenders.models import BidVersion, Tender  # noqa: E402
from tenders.states import TenderStatus  # noqa: E402
from tests.bench.added import added  # noqa: E402
from tests.bench.arrivals import Answer, lag, quantile, send  # noqa: E402
from tests.bench.cpu import cpu_seconds  # noqa: E402
from tests.bench.deadline_scene import BIDS, Browsers, Call, calls, path_of  # noqa: E402
from tests.bench.feed import feed  # noqa: E402
from tests.faults.scene import set_clock, sign_in  # noqa: E402
from tests.judging import opener_of  # noqa: E402

ROUNDS, LAST, AFTER = 3, 20.0, 3.0  # seconds before the deadline, and after it
READERS, SIGN_INS = 20, 10  # a second
DRAIN = timedelta(minutes=3)
ACCEPTED, LATE = "accepted", "late"


class Bench:
    def __init__(self, port: int, leaders: Sequence[int]) -> None:
        self.port = port
        self.leaders = leaders
        self.browsers = Browsers(f"http://localhost:{port}")
        self.random = Random(1)
        self.found: dict[str, list[float]] = {}

    def note(self, what: str, value: float) -> None:
        self.found.setdefault(what, []).append(value)

    def last_seconds(self, name: str, call: Call, *, sign_ins: int) -> None:
        """BIDS submissions in the last seconds and a few after; readers, perhaps sign-ins."""
        set_clock(call.deadline - timedelta(minutes=10))
        moments = sorted(self.random.uniform(0, LAST + AFTER) for _ in call.bids)
        arrivals = [
            self.browsers.submission(bid, at, "bid")
            for bid, at in zip(call.bids, moments, strict=True)
        ]
        every = range(int((LAST + AFTER) * READERS))
        arrivals += [self.browsers.reader(call.tender, n / READERS, "reader") for n in every]
        arrivals += [
            self.browsers.sign_in(call.bids[n % BIDS].vendor, n / sign_ins, "sign-in")
            for n in range(int((LAST + AFTER) * sign_ins))
        ]
        set_clock(call.deadline - timedelta(seconds=LAST))
        answers = send(self.port, arrivals)
        self._judge(name, call, answers)
        if sign_ins:
            self.note(f"{name}, sign-in p99", quantile(answers, "sign-in", 0.99))
        self.note(f"{name}, reader p99", quantile(answers, "reader", 0.99))

    def burst(self, name: str, call: Call) -> None:
        """BIDS submissions within one second."""
        set_clock(call.deadline - timedelta(minutes=10))
        arrivals = [self.browsers.submission(bid, self.random.random(), "bid") for bid in call.bids]
        used = cpu_seconds(*self.leaders)
        answers = send(self.port, arrivals)
        self.note(f"{name}, CPU", 1000 * (cpu_seconds(*self.leaders) - used) / len(arrivals))
        self._judge(name, call, answers)

    def uploads(self, name: str, call: Call) -> None:
        """Half a megabyte for each bid, all within one second."""
        set_clock(call.deadline - timedelta(minutes=10))
        arrivals = [self.browsers.upload(bid, self.random.random(), "file") for bid in call.bids]
        answers = send(self.port, arrivals)
        self.note(f"{name}, p99", quantile(answers, "file", 0.99))
        self.note(f"{name}, refused", sum(answer.status != 302 for answer in answers))

    def open(self, name: str, call: Call) -> None:
        """From the officer's consent to opened bids."""
        set_clock(call.deadline + DRAIN)
        tender = Tender.objects.get(pk=call.tender.pk)
        close_tender(tender_id=tender.pk, at=now())
        time.sleep(2)  # the closing is on the record
        consent = sign_in(opener_of(tender), "mfa")
        began = time.perf_counter()
        self._consent(consent, tender)
        opened = Tender.objects.filter(pk=tender.pk).exclude(status=TenderStatus.CLOSED)
        wait_until(opened.exists, seconds=60)
        self.note(name, time.perf_counter() - began)

    def _consent(self, session: str, tender: Tender) -> None:
        with requests.Session() as browser:
            browser.cookies.set("sessionid", session)
            url = self.browsers.url + path_of("tenders:opening_approval", tender.ocid)
            page = browser.get(url, timeout=30)
            form = {"csrfmiddlewaretoken": browser.cookies["csrftoken"]}
            assert page.url == url, page.url
            browser.post(url, data=form, headers={"Referer": url}, timeout=30)

    def _judge(self, name: str, call: Call, answers: list[Answer]) -> None:
        bids = [answer for answer in answers if answer.kind == "bid"]
        due = (call.deadline - (now() - timezone.now())).timestamp()  # by the wall
        outcomes = Counter((answer.stamp < due, outcome(answer)) for answer in bids)
        kept = BidVersion.objects.filter(bid__tender=call.tender)
        self.note(f"{name}, p50", quantile(bids, "bid", 0.5))
        self.note(f"{name}, p99", quantile(bids, "bid", 0.99))
        self.note(f"{name}, lag", lag(answers))
        accepted = sum(outcome(answer) == ACCEPTED for answer in bids)
        self.note(f"{name}, lost", accepted - kept.count())
        self.note(f"{name}, wrongly late", outcomes[True, LATE])
        late = kept.filter(received_at__gte=F("bid__tender__submission_deadline")).count()
        self.note(f"{name}, wrongly accepted", late + outcomes[False, ACCEPTED])
        self.note(f"{name}, failed", sum(outcome(answer) == "" for answer in bids))


def outcome(answer: Answer) -> str:
    """What the page says to which the answer leads."""
    page = resolve(answer.location).url_name if answer.location else ""
    return {"bid_receipt": ACCEPTED, "bid_late": LATE}.get(page or "", "")


def wait_until(holds: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.01)


def main(port: int, *leaders: int) -> None:
    translation.activate("fr")
    bench = Bench(port, leaders)
    scene = calls(4 * ROUNDS + 1)
    for _ in range(ROUNDS):
        quiet, beside, small, large = (next(scene) for _ in range(4))
        bench.last_seconds("last 20 s", quiet, sign_ins=0)
        bench.last_seconds("with sign-ins", beside, sign_ins=SIGN_INS)
        bench.burst("within 1 s", small)
        bench.uploads("500 kB within 1 s", large)
        bench.burst("with 500 kB files", large)
        bench.open("consent to opened", quiet)
    last = next(scene)
    set_clock(last.deadline - timedelta(minutes=10))
    bench.found["added"] = added(last.bids)
    bench.found["feed"], lost = feed()
    bench.note("feed, lost", lost)
    print(json.dumps(bench.found))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
