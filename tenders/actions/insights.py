"""Making the figures of the market anew."""

from django.db import connection, transaction


@transaction.atomic
def refresh_insights() -> None:
    """Make the figures and the signals say what is so now. Readers go on reading meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT refresh_insights()")
