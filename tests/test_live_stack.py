"""The live stack is the real thing: its own processes, their own data, one clock."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from wagtail.models import Locale

from marketplace import clock
from marketplace.devstack.roles import APP, SEALER, SEQUENCER, let_in


def test_every_process_of_the_site_runs(live_stack):
    names = {child.name for child in live_stack.family.children if not child.ended}

    assert names == {"valkey", "sealer", "web", "worker", "beat", "sequencer"}


def test_each_process_connects_to_the_database_as_its_own_role(live_stack):
    def role(child):
        def look():  # one that has only just begun has no environment yet
            environment = Path(f"/proc/{child.process.pid}/environ").read_bytes().decode()
            return re.search(r"DATABASE_URL=postgresql://(\w+)@", environment)

        return live_stack.wait_for(look)[1]

    if not let_in(live_stack.environment["DATABASE_URL"]):
        pytest.skip("This server lets our roles not in.")
    children = live_stack.family.children
    roles = {child.name: role(child) for child in children if child.name != "valkey"}

    assert roles == {
        "sealer": SEALER,
        "web": APP,
        "worker": APP,
        "beat": APP,
        "sequencer": SEQUENCER,
    }


def test_what_the_test_writes_is_seen_by_the_site(live_stack):
    with live_stack.database():
        Locale.objects.create(language_code="xx")

    code = "from wagtail.models import Locale as L; print(L.objects.filter(language_code='xx'))"
    assert "xx" in live_stack.manage("shell", "--no-imports", "-c", code)

    with live_stack.database():
        Locale.objects.filter(language_code="xx").delete()


def test_the_clock_of_the_site_and_of_the_test_travel_together(live_stack):
    ahead = "from django.utils import timezone; from marketplace import clock; "
    ahead += "print((clock.now() - timezone.now()).total_seconds())"

    live_stack.travel(timezone.now() + timedelta(days=1))
    there = float(live_stack.manage("shell", "--no-imports", "-c", ahead))
    with live_stack.database():
        here = (clock.now() - timezone.now()).total_seconds()
    live_stack.travel_back()

    assert round(there / 60) == 24 * 60
    assert round(here / 60) == 24 * 60


def test_a_browser_opens_the_site(page):
    response = page.goto("/healthz")

    assert response.status == 200
