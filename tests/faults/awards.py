"""Eight people recommend, then eight approve, the award of one call at once, over the web."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

from django.db import connection
from django.utils.translation import gettext, override

from marketplace.accounts.models import User
from marketplace.clock import now
from tenders.actions.evaluation import lock_evaluation
from tenders.models import BuyerMembership, Tender
from tenders.states import TenderStatus
from tenders.values import Capability
from tests.factories import LONG_AGO, UserFactory, with_second_factor
from tests.faults.journal import Journal, Race
from tests.faults.pages import NO_ANSWER, Browser, Fields
from tests.faults.scene import Sessions
from tests.judging import compose, declare_all

PEOPLE = 8
RACES = 4  # calls; the others wait
PATIENCE = 60  # seconds of trying again
AT_THE_LINE = 15  # seconds of waiting for the others
REASONS = {"rationale_fr": "Le prix le plus bas."}
APPROVED = "The award is approved and public. Everybody is told."
Act = Callable[[Browser, str, Barrier], bool]


class Races:
    """The calls to award, and the sixteen people who all want to be the one."""

    def __init__(self, url: str, journal: Journal, sessions: Sessions, trouble: str) -> None:
        self.url, self.journal, self.sessions, self.trouble = url, journal, sessions, trouble
        opened = Tender.objects.filter(status=TenderStatus.EVALUATION)
        self.tenders = list(opened.order_by("pk")[:RACES])
        for tender in self.tenders:
            chair = compose(tender, 1)[0]
            declare_all(tender)
            lock_evaluation(tender_id=tender.pk, actor=chair, at=now())
        buyer = {tender.buyer_id for tender in self.tenders}
        self.authors = [_person(pk, Capability.AUTHOR) for pk in buyer for _ in range(PEOPLE)]
        self.approvers = [_person(pk, Capability.APPROVER) for pk in buyer for _ in range(PEOPLE)]

    def run(self, disturb: Callable[[], None]) -> None:
        """Every second race is undisturbed, or nobody would ever be at the line together."""
        for person in (*self.authors, *self.approvers):
            self.sessions.of(person)  # while the database is there
        for tender in self.tenders:
            self._race(tender.ocid, "recommended", self.authors, _recommend)
            with ThreadPoolExecutor(1) as pool:
                disturbed = pool.submit(disturb)
                self._race(tender.ocid, "approved", self.approvers, _approve)
            disturbed.result()

    def _race(self, ocid: str, step: str, people: Sequence[User], act: Act) -> None:
        line = Barrier(len(people))
        with ThreadPoolExecutor(len(people)) as pool:
            told = pool.map(lambda person: self._try(ocid, person, act, line), people)
            self.journal.note(Race(self.trouble, ocid, step, sum(told)))

    def _try(self, ocid: str, person: User, act: Act, line: Barrier) -> bool:
        """Whether the person was told that they did it."""
        end = time.monotonic() + PATIENCE
        try:
            while time.monotonic() < end:
                try:
                    key = self.sessions.of(person)
                    with Browser(self.url, key, "fr", self.journal, self.trouble) as browser:
                        return act(browser, ocid, line)
                except NO_ANSWER:
                    self.journal.retried()
                    connection.close()
                    time.sleep(0.3)
            return False
        finally:
            connection.close()


def _recommend(browser: Browser, ocid: str, line: Barrier) -> bool:
    form = Fields(browser.look("award_decision", ocid).text).found | REASONS
    _stand_at(line)
    return browser.fill_in("award_decision", ocid, data=form).is_redirect


def _approve(browser: Browser, ocid: str, line: Barrier) -> bool:
    form = Fields(browser.look("award_approval", ocid).text).found
    _stand_at(line)
    if "csrfmiddlewaretoken" not in form:  # somebody was faster
        return False
    browser.fill_in("award_approval", ocid, data=form)
    with override("fr"):
        return gettext(APPROVED) in browser.look("award_decision", ocid).text


def _stand_at(line: Barrier) -> None:
    """Until all are here with the form in hand; who comes again after a failure just goes on."""
    with suppress(BrokenBarrierError):
        line.wait(AT_THE_LINE)


def _person(buyer: int, capability: str) -> User:
    person = with_second_factor(UserFactory(requires_second_factor=True))
    BuyerMembership.objects.create(
        buyer_id=buyer, user=person, capabilities=[capability], created_at=LONG_AGO
    )
    return person
