"""T11: every address, as every role, on every object: who may, who is refused, who finds nothing.

The table is ``marketplace.access.table``; what it doesn't know fails here.
"""

import logging
from collections.abc import Iterator
from http.cookies import SimpleCookie
from itertools import product

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from marketplace.access.document import document
from marketplace.access.rules import ANONYMOUS, EVERYBODY, ROLES, Answer, Rule
from marketplace.access.table import EXCUSED, EXCUSED_FAMILIES, TABLE
from marketplace.web.views import errors
from tests.access.scene import Scene, Stage
from tests.plumbing.addresses import addresses
from tests.signing_in import sign_in

VERBS = ("get", "post")
DONE = {"200", "302", "409", "422"}
SOME = (ANONYMOUS, "person", "rival", "author", "other body")  # enough for what anybody may read
WRITTEN = """
    SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)
    FROM pg_stat_xact_user_tables WHERE relname <> 'django_session'
"""
# In two, for two processes; each sets its own scene up.
HALVES = (
    ("What is public", "Open data", "The ledger", "A public body", "Its calls", "Firms"),
    ("Bids", "Opening, evaluation, award", "Contracts", "The operator", "One's account"),
)


def test_every_address_is_in_the_table_or_excused():
    named = {page for rules in TABLE.values() for rule in rules for page in rule.pages}
    known = named | EXCUSED.keys()
    families = tuple(EXCUSED_FAMILIES)

    unknown = [
        address.name
        for address in addresses()
        if address.name not in known
        and not address.name.startswith(families)
        and not address.path.startswith(families)
    ]

    assert unknown == []
    assert sorted(known - {address.name for address in addresses()}) == []


def test_every_part_of_the_table_is_tried():
    assert {title for half in HALVES for title in half} == TABLE.keys()
    assert ROLES.keys() == set(EVERYBODY)


def test_the_page_of_the_docs_is_the_table():
    page = settings.BASE_DIR / "docs" / "who-may-do-what.md"

    assert page.read_text() == document(), "Run manage.py who_may_do_what."


@pytest.fixture(autouse=True)
def patience(settings):
    """The proof that everybody gave at first counts to the end, however slow the machine."""
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 3600
    settings.FURNITURE_SECONDS = 60  # the same for all of them


@pytest.fixture(autouse=True)
def plain_refusals(monkeypatch):
    """Thousands of them: their pages are drawn and looked at elsewhere."""
    monkeypatch.setattr(
        errors, "_page", lambda _request, status, _page: HttpResponse(status=status)
    )


@pytest.fixture
def quiet() -> Iterator[None]:
    """Thousands of refusals, each of which would be logged."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


class Visitors:
    """One browser for each role, signed in with a second factor just given."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.takes = {address.name: address for address in addresses()}
        self.browsers = {ANONYMOUS: Client()}
        for role in ROLES.keys() - {ANONYMOUS}:
            self.browsers[role] = sign_in(Client(), scene.people[role])

    def faults(self, rule: Rule) -> Iterator[str]:
        """What the rule says otherwise than the site."""
        roles = EVERYBODY if rule.signed_in else SOME
        for page, place, verb in product(rule.pages, rule.on, VERBS):
            if not self.takes[page].takes(verb):
                continue  # 405, whoever asks
            url = reverse(page, args=self.scene.places[place])
            for role in roles:
                expected = rule.answer(role, verb)
                seen, rows = self.ask(role, verb, url)
                if not fits(expected, seen, rows):
                    yield f"{role} {verb} {page} {place}: {expected}, not {seen} {rows}"

    def ask(self, role: str, verb: str, url: str) -> tuple[str, int]:
        """Status, or where one is sent to; and how many rows were written. Nothing stays."""
        browser = self.browsers[role]
        cookies = SimpleCookie(browser.cookies)
        with transaction.atomic():
            before = written()
            answer = getattr(browser, verb)(url)
            if answer.streaming:
                b"".join(answer.streaming_content)
            rows = written() - before
            transaction.set_rollback(True)
        browser.cookies = cookies
        location = answer.headers.get("Location", "")
        if location.startswith((reverse("account_login"), "/cms/login")):
            return Answer.SIGN_IN.value, rows
        if location.startswith((reverse("account_reauthenticate"), reverse("mfa_reauthenticate"))):
            return "asked for a proof", rows
        return str(answer.status_code), rows


def fits(expected: Answer, seen: str, rows: int) -> bool:
    """A refusal has its status, and has written nothing."""
    if expected is Answer.DONE:
        return seen in DONE
    return seen == expected.value and rows == 0


def written() -> int:
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return int(cursor.fetchone()[0])


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("titles", HALVES, ids=["organisations", "bids"])
def test_everybody_may_what_the_table_says_and_nothing_else(titles):
    scene = Stage().make()
    Client().get(reverse("tenders:list"))  # writes what the first visit ever writes
    found = []
    for title in titles:
        visitors = Visitors(scene)  # whose proof of identity is fresh
        found += [fault for rule in TABLE[title] for fault in visitors.faults(rule)]

    assert found == [], "\n".join(found)


def test_the_command_writes_the_page(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()

    call_command("who_may_do_what")

    assert (tmp_path / "docs" / "who-may-do-what.md").read_text() == document()
