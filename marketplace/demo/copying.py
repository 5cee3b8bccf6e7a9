"""Rows by the hundred thousand: PostgreSQL's COPY, with the models' own columns and defaults."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models


def take_keys(model: type[models.Model], count: int) -> list[int]:
    """Reserve ``count`` primary keys, so that rows can point at each other before they exist."""
    column = model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, column, count],
        )
        return [key for (key,) in cursor.fetchall()]


def copy_rows(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows`` (column attribute → value), with the field's default for what they omit.

    Primary keys are given in all rows or in none. Constraints and insert triggers hold as for any
    insert; ``save`` is not used.
    """
    if not rows:
        return
    given = rows[0].keys()
    fields = [
        field
        for field in model._meta.concrete_fields
        if field.attname in given
        or not (field.generated or field.primary_key or field.has_db_default())
    ]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    command = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row([_stored(field, row) for field in fields])


def _stored(field: models.Field[Any, Any], row: Mapping[str, Any]) -> Any:
    value = row[field.attname] if field.attname in row else field.get_default()
    return field.get_db_prep_save(value, connection)
