"""Whatever is put into a public address: a page or a clear refusal, never an error of ours."""

import base64
import json
import logging
from collections.abc import Iterator, Sequence
from typing import ClassVar
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import caches
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from marketplace.access.table import EXCUSED, TABLE
from tenders.queries.search import AWARDS, CALLS, CONTRACTS
from tests.access.scene import Scene, Stage
from tests.plumbing.addresses import Address, addresses

CLEAR = {200, 301, 302, 304, 400, 404, 405, 410}

NONSENSE = (
    "a" * 10_000,
    "é" * 10_000,
    "\x00",
    "\"l'appel",
    "' OR 1=1; DROP TABLE tenders_tender; --",
    "a & | ! <-> :* ( ) <2> & !!",
    '-"-" OR OR -',
    "%_\\",
    "\ud7ff\uffff\U0001f4a9\u202e\x1b[31m",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "1000000000",
    "-1",
    "99999999999999999999999999",
    "1e309",
    "NaN",
    "٣",
)


def cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


USUAL = ("a" * 10_000, "\x00", "'", "1000000000", "-1", "NaN")
CURSORS = (
    *USUAL,
    "====",
    "e30",
    cursor(),
    cursor("older"),
    cursor("older", "2026-02-30T00:00:00+00:00", 1),
    cursor("newer", "9999-12-31T23:59:59.999999-23:59", 1),
    cursor("older", "2026-01-01T00:00:00+00:00", 2**70),
    cursor("older", [1], {"a": 2}),
    cursor("older", "a", "b"),
    cursor("sideways", "2026-01-01T00:00:00+00:00", 1),
    cursor("older", "\x00", "\x00"),
    cursor("older", None, None),
)
DATES = (
    *USUAL,
    "2026-13-45",
    "0000-00-00",
    "0001-01-01",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31",
    "9999-12-31T23:59:59-23:59",
    "2026-01-01T00:00:00",
)
# Those that decide alone whether the address can be read: each is tried by itself.
DECIDING = {
    "cursor": CURSORS,
    "since": (*USUAL, "ocds-zz9999-2026-0001-0001"),
    "limit": (*USUAL, "0", "101", "1.5"),
    "from": DATES,
    "until": DATES,
}
FACETS = {facet.name for listing in (CALLS, AWARDS, CONTRACTS) for facet in listing.facets}
OTHERS = (
    "q", "view", "sort", "page", "p", "size", "year", "vendor", "number", "hash", "x", *FACETS
)  # fmt: skip
# Excused from the table of access because anybody may ask, and not for want of parameters.
ALSO_PUBLIC = {
    "tenders:calls_export": [("csv",), ("xlsx",), ("json",)],
    "tenders:awards_export": [("csv",)],
    "tenders:contracts_export": [("json",)],
    "search_pages": [()],
    "sitemaps": [()],
    "root": [()],
    "healthz": [()],
    "log:checkpoint": [()],
    "log:export": [()],
    "feeds:closings": [("fr",), ("en",)],
    "feeds:feed": [
        ("fr", "calls", "atom"),
        ("en", "calls", "rss"),
        ("en", "amendments", "atom"),
        ("fr", "awards", "rss"),
    ],
}


@pytest.fixture(scope="module")
def scene(working_copy, django_db_setup, django_db_blocker) -> Iterator[Scene]:
    with django_db_blocker.unblock(), working_copy.changed():
        yield Stage().make()


class Noted(QueryDict):
    """A query that notes which of its names are asked for; who goes through it asks for each."""

    asked: ClassVar[set[str]] = set()

    def __init__(self, *arguments, **named):
        self.is_whole = False
        super().__init__(*arguments, **named)
        self.is_whole = True

    def note(self, *names):
        if self.is_whole:
            self.asked.update(names)

    def __getitem__(self, key):
        self.note(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        self.note(key)
        return super().__contains__(key)

    def _getlist(self, key, *arguments, **named):
        self.note(key)
        return super()._getlist(key, *arguments, **named)

    def __iter__(self):
        self.note(*super().__iter__())
        return super().__iter__()

    def lists(self):
        self.note(*super().__iter__())
        return super().lists()


@pytest.fixture(autouse=True)
def in_the_scene(scene, django_db_blocker, monkeypatch):
    logging.disable(logging.CRITICAL)  # each 400 would be logged
    monkeypatch.setattr("django.core.handlers.wsgi.QueryDict", Noted)
    with django_db_blocker.unblock():
        yield
    logging.disable(logging.NOTSET)


def public_pages(scene: Scene) -> list[str]:
    """One path of each public page of the table, and of those excused from it."""
    rules = [rule for part in TABLE.values() for rule in part if not rule.signed_in and rule.look]
    found = [reverse(page, args=scene.places[rule.on[0]]) for rule in rules for page in rule.pages]
    for name, places in ALSO_PUBLIC.items():
        found += [reverse(name, args=place) for place in places]
    return list(dict.fromkeys(found))


def status_of(path: str) -> int:
    client = Client(raise_request_exception=False)
    caches["default"].clear()  # else the limits on files and data would answer
    Noted.asked.clear()
    with transaction.atomic():
        answer = client.get(path)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return answer.status_code


def asking_for(names: Sequence[str], paths: list[str]) -> list[str]:
    """Those of ``paths`` whose page looks at such a part of a query: all others never see it."""
    harmless = urlencode(dict.fromkeys(names, "1"))
    return [path for path in paths if status_of(f"{path}?{harmless}") and Noted.asked & {*names}]


def faults(paths: list[str]) -> list[str]:
    seen = ((status_of(path), path) for path in paths)
    return [f"{status} {path[:200]}" for status, path in seen if status not in CLEAR]


def test_those_excused_are_excused():
    named = {address.name for address in addresses()}

    assert ALSO_PUBLIC.keys() <= named
    assert all(name in EXCUSED or name.startswith(("feeds:", "log:")) for name in ALSO_PUBLIC)


@pytest.fixture(scope="module")
def searching(scene, django_db_blocker) -> list[str]:
    """The public pages that look at words or filters."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.handlers.wsgi.QueryDict", Noted)
        return asking_for(OTHERS, public_pages(scene))


@pytest.mark.parametrize("nonsense", NONSENSE, ids=lambda said: ascii(said)[:40])
def test_any_words_and_filters_are_answered(searching, nonsense):
    asked = urlencode([(name, nonsense) for name in OTHERS])
    twice = f"{asked}&q=%80%ff&status=&region=01&region={quote(nonsense)}&&=&%"

    assert len(searching) > 10
    assert faults([f"{path}?{twice}" for path in searching]) == []


@pytest.mark.parametrize("name", DECIDING)
def test_any_cursor_date_and_number_is_answered(scene, name):
    asked = [urlencode({name: value}) for value in DECIDING[name]]
    paths = asking_for([name], public_pages(scene))

    assert paths
    assert faults([f"{path}?{each}" for path in paths for each in asked]) == []


def with_nonsense(address: Address) -> Iterator[str]:
    """The paths of an address whose arguments are nonsense."""
    parts = address.path.strip("^$").replace("\\", "").split("/")
    for nonsense in (*USUAL, "\u202e<b>"):
        said = quote(nonsense[:500], safe="")
        yield "/" + "/".join(said if "<" in part else part for part in parts)


def test_any_argument_in_the_path_is_answered(scene):
    paths = [
        path
        for address in addresses()
        if "<" in address.path and not address.path.startswith(("cms/", "django-admin/"))
        for path in with_nonsense(address)
    ]

    assert len(paths) > 300
    assert faults(paths) == []
