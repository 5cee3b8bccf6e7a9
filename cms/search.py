"""Searching the pages of words: guides, news, questions, in the reader's language."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F

from cms.models.words import CONFIGURATIONS, PageWords
from marketplace.web.search import spellings
from tenders.queries.search import MARK

SHOWN = 30


@dataclass(frozen=True)
class Found:
    """A page that says what was asked for, with the words around it (marks as in ``MARK``)."""

    title: str
    url: str
    snippet: str


def find_pages(q: str, *, language: str) -> list[Found]:
    """The published pages that say ``q``, the best first; phrases, minus and ``or`` are understood.

    At most ``SHOWN``: who looks for more has not said what they look for.
    """
    config = CONFIGURATIONS[language]
    queries = [SearchQuery(one, config=config, search_type="websearch") for one in spellings(q)]
    query = reduce(or_, queries)
    rows = (
        PageWords.objects.filter(language=language, page__live=True, vector=query)
        .annotate(
            rank=SearchRank(F("vector"), query),
            snippet=SearchHeadline(
                "words",
                query,
                config=config,
                start_sel=MARK[0],
                stop_sel=MARK[1],
                max_fragments=2,
                max_words=20,
                min_words=8,
                fragment_delimiter=" … ",
            ),
        )
        .select_related("page")
        .order_by("-rank", "pk")[:SHOWN]
    )
    return [Found(row.page.title, row.page.url or "", row.snippet) for row in rows]
