"""The runbook and the guide name commands, services, files and states that there are."""

import re

import pytest
from django.core.management import get_commands

from marketplace.devstack.places import ROOT
from marketplace.ledger.models import Sequencer
from marketplace.sealing.state import NO_KEY, OTHER_KEY, WORKING

PAGES = [ROOT / "docs/runbook.md", ROOT / "deploy/README.md"]
COMMAND = re.compile(r"(?:deploy/site|manage\.py)(?: --as \w+)? ([a-z_]+)")
UNIT = re.compile(r"micromarche-[a-z-]+(?:\.timer)?")
SCRIPT = re.compile(r"(?:^|[ `(])(deploy/[\w./*-]+)", re.MULTILINE)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
LINK = re.compile(r"\]\(#([^)]+)\)")
USERS = {"micromarche-sealer", "micromarche-ledger", "micromarche-backup", "micromarche-locations"}


@pytest.fixture(params=PAGES, ids=lambda page: page.name)
def page(request):
    return request.param.read_text()


def test_every_command_exists(page):
    named = set(COMMAND.findall(page))

    assert len(named) > 5
    assert named - set(get_commands()) == set()


def test_every_service_exists(page):
    units = {path.stem for path in (ROOT / "deploy/systemd").iterdir()}
    named = {name.removesuffix(".timer").rstrip("-") for name in UNIT.findall(page)}

    assert named - units - USERS - {"micromarche"} == set()


def test_every_file_exists(page):
    named = {name.rstrip(".").rstrip("/") for name in SCRIPT.findall(page)}

    assert [name for name in sorted(named) if not any(ROOT.glob(name))] == []


def test_every_place_in_the_page_exists(page):
    places = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in HEADING.findall(page)
    }

    assert set(LINK.findall(page)) - places == set()


@pytest.mark.parametrize("state", [*Sequencer.State.values, WORKING, NO_KEY, OTHER_KEY, "silent"])
def test_every_state_of_sequencer_and_sealer_is_explained(state):
    assert f"{state}`" in PAGES[0].read_text()
