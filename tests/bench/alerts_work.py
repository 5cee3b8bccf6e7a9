"""What ``tests.bench.alerts`` measures, in a process with the site's settings. Prints JSON."""

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from marketplace.clock import now  # noqa: E402
from marketplace.notifications.models import Message  # noqa: E402
from marketplace.notifications.tasks import deliver_due_messages  # noqa: E402
from tenders.actions.announcement import announce, sort_announcement  # noqa: E402
from tenders.models import Announcement, News, Tender  # noqa: E402
from tenders.tasks import tell_of_alerts  # noqa: E402
from tenders.values import PublicStep  # noqa: E402

FEW, MANY, ROUNDS, MAILS = 10_000, 100_000, 5, 10_000
# Of ten searches four ask for a category, three for words, two for a region and a budget, and
# one for every call; those of the first ten thousand that ask for every call are told at once.
FILL = """
INSERT INTO tenders_subscriber (id, public_id, address, language, created_at)
SELECT n, gen_random_uuid(), 'person' || n || '@example.org', 'fr', %(at)s
FROM generate_series(%(first)s, %(last)s) AS n;
INSERT INTO tenders_alert
    (public_id, subscriber_id, name, frequency, q, keys, language, created_at, words, conditions)
SELECT gen_random_uuid(), n, 'Alerte ' || n, 'weekly', '', '{}', 'fr', %(at)s,
    CASE WHEN n %% 10 IN (4, 5, 6) THEN
        websearch_to_tsquery('fr_unaccent', (ARRAY[
            'site web', 'données ouvertes', 'accessibilité', '"gestion documentaire"',
            'cartographie -drone', 'infonuagique', 'formulaire OR portail', 'migration'
        ])[1 + n %% 8]) END,
    CASE WHEN n %% 10 < 4 THEN
        format('''category=8111%%s''', lpad((n * 7 %% 10000)::text, 4, '0'))::tsquery
    WHEN n %% 10 IN (7, 8) THEN
        format('''region=%%s'' & (''budget=0-10000'' | ''budget=25000-50000'')',
            lpad((1 + n %% 17)::text, 2, '0'))::tsquery END
FROM generate_series(%(first)s, %(last)s) AS n;
"""


def timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def fill(first: int, last: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"first": first, "last": last, "at": "2020-01-01T00:00:00Z"})
        cursor.execute("ANALYZE tenders_alert, tenders_subscriber")


def matched(calls: list[Tender]) -> list[float]:
    """Seconds that each of these calls takes to find its searches."""
    taken = []
    for call in calls:
        announce(call, PublicStep.PUBLISHED, at=now())
        waiting = Announcement.objects.get(tender=call).pk
        taken.append(timed(lambda pk=waiting: sort_announcement(announcement_id=pk, at=now())))
    return taken


def mailed(call: Tender) -> tuple[float, float]:
    """Seconds to queue the mails of one call to so many subscribers, and to render and send."""
    News.objects.update(told_at=now())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tenders_alert SET paused_at = created_at")
        cursor.execute(
            "UPDATE tenders_alert SET paused_at = NULL, frequency = 'at_once', words = NULL,"
            " conditions = NULL WHERE subscriber_id <= %s",
            [MAILS],
        )
    matched([call])
    queued = timed(tell_of_alerts)
    assert Message.objects.count() == MAILS, Message.objects.count()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    return queued, timed(lambda: [None for _ in iter(deliver_due_messages, 0)])


def main() -> None:
    calls = list(Tender.objects.public().filter(status="open", submission_deadline__gt=now()))
    fill(1, FEW)
    few = matched(calls[:ROUNDS])
    fill(FEW + 1, MANY)
    many = matched(calls[ROUNDS : 2 * ROUNDS])
    each = statistics.median(many) / MANY / (statistics.median(few) / FEW)
    queue, send = mailed(calls[2 * ROUNDS])
    found = {"few": few, "many": many, "growth": [each], "queue": [queue], "send": [send]}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
