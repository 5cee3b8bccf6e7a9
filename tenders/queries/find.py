"""Finding notices, with a cost that doesn't grow with the market."""

import json
import re
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db import models
from django.db.models import ExpressionWrapper, F, Value
from django.db.models.functions import Cast, Concat, Left

from marketplace.web.search import spellings
from tenders.models import Notice
from tenders.models.notice import NoticeQuerySet
from tenders.queries import facets
from tenders.queries.search import CALLS, MARK, Search, Sort, View
from tenders.queries.word_index import is_among, keys_if_few

# Above so many matches a list is not ranked.
MANY = 4_000
# Up to so many that say the words are all read and sorted: soon enough, however old they are.
# Where there are more, the index of dates soon finds a page of them.
SORTED = 20_000
SHOWN_OF_NEED = 2_000  # characters in which the words found are looked for
_IDLE_MINUS = re.compile(r"-(?=[-\s]|$)")  # two hundred in a row are too much for PostgreSQL
_MINUS = re.compile(r"(?<!\w)-")
_PREFIX = re.compile(r"(?<![\w*-])(-?)(\w{2,})\*")


def find(search: Search, *, language: str, at: datetime) -> NoticeQuerySet:
    """The notices that fit, unordered; by key if words were asked for and few say them."""
    found = _in_view(search, at)
    alone = []
    for facet, values in search.chosen:
        if facet == facets.CLOSING:
            days = max(int(value) for value in values)
            found = found.filter(submission_deadline__lte=at + timedelta(days=days))
        elif len(values) == 1:
            alone.append(f"{facet.name}={values[0]}")
        else:
            found = found.filter(keys__overlap=[f"{facet.name}={value}" for value in values])
    if alone:
        found = found.filter(keys__contains=alone)
    return _saying(found, search.q, language) if search.q else found


def _saying(found: NoticeQuerySet, q: str, language: str) -> NoticeQuerySet:
    """Those of ``found`` that say ``q``, by key where very many are expected and few there.

    The planner believes that words often said are said together too; where they never are, all
    notices would be read. The index of words knows: not phrases, but what has all their words.
    """
    column = f"search_{language}"
    saying = found.filter(**{column: said(q, language)})
    if not _is_surprising(q) or estimate(saying) <= SORTED:
        return saying
    keys = keys_if_few(found.filter(**{column: said(q.replace('"', " "), language)}), MANY)
    return saying if keys is None else saying.filter(is_among(keys))


def _is_surprising(q: str) -> bool:
    """Whether few may say ``q`` though many say its words, and the index of words tells.

    Not one word, nor one or another: so many are there as are expected. Nor what isn't to be
    said, alone or as a phrase: that leaves nearly all.
    """
    words = q.lower().split()
    without = [word for word in words if _MINUS.search(word)]
    if len(words) < 2 or "or" in words:
        return False
    return not without or ('"' not in q and len(without) < len(words))


def _in_view(search: Search, at: datetime) -> NoticeQuerySet:
    if search.listing != CALLS:
        return Notice.objects.filter(**{f"{search.listing.moment}__isnull": False})
    if search.view == View.OPEN:
        return Notice.objects.accepting_bids(at)
    if search.view == View.CLOSED:
        return Notice.objects.past(at)
    return Notice.objects.all()


def said(q: str, language: str) -> SearchQuery:
    """What ``q`` asks: words in any form, "a phrase", -without, this OR that, begin*.

    A call without English is in the English index by its French words: both are asked for.
    """
    asked = _said_in(q, language)
    return asked if language == "fr" else asked | _said_in(q, "fr")


def _said_in(q: str, language: str) -> SearchQuery:
    config = f"{language}_unaccent"
    words = _IDLE_MINUS.sub(" ", _PREFIX.sub(" ", q))
    spelled = spellings(words) if language == "fr" else [words]
    first, *others = (SearchQuery(each, config=config, search_type="websearch") for each in spelled)
    asked = reduce(or_, others, first)
    for minus, begin in _PREFIX.findall(q):
        prefix = SearchQuery(f"{begin}:*", config=config, search_type="raw")
        asked &= ~prefix if minus else prefix
    return asked


def in_order(
    found: NoticeQuerySet, search: Search, *, language: str
) -> tuple[NoticeQuerySet, tuple[str, ...]]:
    """The notices with the keys to order them by, and the names of these keys."""
    expected = estimate(found) if search.q else SORTED + 1
    if search.order == Sort.RELEVANCE and expected <= MANY and _are_few(found, search.q):
        rank = SearchRank(F(f"search_{language}"), said(search.q, language))
        exact = Cast(rank * 1_000_000, models.IntegerField())
        return found.annotate(rank=exact), ("-rank", "-published_at", "-tender_id")
    is_last = search.order != Sort.DEADLINE or search.view != View.OPEN
    moment = "submission_deadline" if search.order == Sort.DEADLINE else search.listing.moment
    if expected <= SORTED:  # no index has the sum
        same = ExpressionWrapper(F(moment) + timedelta(0), models.DateTimeField())
        found, moment = found.annotate(moment=same), "moment"
    sign = "-" if is_last else ""
    return found, (f"{sign}{moment}", f"{sign}tender_id")


def _are_few(found: NoticeQuerySet, q: str) -> bool:
    """Whether no more than ``MANY``: words are said together oftener than the planner believes.

    A phrase isn't counted: that would take as long as to rank it.
    """
    return '"' in q or found.order_by().values("pk")[: MANY + 1].count() <= MANY


def estimate(found: NoticeQuerySet) -> int:
    """About how many there are, by the planner's statistics: in a fifth of a millisecond."""
    plan = json.loads(found.order_by().values("pk").explain(format="json"))
    return int(plan[0]["Plan"]["Plan Rows"])


def snippets(notices: Collection[int], q: str, *, language: str) -> dict[int, str]:
    """The words found in their text, between ``MARK``s, of each of these notices."""
    if not notices:
        return {}
    text = Concat(
        F(f"tender__summary_{language}"),
        Value(" "),
        Left(F(f"tender__need_{language}"), SHOWN_OF_NEED),
        output_field=models.TextField(),
    )
    headline = SearchHeadline(
        text,
        said(q, language),
        config=f"{language}_unaccent",
        start_sel=MARK[0],
        stop_sel=MARK[1],
        max_words=32,
        min_words=14,
        max_fragments=2,
        fragment_delimiter=" … ",
    )
    return dict(Notice.objects.filter(pk__in=notices).values_list("pk", headline))
