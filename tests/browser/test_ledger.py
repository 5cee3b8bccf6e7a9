"""The ledger of the running site: what happens there is signed for within the minute."""

import subprocess
import sys

import pytest
from django.db import transaction

from marketplace import canonical
from marketplace.authorization import SYSTEM
from marketplace.clock import now
from marketplace.ledger import actions, api, health
from marketplace.ledger.models import Event
from marketplace.ledger.notes import SigningKey
from marketplace.ledger.record import record
from tests.browser.looker import Looker
from tests.plumbing import markup

SUBJECT = {"fr": "registre/au-sujet-de", "en": "ledger/about"}


@pytest.fixture
def receipt(live_stack):
    """A receipt as a firm keeps it, once the running sequencer has signed for it."""
    said = {"bid": "bid:1", "tender": "tender:1", "v": 1}
    key = SigningKey.generate("micromarche.example/receipts")
    with live_stack.database():
        live_stack.wait_for(lambda: health.current().works, seconds=180)  # it is starting
        actions.introduce_key(public=key.public, at=now())
        with transaction.atomic():
            event = record(
                "bid.sealed",
                subject="bid:1",
                actor=SYSTEM,
                at=now(),
                data={"receipt": api.receipt_hash(said)},
            )
            shown = record("tender.published", subject="tender:1", actor=SYSTEM, at=now())
        live_stack.wait_for(lambda: api.proof_of(event), seconds=60)
        proof = api.proof_of(Event.objects.get(pk=event.pk))
        live_stack.wait_for(lambda: api.proof_of(shown), seconds=60)
    signature = key.sign(canonical.dumps(said))
    return api.receipt_bundle(proof, receipt=said, signature=signature, key=key.handle)


def hand_in(page, text):
    page.locator("textarea").fill(text)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()


def test_a_receipt_of_the_running_site_verifies_offline_within_sixty_seconds(
    live_stack, page, receipt, tmp_path
):
    for name in ("keys", "verify_ledger.py", "export.jsonl", "checkpoint"):
        (tmp_path / name).write_bytes(page.request.get(f"/ledger/{name}").body())
    (tmp_path / "receipt").write_bytes(receipt)
    for given in ("receipt", "export.jsonl", "checkpoint"):
        command = [sys.executable, "-I", "verify_ledger.py", "keys", given]
        found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (found.returncode, found.stderr) == (0, ""), given


def test_the_pages_of_the_ledger_are_accessible_valid_and_fit(
    new_page, live_stack, receipt, tmp_path
):
    sources = {}
    for language, subject in SUBJECT.items():
        looker = Looker(new_page(language=language), live_stack)
        page = looker.page
        page.goto("/ledger/")
        looker.look(dark=True)
        for text in (receipt.decode(), "nonsense"):
            hand_in(page, text)
            looker.look(dark=True)
        looker.visit(f"/{language}/{subject}/tender:1/", dark=True)
        assert looker.found == []
        sources |= looker.sources | {language: looker.source("/ledger/")}

    assert markup.faults(sources, tmp_path) == []


def test_a_citizen_checks_a_receipt_without_a_script(new_page, receipt):
    page = new_page(javascript=False)
    page.goto("/ledger/")

    hand_in(page, receipt.decode())
    assert page.locator(".callout[data-tone=go]").is_visible()

    hand_in(page, receipt.decode().replace("tender:1", "tender:2", 1))
    assert page.locator(".callout[data-tone=stop]").is_visible()


def test_the_operator_is_told_how_the_sequencer_is(live_stack, page, receipt):
    assert "ledger: working\n" in page.request.get("/readyz").text()
