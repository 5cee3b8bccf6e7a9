"""Row locks. The only module that says ``select_for_update`` (an import contract says so)."""

from typing import TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def lock(queryset: "models.QuerySet[M]", **lookup: object) -> M:
    """Fetch one row and hold it ``FOR UPDATE`` until the transaction ends.

    Lock parents before children (tender, then bid) so two actions cannot
    deadlock. Raises RuntimeError outside a transaction, because the lock
    would be gone before the caller used it, and the model's DoesNotExist.
    """
    _require_transaction()
    return queryset.select_for_update(of=("self",)).get(**lookup)


def lock_shared(queryset: "models.QuerySet[M]", **lookup: object) -> M:
    """Fetch one row ``FOR SHARE``: many may hold it, and whoever wants ``lock`` waits for all.

    For the many writers of a popular parent (bids on one tender) that only
    need it not to change under them.
    """
    _require_transaction()
    wanted = queryset.filter(**lookup).order_by().select_related(None).values_list("pk")
    sql, parameters = wanted.query.sql_with_params()
    table = connection.ops.quote_name(queryset.model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} FOR SHARE OF {table}", parameters)
        held = cursor.fetchone()
    # Only now: what was read before the lock may be old. Without a row, ``get`` says so.
    return queryset.get(pk=held[0] if held else None)


def lock_all(queryset: "models.QuerySet[M]") -> list[M]:
    """Fetch and hold every row of ``queryset``, in primary key order, as a list.

    A list, because a lazy queryset locks nothing until somebody happens to read it.
    """
    _require_transaction()
    return list(queryset.order_by("pk").select_for_update(of=("self",)))


def lock_free(queryset: "models.QuerySet[M]", *, limit: int) -> list[M]:
    """Fetch and hold up to ``limit`` rows that nobody else holds, in the queryset's order.

    ``SKIP LOCKED``: for queues, where two workers must take different rows and
    neither may wait for the other.
    """
    _require_transaction()
    return list(queryset.select_for_update(of=("self",), skip_locked=True)[:limit])


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("A lock outside a transaction is gone before it is used.")
