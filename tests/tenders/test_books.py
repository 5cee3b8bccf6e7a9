"""Who changes a row behind the platform's back is found, with or without the ledger's entry."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from marketplace.clock import now
from marketplace.ledger.export import export
from marketplace.ledger.log import latest_checkpoint
from marketplace.ledger.models import Event
from tenders.actions.contract import attach_pdf
from tenders.actions.opening import close_tender
from tenders.models import ConsensusScore, Contract
from tenders.queries.books import discrepancies, notes_digest
from tests.judging import (
    approved_award,
    bid_on,
    final_award,
    judged_tender,
    opened_tender,
    past_tender,
)
from tests.marketplace.ledger.conftest import own_files  # noqa: F401  a ledger of the test's own
from tests.marketplace.ledger.helpers import as_superuser, sequence, verify

pytestmark = pytest.mark.django_db


def found():
    return [(each.subject, each.what) for each in discrepancies()]


def behind_our_back(statement, *values):
    """A superuser, whose session fires no trigger but those that are always enabled."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_the_books_of_a_whole_procedure_agree():
    award = final_award()
    attach_pdf(contract_id=Contract.objects.get(award=award).pk, at=now())
    opened_tender()

    assert found() == []
    call_command("check_books")


@pytest.mark.parametrize(
    ("table", "what"),
    [("tenders_score", "notes handed in"), ("tenders_consensusscore", "locked notes")],
)
def test_a_note_that_was_changed_is_found(table, what):
    tender, _chair = judged_tender()

    behind_our_back(f"UPDATE {table} SET note = note + 1 WHERE id = (SELECT min(id) FROM {table})")

    assert found() == [(tender.reference, what)]
    with pytest.raises(CommandError, match="1 rows"):
        call_command("check_books")


def test_a_note_that_was_taken_away_is_found():
    tender, _chair = judged_tender()
    behind_our_back(
        "DELETE FROM tenders_consensusscore WHERE id = (SELECT min(id) FROM tenders_consensusscore)"
    )
    assert found() == [(tender.reference, "locked notes")]


def test_a_bid_that_was_changed_or_lost_is_found():
    tender = past_tender()
    first, second = bid_on(tender), bid_on(tender)
    close_tender(tender_id=tender.pk, at=now())
    as_superuser("ALTER TABLE tenders_bidversion DISABLE TRIGGER USER")
    behind_our_back("UPDATE tenders_bidversion SET price = 'x' WHERE bid_id = %s", first.pk)
    behind_our_back(
        "UPDATE tenders_bid SET status = 'withdrawn', withdrawn_at = now() WHERE id = %s", second.pk
    )

    assert found() == [(first.reference, "version 1"), (tender.reference, "bids received")]


def test_a_contract_that_was_replaced_is_found():
    contract = Contract.objects.get(award=approved_award())
    attach_pdf(contract_id=contract.pk, at=now())
    contract.refresh_from_db()
    with contract.pdf.content.storage.open(contract.pdf.content.name, "wb") as file:
        file.write(b"%PDF-1.7 another one")

    assert found() == [(contract.reference, "contract’s PDF")]


def test_a_superuser_who_also_mends_the_entry_breaks_the_log(tmp_path):
    tender, _chair = judged_tender()
    sequence()
    earlier = latest_checkpoint().note
    behind_our_back("UPDATE tenders_consensusscore SET note = 99")
    entry = Event.objects.get(action="scores.technical.locked")
    mended = notes_digest(ConsensusScore.objects.filter(bid__tender=tender))

    as_superuser(
        "UPDATE ledger_event SET data = jsonb_build_object('notes', %s::text) WHERE id = %s",
        mended,
        entry.pk,
    )

    assert found() == []
    checked = verify(tmp_path, b"".join(export(everything=True)), earlier=earlier)
    assert checked.returncode != 0
    assert "entr" in (checked.stdout + checked.stderr).lower() or "root" in checked.stderr
