"""The addresses that ``bench public`` asks for, many for what is to be made anew each time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import psycopg

from marketplace.web.pagination import encode_cursor

# More than a process keeps: each is asked for again only after it was let go.
MANY = 1_000
PLACES = """
SELECT notice.published_at, tender_id, ocid
FROM tenders_notice AS notice JOIN tenders_tender ON id = tender_id
WHERE tender_id %% %s = 0 ORDER BY md5(ocid) LIMIT %s
"""
RELEASES = "SELECT release_id FROM tenders_release WHERE tender_id = ANY(%s)"
AWARDS = """
SELECT awarded_at, tender_id FROM tenders_notice
WHERE awarded_at IS NOT NULL AND tender_id %% %s = 0 ORDER BY md5(tender_id::text) LIMIT %s
"""
# A cookie that we do not know: nothing kept is given.
PASSING_BY = {"Cookie": "measured=1"}
WORDS = ("web", "plateforme", "données", "accessibilité", "migration", "formulaire", "cartes")


@dataclass(frozen=True)
class Page:
    """One line of the bench; the bounds are those of the targets (P1 to P5)."""

    paths: Sequence[str]
    most_hu: float | None
    most_statements: float | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def pages_of(url: str) -> dict[str, Page]:
    """The pages to measure on the database at ``url``, by name."""
    with psycopg.connect(url) as connection:
        total = connection.execute("SELECT count(*) FROM tenders_notice").fetchone()[0]  # type: ignore[index]
        step = max(1, total // (2 * MANY))
        places = connection.execute(PLACES, [step, MANY]).fetchall()
        awards = connection.execute(AWARDS, [step, MANY]).fetchall()
        releases = connection.execute(RELEASES, [[key for _moment, key, _ocid in places]])
        calls = [f"/en/tenders/{ocid}/" for *_rest, ocid in places]
        seen = [f"/api/ocds/releases?since={quote(name)}" for (name,) in releases]
    return {
        "P1 calls": Page(_after("/en/tenders/?view=all&", places), 20, 2),
        "P1 awards": Page(_after("/en/awards/?", awards), 20, 2),
        "P2 calls, repeated": Page(["/en/tenders/"], 5),
        "P3 call": Page(calls, 20, 4),
        "P3 call, drawn anew": Page(calls, None, headers=PASSING_BY),
        "P3 call, repeated": Page([f"/en/tenders/{places[0][2]}/"], 5),
        "P4 home": Page(["/en/"], 45, 10, PASSING_BY),
        "P4 home, repeated": Page(["/en/"], 5),
        "P5 search": Page(list(_searches(places)), 40),
        "P5 search, drawn anew": Page(list(_searches(places)), None, headers=PASSING_BY),
        "P6 feed of releases": Page(seen, None),
    }


def _after(address: str, places: Sequence[Any]) -> list[str]:
    """A page of the list from each of these places on, deep ones too."""
    return [
        f"{address}cursor={encode_cursor('older', [moment, key])}" for moment, key, *_ in places
    ]


def _searches(places: Sequence[Any]) -> Iterator[str]:
    """Words, common and rare, in the order that each list has, each place once."""
    for number, (moment, key, _ocid) in enumerate(places):
        cursor = encode_cursor("older", [moment, key])
        word = WORDS[number % len(WORDS)]
        yield f"/en/tenders/?view=all&sort=newest&q={quote(word)}&cursor={cursor}"
