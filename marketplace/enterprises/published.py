"""The real register, as open data: ``manage.py import_register`` keeps a copy, asked here.

Nobody outside learns whom we look up, and a lookup can't be slow or refused. The copy is as old as
its publication; every answer says of which day it is.
"""

from datetime import date
from pathlib import Path

from django.db import connection, transaction

from marketplace.enterprises.models import Enterprise
from marketplace.enterprises.port import Entry, RegisterAway, Standing
from marketplace.enterprises.publication import names, rows

TABLES = """
    CREATE TEMPORARY TABLE published_row (
        neq text, standing text, since date, street text, city text, postal_code text
    );
    CREATE TEMPORARY TABLE published_name (neq text, name text, rank int);
"""
JOIN = """
    INSERT INTO enterprises_enterprise
        (neq, legal_name, other_names, standing, since, street, city, postal_code, as_of)
    SELECT DISTINCT ON (neq) neq, COALESCE(said[1], ''), COALESCE(said[2:], '{}'),
        standing, since, street, city, postal_code, %s
    FROM published_row
    LEFT JOIN (
        SELECT neq, array_agg(name ORDER BY rank, name) AS said FROM published_name GROUP BY neq
    ) AS named USING (neq)
    WHERE neq ~ '^[0-9]{10}$'
    ORDER BY neq
"""


class PublishedRegister:
    """The copy of the open data. It is away as long as nothing was imported."""

    def find(self, neq: str) -> Entry | None:
        kept = Enterprise.objects.filter(pk=neq).first()
        if kept is None:
            if not Enterprise.objects.exists():
                raise RegisterAway("nothing was imported: see manage.py import_register")
            return None
        return Entry(
            neq=kept.neq,
            legal_name=kept.legal_name,
            standing=Standing(kept.standing),
            other_names=tuple(kept.other_names),
            street=kept.street,
            city=kept.city,
            postal_code=kept.postal_code,
            since=kept.since,
            as_of=kept.as_of,
        )


@transaction.atomic
def keep_publication(*, publication: Path, as_of: date) -> int:
    """Replace the copy by the publication of a day; return how many numbers it has.

    All or nothing: who asks meanwhile hears the former copy. The real one has some three million
    numbers, which pass through without being held in memory.
    """
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        with cursor.copy("COPY published_row FROM STDIN") as copy:
            for row in rows(publication):
                copy.write_row(
                    (row.neq, row.standing, row.since, row.street, row.city, row.postal_code)
                )
        with cursor.copy("COPY published_name FROM STDIN") as copy:
            for name in names(publication):
                copy.write_row((name.neq, name.name, name.rank))
        cursor.execute("DELETE FROM enterprises_enterprise")
        cursor.execute(JOIN, [as_of])
        count = int(cursor.rowcount)
        cursor.execute("DROP TABLE published_row, published_name")
    return count
