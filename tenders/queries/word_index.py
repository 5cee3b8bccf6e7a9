"""Asking the index of words itself, where the planner's statistics cannot know."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import BigIntegerField, BooleanField, F, Func, QuerySet, Value

# The statistics believe that words that are often said are also said together; where they never
# are, the planner would read all notices for the first of them. The index is sure to know.
WORDS_ALONE = "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off"
_BY_LOT = "SET LOCAL gin_fuzzy_search_limit = {}"
_AS_EVER = "; ".join(
    f"SET LOCAL {name} TO DEFAULT"
    for name in ("enable_seqscan", "enable_indexscan", "gin_fuzzy_search_limit")
)


@contextmanager
def words_alone(*, by_lot: int = 0) -> Iterator[None]:
    """Statements in it are answered by bitmaps, so by the index of words.

    ``by_lot``: about so many of all that say it; not of what says several words, which may be few.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{WORDS_ALONE}; {_BY_LOT.format(by_lot)}" if by_lot else WORDS_ALONE)
        yield
        cursor.execute(_AS_EVER)


def keys_if_few(found: "QuerySet", most: int) -> list[int] | None:
    """The keys of ``found``, which says words, or None if there are more than ``most``."""
    with words_alone():
        keys = list(found.order_by().values_list("pk", flat=True)[: most + 1])
    return keys if len(keys) <= most else None


def is_among(keys: list[int]) -> Func:
    """Whether a row has one of ``keys``, which is one parameter, however many or few they are."""
    known = Value(keys, output_field=ArrayField(BigIntegerField()))
    return Func(
        F("pk"),
        known,
        template="(%(expressions)s))",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )
