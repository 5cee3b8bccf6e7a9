"""Canaries typed into a bid in a browser are found nowhere in the running site but by their firm.

The search looks at what the real processes keep and say, and at every page of the call as every
other role. That it would find something is shown too, in each kind of place.
"""

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any

import pytest
import redis
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.storage import FileSystemStorage
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.urls import URLPattern, reverse

from marketplace.accounts.models import User
from marketplace.demo.people import People
from marketplace.money import Money, with_quebec_taxes
from tenders.models import Bid, Tender
from tenders.urls import opendata, urlpatterns
from tests.factories import TenderFactory
from tests.journeys.cast import assemble
from tests.journeys.people import Person
from tests.journeys.story import Story
from tests.plumbing.canary import found, needles_of, packings
from tests.plumbing.faults import updates_fail
from tests.plumbing.live import LiveStack
from tests.plumbing.stores import listening, stores

FIRST, SECOND = Decimal("1482635.97"), Decimal("1357924.68")
REFUSED, LOST = Decimal("1928374.65"), Decimal("1759284.36")
ANSWER = "Un canari jaune, dit « Émile », chante à l'aube"
FILE_NAME = "canari-de-l-offre.pdf"
FILE_TEXT = "le canari du fichier siffle en sourdine"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n% " + FILE_TEXT.encode() + b"\ntrailer\n<<>>\n%%EOF\n"
PLANTED = Decimal("7654321.98")
READERS = ("public", "second", "officer", "approver", "chair", "signatory", "operator")


def with_taxes(price: Decimal) -> Decimal:
    return with_quebec_taxes(Money(price), charged=True).total.amount


PRICES = (FIRST, SECOND, REFUSED, LOST)
SECRETS = (*PRICES, *map(with_taxes, PRICES), ANSWER, FILE_NAME, FILE_TEXT)


def in_french(price: Decimal) -> str:
    return f"{price:,.2f}".replace(",", "\u00a0").replace(".", ",")


@dataclass
class Bidding:
    """One firm at its browser, with the rows that its pages are about."""

    firm: Person
    tender: Tender
    bid: Bid
    deliverables: list[int]

    def price(self, price: Decimal) -> None:
        self.firm.go("tenders:bid_price", self.bid.public_id)
        first, *others = self.deliverables
        self.firm.fill(**{f"price_{first}": in_french(price)})
        self.firm.fill(**{f"price_{pk}": "0" for pk in others})

    def submit(self) -> None:
        self.firm.go("tenders:bid_review", self.bid.public_id)
        for box in self.firm.page.locator("main input[type=checkbox]").all():
            box.check()
        self.firm.press()


@pytest.fixture
def story(live_stack: LiveStack, new_page: Any) -> Story:
    story = Story(live_stack, assemble(live_stack, "fr"), new_page, "fr")
    with live_stack.database():
        address = f"operator.{story.cast.buyer.slug}@journey.example"
        operator = People().person(address, "Mathieu Ouellet", "fr")
        User.objects.filter(pk=operator.pk).update(is_operator=True, requires_second_factor=True)
        story.cast.people["operator"] = operator
        story.ocid = TenderFactory(
            open=True, buyer=story.cast.buyer, budget_is_ceiling=False, budget_is_public=False
        ).ocid
    return story


@pytest.fixture
def bidding(story: Story) -> Bidding:
    firm = story.person("first")
    firm.go("tenders:bid_start", story.ocid)
    firm.press()
    with story.stack.database():
        tender = story.tender()
        bid = tender.bids.select_related("vendor").get()
        return Bidding(firm, tender, bid, [row.pk for row in tender.deliverables.all()])


def draft(bidding: Bidding) -> None:
    """Everything the bid needs, with what is mistyped and autosaved on the way."""
    firm, bid = bidding.firm, bidding.bid
    firm.go("tenders:bid_conditions", bid.public_id)
    for box in firm.page.locator("main input[type=checkbox]").all():
        box.check()
    firm.press()
    bidding.price(REFUSED)
    firm.fill(**{f"price_{bidding.deliverables[-1]}": f"x{in_french(REFUSED)}"})
    firm.page.locator("main form.form button[type=submit]:not(.visually-hidden)").first.click()
    firm.page.locator("main ul.errors").first.wait_for()
    bidding.price(FIRST)
    firm.press()
    firm.go("tenders:bid_answers", bid.public_id)
    for field in firm.page.locator("main textarea").all():
        field.fill(ANSWER)
    firm.press()
    firm.go("tenders:bid_files", bid.public_id)
    upload = {"name": FILE_NAME, "mimeType": "application/pdf", "buffer": PDF}
    firm.page.locator("main input[type=file]").set_input_files(upload)
    firm.press()


def replace(bidding: Bidding) -> None:
    bidding.firm.go("tenders:bid_replace", bidding.bid.public_id)
    bidding.firm.prove()
    bidding.firm.press()
    bidding.price(SECOND)
    bidding.firm.press()
    bidding.submit()


def fail(story: Story, bidding: Bidding) -> None:
    """The server breaks down while the price is posted, and says nothing of it in its log."""
    replacing = bidding.firm
    replacing.go("tenders:bid_replace", bidding.bid.public_id)
    replacing.prove()
    replacing.press()
    bidding.price(LOST)
    with (
        story.stack.database(),
        updates_fail("tenders_bid"),
        replacing.page.expect_navigation() as answer,
    ):
        replacing.page.locator("main form.form button[type=submit]:visible").first.click()
    assert answer.value is not None
    assert answer.value.status == 500
    log = (story.stack.var / "log" / "web.log").read_text()
    assert "broken for a test" in log


def addresses(tender: Tender, bid: Bid) -> list[str]:
    """Every address about the call, or about the bid, of all corridors, and the lists."""
    known = {
        "ocid": tender.ocid,
        "public_id": bid.public_id,
        "bid": bid.public_id,
        "slug": tender.buyer.slug,
        "number": 1,
        "file_id": bid.files.get().public_id,
    }
    places = [("tenders", each) for each in urlpatterns]
    places += [("opendata", each) for each in flat(opendata.urlpatterns) if each.name]
    return [
        reverse(f"{app}:{each.name}", kwargs={name: known[name] for name in needed})
        for app, each in places
        if (needed := each.pattern.converters.keys()) <= known.keys()
    ]


def flat(patterns: Iterable[Any]) -> Iterator[URLPattern]:
    """The addresses, those of included modules too."""
    for each in patterns:
        yield from flat(each.url_patterns) if hasattr(each, "url_patterns") else [each]


def pages(story: Story, bidding: Bidding, *roles: str) -> Iterator[tuple[str, bytes]]:
    with story.stack.database():
        every = addresses(bidding.tender, bidding.bid)
    for role in roles:
        ask = story.person(role).page.request
        for address in every:
            answer = ask.get(address)
            yield f"{role}: {address}", repr(answer.headers).encode() + b"\n" + answer.body()


def test_before_the_deadline_nobody_but_the_firm_finds_what_it_bids(story, bidding):
    stack = story.stack
    with listening(stack) as heard:
        draft(bidding)
        assert found(SECRETS, stores(stack)) == set()
        bidding.submit()
        assert found(SECRETS, stores(stack)) == set()
        replace(bidding)
        fail(story, bidding)
        assert stack.wait_for(lambda: stack.mail(to=bidding.firm.user.email))
        assert found(SECRETS, pages(story, bidding, *READERS)) == set()
    assert found(SECRETS, chain(stores(stack), [("valkey", bytes(heard))])) == set()
    assert len(heard) > 0
    assert found([FIRST, SECOND], pages(story, bidding, "first")) != set()


@pytest.mark.parametrize("secret", [ANSWER, in_french(PLANTED), f"{PLANTED:,}", "765432198"])
def test_the_search_sees_through_every_packing(secret):
    packed = packings(secret)
    sought = [ANSWER] if secret == ANSWER else [PLANTED]

    assert found(sought, packed.items()) == set(packed)
    assert found([FIRST], packed.items()) == set()


def test_the_search_knows_every_spelling_of_an_amount():
    needles = needles_of([Decimal("1234567.89")])
    spellings = ("1234567.89", "1 234 567,89", "1\u00a0234\u00a0567,89", "1\u202f234\u202f567,89")
    spellings += ("1,234,567.89", "1.234.567,89", "1'234'567.89", "123456789")

    assert {spelling.encode() for spelling in spellings} <= needles
    assert b"1%C2%A0234%C2%A0567%2C89" in needles
    assert b"1&nbsp;234&nbsp;567,89" in needles
    assert b"1\\u00a0234\\u00a0567,89" in needles


def test_the_search_finds_what_is_planted_in_each_kind_of_place(live_stack):
    said = in_french(PLANTED)
    queue = "planted-queue"
    with listening(live_stack) as heard:
        client = redis.Redis.from_url(live_stack.environment["REDIS_URL"])
        client.set("planted-key", f"total={said}")
        client.rpush(queue, f'{{"body": "{PLANTED}"}}')
        client.hset("planted-hash", mapping={"price": str(PLANTED)})
    planted = plant_in_files(live_stack, said)
    with live_stack.database(), connection.cursor() as cursor:
        session = SessionStore()
        session["typed"] = {"price": said}
        session.create()
        cursor.execute("CREATE TABLE planted (packed bytea)")
        cursor.execute("INSERT INTO planted VALUES (%s)", [gzip.compress(said.encode())])

    try:
        everywhere = found([PLANTED], chain(stores(live_stack), [("valkey", bytes(heard))]))
    finally:
        client.delete("planted-key", queue, "planted-hash")
        with live_stack.database(), connection.cursor() as cursor:
            cursor.execute("DROP TABLE planted")
            Session.objects.filter(pk=session.session_key).delete()

    assert everywhere == {
        *planted, "database", "sessions", "valkey", "valkey planted-key", "valkey planted-queue",
        "valkey planted-hash",
    }  # fmt: skip


def plant_in_files(stack: LiveStack, said: str) -> set[str]:
    """A log line, a packed file, a public file and a mail, which stay: nobody else looks for it."""
    (stack.var / "log" / "planted.log").write_text(f"POST price={said}\n")
    media = FileSystemStorage(stack.var / "media")
    (stack.var / "media").mkdir(exist_ok=True)
    with media.open("planted.gz", "wb") as file:
        file.write(gzip.compress(said.encode()))
    mail = EmailMultiAlternatives("Planté", f"Prix : {said}\n", to=["planted@journey.example"])
    (stack.var / "mail").mkdir(exist_ok=True)
    (stack.var / "mail" / "planted.eml").write_bytes(mail.message().as_bytes())
    return {"planted.log", "planted.gz", "planted.eml", "mail Planté"}
