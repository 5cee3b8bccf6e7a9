"""Feeds that lose nothing: what every reader has been able to see.

A row gets its key when it is inserted, but is seen when its transaction commits: a lower key may
appear after a higher one, and whoever reads by ``id > last`` never sees it. So a table that is
read as a feed keeps the writing transaction of each row. All transactions before the horizon
have ended: among their rows none can appear any more.
"""

from django.db import models
from django.db.models import Func
from django.db.models.functions import Cast


def writing_transaction() -> Func:
    """The transaction that inserts, as the default of a column."""
    number = Func(function="pg_current_xact_id")
    return Cast(Cast(number, models.TextField()), models.BigIntegerField())


class Horizon(Func):
    """The oldest transaction still running as this statement sees it; ``xid__lt`` it is safe.

    Whoever only reads holds nothing back: a transaction gets its number when it first writes.
    """

    template = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    output_field = models.BigIntegerField()
