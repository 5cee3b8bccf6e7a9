"""The database refuses to forget or to change what the ledger holds, for every session."""

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import ProgrammingError

from marketplace.authorization import SYSTEM
from marketplace.clock import now
from marketplace.errors import DomainError
from marketplace.ledger import api
from marketplace.ledger.actions import erase
from marketplace.ledger.models import Event, Leaf
from marketplace.ledger.record import record
from tests.marketplace.ledger.helpers import enter, sequence, verify

pytestmark = pytest.mark.django_db
REFUSALS = (InternalError, ProgrammingError)


def run(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_guard_is_always_on():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid"
            " WHERE relname LIKE 'ledger_%' AND NOT tgisinternal"
        )
        found = dict(cursor.fetchall())

    assert len(found) == 8
    assert set(found.values()) == {"A"}


@pytest.mark.parametrize("table", ["event", "leaf", "subtree", "checkpoint"])
@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM ledger_{}", "TRUNCATE ledger_{} CASCADE", "UPDATE ledger_{} SET {}"],
)
@pytest.mark.parametrize("role", ["origin", "replica"])
def test_no_row_of_the_log_is_changed_or_taken_away(table, statement, role):
    for _ in range(300):
        enter()
    sequence()
    column = {"event": "action = ''", "checkpoint": "note = ''", "leaf": "commitment = ''"}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"SET LOCAL session_replication_role = {role}")

    with pytest.raises(REFUSALS, match=r"append-only|Cannot update or delete"):
        run(statement.format(table, column.get(table, "hash = ''")))


def test_an_event_belongs_in_the_transaction_of_its_fact(django_db_blocker):
    connection.in_atomic_block, was = False, connection.in_atomic_block
    try:
        with pytest.raises(RuntimeError):
            record("bid.sealed", subject="bid:1", actor=SYSTEM, at=now())
    finally:
        connection.in_atomic_block = was


def test_erasing_what_was_recorded_leaves_the_commitment_and_the_log_as_they_were(tmp_path):
    event = enter(person="Jeanne")
    sequence()
    before = bytes(event.commitment)
    checkpoint = api.latest_checkpoint()

    erase(public_id=event.public_id, actor=SYSTEM, at=now())
    erase(public_id=event.public_id, actor=SYSTEM, at=now())

    event = Event.objects.get(pk=event.pk)
    assert (event.data, event.salt, event.actor) == ({}, None, "")
    assert bytes(event.commitment) == before
    assert api.proof_of(event) is None
    assert [told.data for told in Event.objects.filter(action="ledger.payload-erased")] == [
        {"entry": str(event.public_id)}
    ]
    sequence()
    assert verify(tmp_path, api.consistency_since(checkpoint.size), earlier=checkpoint.note).stdout


def test_what_has_no_place_in_the_log_yet_is_not_erased():
    event = enter(person="Jeanne")

    with pytest.raises(DomainError):
        erase(public_id=event.public_id, actor=SYSTEM, at=now())
    with pytest.raises(REFUSALS, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(salt=None, data={}, actor="")

    assert Event.objects.get(pk=event.pk).data == {"person": "Jeanne"}


def test_a_public_entry_is_not_erased():
    event = enter("tender.published", subject="tender:1")
    sequence()

    with pytest.raises(DomainError):
        erase(public_id=event.public_id, actor=SYSTEM, at=now())

    assert not Event.objects.get(pk=event.pk).erased


def test_a_commitment_is_32_bytes():
    with pytest.raises(Exception, match="event_commitment_is_a_sha256"), transaction.atomic():
        Event.objects.create(action="x", subject="x", at=now(), commitment=b"short")
    assert not Leaf.objects.exists()
