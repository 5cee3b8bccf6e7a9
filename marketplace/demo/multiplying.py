"""More calls like those that are there, by the hundred thousand: copied inside the database.

Drawing a million notices takes an hour; copying ten thousand of them a hundred times, minutes.
A copy has its own keys, ocid and number, in its cards too; it was published a minute earlier
than the one before.
"""

from typing import Any

from django.db import connection, models

from tenders.models import Award, Bid, Notice, Release, Tender

EARLIER = "original.{column} - copy * interval '61 seconds'"
RENAMED = "replace(replace(original.{column}, call.ocid, own.ocid), call.number, own.number)"
# What differs in a copy, besides its keys.
CHANGED: dict[type[models.Model], dict[str, str]] = {
    Tender: {"ocid": "own.ocid", "number": "own.number", "published_at": EARLIER},
    Release: {"release_id": "own.ocid || '-1'", "published_at": EARLIER},
    Bid: {"public_id": "gen_random_uuid()"},
    Award: {"public_id": "gen_random_uuid()", "approved_at": EARLIER},
    Notice: {"published_at": EARLIER, "awarded_at": EARLIER}
    | dict.fromkeys(("call_fr", "call_en", "award_fr", "award_en"), RENAMED),
}
COPY = """
INSERT INTO {table} ({columns})
SELECT {values}
FROM {table} AS original
JOIN tenders_tender AS call ON call.id = original.{call}
CROSS JOIN generate_series(1, %(copies)s) AS copy
CROSS JOIN LATERAL (SELECT lpad((right(call.ocid, 7)::int + copy * %(present)s)::text, 7, '0'))
    AS place(digits)
CROSS JOIN LATERAL (SELECT %(prefix)s || digits, 'AE-' || digits) AS own(ocid, number)
WHERE call.ocid LIKE %(prefix)s || '%%' AND digits::int < %(wanted)s
"""


def multiply(*, prefix: str, present: int, wanted: int) -> None:
    """Copy the ``present`` calls whose ocids begin with ``prefix`` until there are ``wanted``."""
    facts: dict[str, str | int] = {
        "prefix": prefix,
        "present": present,
        "wanted": wanted,
        "copies": wanted // present,
    }
    with connection.cursor() as cursor:
        spans = {model: _span(cursor, model) for model in CHANGED}
        for model in reversed(CHANGED):  # the calls last: what is copied is found by them
            cursor.execute(_copying(model, spans), facts)
        for model in CHANGED:
            _move_on(cursor, model)


def _copying(model: type[models.Model], spans: dict[Any, int]) -> str:
    """The statement that copies the rows of ``model``, their keys moved by whole spans."""
    values = {}
    for field in model._meta.concrete_fields:
        column = str(field.column)
        keys_of = model if field.primary_key and not field.is_relation else field.related_model
        changed = CHANGED[model].get(column, "original.{column}")
        moved = f"original.{{column}} + copy * {spans[keys_of]}" if keys_of in spans else changed
        values[column] = moved.format(column=column)
    return COPY.format(
        table=model._meta.db_table,
        columns=", ".join(values),
        values=", ".join(values.values()),
        call="id" if model is Tender else "tender_id",
    )


def _span(cursor: Any, model: type[models.Model]) -> int:
    key = model._meta.pk.column
    cursor.execute(f"SELECT max({key}) - min({key}) + 1 FROM {model._meta.db_table}")  # noqa: S608
    return int(cursor.fetchone()[0] or 1)


def _move_on(cursor: Any, model: type[models.Model]) -> None:
    """Let the next key be one that is free."""
    if not model._meta.pk.is_relation:
        table = model._meta.db_table
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
        )
