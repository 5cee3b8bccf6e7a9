"""Some things are done in one place: the clock, the row lock, Stripe; and HTTP stays upstairs.

Each search is tried on a planted line as well: a search that finds nothing anywhere proves little.
"""

import ast

import pytest

from tests.architecture.source import dotted, imports, name_of, parsed, python_files

WALL_CLOCK = {
    "Now",
    "date.today",
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.time",
    "timezone.now",
}
WITHOUT_ARGUMENT = {"timezone.localdate", "timezone.localtime"}
HTTP = ("django.http", "django.shortcuts")
BELOW_THE_VIEWS = {
    "actions",
    "documents",
    "models",
    "ocds",
    "queries",
    "rules.py",
    "scoring.py",
    "sealing",
    "states.py",
    "values.py",
}


def reads_the_clock(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name) and dotted(node) in WALL_CLOCK:
            return True
        if isinstance(node, ast.Call) and dotted(node.func) in WITHOUT_ARGUMENT and not node.args:
            return True
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            return True
    return "django.utils.timezone.now" in set(imports(tree))


def locks_rows(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr == "select_for_update"
        for node in ast.walk(tree)
    )


def talks_to_stripe(tree: ast.Module) -> bool:
    return any(name.split(".")[0] == "stripe" for name in imports(tree))


def hears_of_http(tree: ast.Module) -> bool:
    return any(name.startswith(HTTP) for name in imports(tree))


def listens_to_signals(tree: ast.Module) -> bool:
    return any(
        name.startswith("django.db.models.signals") or name == "django.dispatch.receiver"
        for name in imports(tree)
    )


def points_at_anything(tree: ast.Module) -> bool:
    return any(name.endswith(".GenericForeignKey") for name in imports(tree))


def users(search, *packages):
    return [name_of(path) for path in python_files(*packages) if search(parsed(path))]


def test_only_the_clock_reads_the_wall_clock():
    assert users(reads_the_clock) == ["marketplace/clock.py"]


def test_only_locking_locks_rows():
    assert set(users(locks_rows)) <= {"marketplace/locking.py"}


def test_only_payments_talk_to_stripe():
    outside = [name for name in users(talks_to_stripe) if "marketplace/payments/" not in name]

    assert outside == []


def test_nobody_below_the_views_hears_of_http():
    below = [
        name_of(path)
        for path in python_files("tenders", "vendors")
        if BELOW_THE_VIEWS & set(path.parts) and hears_of_http(parsed(path))
    ]

    assert below == []


def test_nothing_happens_by_signal_or_through_a_generic_key():
    assert users(listens_to_signals) == []
    assert users(points_at_anything) == []


@pytest.mark.parametrize(
    ("search", "line"),
    [
        (reads_the_clock, "from django.utils import timezone\nat = timezone.now()"),
        (reads_the_clock, "from django.utils.timezone import now"),
        (reads_the_clock, "today = timezone.localdate()"),
        (reads_the_clock, "import time\ntime.time()"),
        (reads_the_clock, "made_at = models.DateTimeField(default=timezone.now)"),
        (reads_the_clock, "made_at = models.DateTimeField(auto_now_add=True)"),
        (locks_rows, "Tender.objects.select_for_update().get(pk=1)"),
        (talks_to_stripe, "import stripe"),
        (talks_to_stripe, "from stripe import StripeClient"),
        (hears_of_http, "from django.http import HttpResponse"),
        (listens_to_signals, "from django.db.models.signals import post_save"),
        (listens_to_signals, "from django.dispatch import receiver"),
        (points_at_anything, "from django.contrib.contenttypes.fields import GenericForeignKey"),
    ],
)
def test_each_search_finds_a_planted_line(search, line):
    assert search(ast.parse(line))
