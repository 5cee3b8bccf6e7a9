"""Titles that nearly say what was asked, for a search that found nothing: typing mistakes.

The words typed are mended by the words of titles, of which a market has some thousands, however
many titles it has; the full-text index then finds the notices (ADR 0053).
"""

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Any

from django.contrib.postgres.lookups import Unaccent
from django.contrib.postgres.search import SearchQuery, TrigramSimilarity, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import BooleanField, CharField, ExpressionWrapper, Q, Value
from django.db.models.functions import Greatest

from marketplace.web.search import LONGEST, plain_words
from tenders.models import TitleWord
from tenders.queries.search import CALLS, Listing
from tenders.queries.word_index import words_alone

NEAR = 8
MOST_WORDS = 8  # of those typed, the first
# Notices that are looked through: the newest of the list, and only then some that the index
# knows. What many titles say is among the newest, and what few say is few in the index.
NEWEST, SOME = 1_000, 300
CANDIDATES = 100  # whose titles are compared with what was meant
# Under the operator's own 0.6, so that a word with two wrong letters still finds its like.
NEAR_ENOUGH = 0.4
_THRESHOLD = "pg_trgm.word_similarity_threshold"
# Of the words with like trigrams, those that read alike: « fomr » has few trigrams of « form ».
LIKE_TRIGRAMS, ALIKE, CHOICES = 50, 0.65, 3
_AND = " & "
_WITHOUT = re.compile(r"(?<!\S)-\S+")


def near_titles(found: Any, q: str, *, listing: Listing = CALLS) -> list[Any]:
    """Those of ``found``, of ``listing``, whose title nearly says ``q``, the nearest first.

    Where no title does, those whose text says all of it.
    """
    typed = plain_words(_WITHOUT.sub(" ", q[:LONGEST]))[:MOST_WORDS]
    for asked, meant in _mended(typed):
        near = _newest(found, asked, listing)
        if len(near) < NEAR:
            near = [*near, *_any(found, asked, titles_alone=bool(near))]
        if near:
            return _nearest(found.filter(pk__in=near), meant)
    return []


def _mended(typed: Collection[str]) -> Iterator[tuple[str, str]]:
    """What to ask instead, and what it means in plain words, by which titles are nearer or less.

    All words as far as they can be mended, any of them, any like them: a word that some title
    has is right, at first, but it may be another one mistyped, or one that its title has lost.
    """
    known = set(TitleWord.objects.filter(word__in=typed).values_list("word", flat=True))
    like = _like([word for word in typed if word not in known])
    chosen = [[word] if word in known else like[word] for word in typed]
    chosen = [words for words in chosen if words]
    groups = [f"({' | '.join(words)})" for words in chosen]
    meant = " ".join(words[0] for words in chosen)
    if groups:
        yield _AND.join(groups), meant
    if len(groups) > 1:
        yield " | ".join(groups), meant
    if known:
        words = [word for words in _like(known).values() for word in words]
        yield " | ".join(words), " ".join(words)


def _like(typed: Collection[str]) -> dict[str, list[str]]:
    """For each of these words the known ones that read most alike, itself if it is one."""
    like: dict[str, list[str]] = {word: [] for word in typed}
    if not like:
        return like
    first, *others = (
        TitleWord.objects.filter(word__trigram_word_similar=word)
        .annotate(typed=Value(word, output_field=CharField()), near=TrigramSimilarity("word", word))
        .order_by("-near", "word")
        .values_list("typed", "word")[:LIKE_TRIGRAMS]
        for word in like
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [_THRESHOLD, str(NEAR_ENOUGH)])
        for word, known in first.union(*others, all=True):
            like[word].append(known)
    return {
        word: get_close_matches(word, dict.fromkeys(known), CHOICES, ALIKE)
        for word, known in like.items()
    }


def _says(asked: str) -> Q:
    """Says it in either language: who mistypes an English word may be reading in French."""
    fr, en = (
        SearchQuery(asked, config=f"{each}_unaccent", search_type="raw") for each in ("fr", "en")
    )
    return Q(search_fr=fr) | Q(search_en=en)


def _in_title(asked: str) -> ExpressionWrapper:
    """Whether the title, which has its own weight in the index, says it."""
    in_title = _says(re.sub(r"\w+", r"\g<0>:A", asked))
    return ExpressionWrapper(in_title, output_field=BooleanField())


def _newest(found: Any, asked: str, listing: Listing) -> list[int]:
    """Those of the newest whose title says it."""
    rows = found.order_by(f"-{listing.moment}", "-pk").annotate(told=_in_title(asked))
    newest = rows.values_list("pk", "told", named=False)[:NEWEST]
    return [pk for pk, is_told in newest if is_told][:CANDIDATES]


def _any(found: Any, asked: str, *, titles_alone: bool) -> list[int]:
    """Those whose title says it among so many that say it somewhere, or else any of these."""
    rows = found.order_by().filter(_says(asked)).annotate(told=_in_title(asked))
    some = rows.values_list("pk", "told", named=False)[:SOME]
    with words_alone(by_lot=0 if _AND in asked else SOME):
        said = list(some)
    titles = [pk for pk, is_told in said if is_told]
    return (titles if titles or titles_alone else [pk for pk, _is_told in said])[:CANDIDATES]


def _nearest(near: Any, meant: str) -> list[Any]:
    fr, en = (TrigramWordSimilarity(meant, Unaccent(f"title_{each}")) for each in ("fr", "en"))
    rows = near.annotate(nearness=Greatest(fr, en))
    return list(rows.order_by("-nearness", "-pk")[:NEAR])
