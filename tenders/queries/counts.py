"""How many notices there are for each value of each facet."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db import connection

from marketplace.web.version import version_of
from tenders.queries.facets import CLOSING, Closing, Facet
from tenders.queries.find import find
from tenders.queries.search import Search

CAP = 10_000  # notices, the newest, among which are counted
KEPT = 60  # seconds at most, since calls close without anybody's doing

# Values that are rows bring their names; those that were chosen come even when nothing has them.
COUNTED = """
WITH shown AS ({shown})
SELECT counted.key, max(counted.number), buyer.name_fr, buyer.name_en, label_fr, label_en
FROM (
    SELECT '=' AS key, count(*) AS number FROM shown
    UNION ALL SELECT key, count(*) FROM shown, unnest(keys) AS key
        WHERE split_part(key, '=', 1) = ANY(%s::text[]) GROUP BY key
    UNION ALL SELECT 'closing=' || days, count(*) FROM shown, unnest(%s::int[]) AS days
        WHERE submission_deadline <= %s::timestamptz + days * interval '1 day' GROUP BY days
    UNION ALL SELECT key, 0 FROM unnest(%s::text[]) AS key
    {others}
) AS counted
LEFT JOIN tenders_buyer AS buyer ON counted.key = 'buyer=' || buyer.slug
LEFT JOIN reference_category AS category ON counted.key = 'category=' || category.code
GROUP BY counted.key, buyer.name_fr, buyer.name_en, label_fr, label_en
"""
OTHER = """
    UNION ALL SELECT key, count(*) FROM ({shown}) AS other, unnest(keys) AS key
        WHERE split_part(key, '=', 1) = %s GROUP BY key
"""


@dataclass(frozen=True)
class Count:
    """How many notices have one value; ``name_fr`` and ``name_en`` where the value is a row's."""

    value: str
    number: int
    name_fr: str
    name_en: str


@dataclass(frozen=True)
class Counts:
    """``total`` is ``CAP`` for that many or more: each count is then one of the newest ``CAP``."""

    total: int
    by_facet: dict[str, list[Count]]

    @property
    def is_capped(self) -> bool:
        return self.total >= CAP


def count_facets(search: Search, *, language: str, at: datetime) -> Counts:
    """The counts beside the list that ``search`` asks for.

    Each value is counted as if it alone were chosen of its facet. Kept until a notice changes;
    one statement otherwise.
    """
    asked = f"{version_of('notices')} {language} {search.listing.card} {search.query}"
    key = f"facets:{sha256(asked.encode()).hexdigest()}"
    counted: Counts | None = cache.get(key)
    if counted is None:
        counted = _count(search, language, at)
        cache.set(key, counted, KEPT)
    return counted


def _count(search: Search, language: str, at: datetime) -> Counts:
    sql, parameters = _statement(search, language, at)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    total = 0
    by_facet: dict[str, list[Count]] = {facet.name: [] for facet in search.facets}
    for key, number, buyer_fr, buyer_en, label_fr, label_en in rows:
        name, _equals, value = key.partition("=")
        if not name:
            total = number
        elif name in by_facet:
            french = buyer_fr or label_fr or ""
            by_facet[name].append(Count(value, number, french, buyer_en or label_en or french))
    return Counts(total, by_facet)


def _statement(search: Search, language: str, at: datetime) -> tuple[str, list[Any]]:
    shown, parameters = _newest(search, language, at)
    chosen = dict(search.chosen)
    alone = [facet.name for facet in search.facets if facet not in chosen]
    days = [int(day) for day in Closing.values] if CLOSING in search.facets else []
    kept = [f"{facet.name}={value}" for facet, values in search.chosen for value in values]
    parameters += [alone, days, at, kept]
    others = ""
    for facet in chosen:
        sql, more = _newest(_without(search, facet), language, at)
        others += OTHER.format(shown=sql)
        parameters += [*more, facet.name]
    return COUNTED.format(shown=shown, others=others), parameters


def _without(search: Search, facet: Facet) -> Search:
    return replace(search, chosen=tuple(pair for pair in search.chosen if pair[0] != facet))


def _newest(search: Search, language: str, at: datetime) -> tuple[str, list[Any]]:
    found = find(search, language=language, at=at).order_by(f"-{search.listing.moment}")
    sql, parameters = found.values("keys", "submission_deadline")[:CAP].query.sql_with_params()
    return sql, list(parameters)
