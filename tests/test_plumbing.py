"""The tests' own database behaves as conftest promises."""

import threading

import pytest
from django.conf import settings
from django.db import connection
from wagtail.models import Locale

from marketplace.devstack.templates import PREFIX


def rows_of_migrations() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM django_migrations)")
        (migrations,) = cursor.fetchone()
    return migrations, Locale.objects.count()


@pytest.mark.django_db
def test_every_process_works_on_a_copy_and_not_on_the_template():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        (name,) = cursor.fetchone()

    assert name.startswith("mm_test_")
    assert not name.startswith(PREFIX)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_transactional_test_leaves_the_rows_of_migrations_to_the_next(turn):
    migrations, locales = rows_of_migrations()

    assert migrations > 100
    assert locales == len(settings.LANGUAGES)
    Locale.objects.create(language_code="xx")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")

    assert rows_of_migrations() == (0, locales + 1)


@pytest.mark.django_db(transaction=True)
def test_a_thread_sees_what_the_test_has_committed():
    Locale.objects.create(language_code="xx")
    seen = []

    def look():
        seen.append(Locale.objects.filter(language_code="xx").count())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()

    assert seen == [1]
