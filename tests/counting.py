"""How many statements something costs."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


def statements(do: Callable[[], Any]) -> list[str]:
    """The SQL of ``do``, done once before so that what is kept between requests is there."""
    do()
    with CaptureQueriesContext(connection) as captured:
        do()
    return [query["sql"] for query in captured.captured_queries]
