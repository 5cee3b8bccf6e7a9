"""The database itself keeps the web process from private keys, and everybody from the past."""

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from psycopg import errors

from marketplace.access.database import APP, GRANTED, HELD_BACK, ROLES, SEALER, SEQUENCER
from marketplace.devstack.roles import let_in, url_as

pytestmark = pytest.mark.django_db(transaction=True)

FORBIDDEN = [
    (APP, "SELECT wrapped_private_key FROM sealing_sealingkey"),
    (APP, "SELECT * FROM sealing_sealingkey"),
    (APP, "INSERT INTO sealing_sealingkey (name) VALUES ('mine')"),
    (APP, "UPDATE sealing_sealingkey SET not_before = now()"),
    (APP, "DELETE FROM sealing_sealingkey"),
    (APP, "UPDATE ledger_event SET data = '{}'"),
    (APP, "DELETE FROM ledger_event"),
    (APP, "TRUNCATE ledger_event"),
    (APP, "INSERT INTO ledger_leaf (index, commitment) VALUES (0, '')"),
    (APP, "UPDATE ledger_leaf SET commitment = ''"),
    (APP, "INSERT INTO ledger_subtree (level, index, hash) VALUES (1, 0, '')"),
    (APP, "INSERT INTO ledger_checkpoint (size) VALUES (1)"),
    (APP, "DELETE FROM ledger_checkpoint"),
    (APP, "UPDATE ledger_sequencer SET state = 'working'"),
    (APP, "ALTER TABLE ledger_event DISABLE TRIGGER ALL"),
    (APP, "DROP TABLE ledger_event"),
    (APP, "ALTER TABLE tenders_bid ADD COLUMN price numeric"),
    (APP, "CREATE TABLE mine (id int)"),
    (APP, "SET session_replication_role = replica"),
    (APP, f"SET ROLE {SEALER}"),
    (APP, "DELETE FROM django_migrations"),
    (SEALER, "SELECT * FROM tenders_bid"),
    (SEALER, "SELECT password FROM accounts_user"),
    (SEALER, "UPDATE sealing_sealingkey SET wrapped_private_key = ''"),
    (SEALER, "UPDATE sealing_sealingkey SET openers_required = 0"),
    (SEALER, "DELETE FROM sealing_sealingkey"),
    (SEALER, "DELETE FROM ledger_event"),
    (SEALER, "INSERT INTO ledger_checkpoint (size) VALUES (1)"),
    (SEALER, "UPDATE django_session SET expire_date = now()"),
    (SEQUENCER, "SELECT * FROM sealing_sealingkey"),
    (SEQUENCER, "SELECT * FROM tenders_tender"),
    (SEQUENCER, "SELECT * FROM accounts_user"),
    (SEQUENCER, "UPDATE ledger_event SET data = '{}'"),
    (SEQUENCER, "DELETE FROM ledger_leaf"),
    (SEQUENCER, "UPDATE ledger_checkpoint SET root = ''"),
    (SEQUENCER, "ALTER TABLE ledger_leaf DISABLE TRIGGER ALL"),
]
ALLOWED = [
    (APP, "SELECT name, public_key, not_before FROM sealing_sealingkey"),
    (APP, "SELECT * FROM ledger_event, ledger_leaf, ledger_checkpoint, ledger_sequencer"),
    (APP, "UPDATE tenders_tender SET version = version"),
    (APP, "DELETE FROM django_session"),
    (SEALER, "SELECT wrapped_private_key FROM sealing_sealingkey"),
    (SEALER, "UPDATE sealing_sealingkey SET not_before = now() WHERE false"),
    (SEALER, "SELECT * FROM django_session, ledger_event, ledger_leaf, ledger_checkpoint"),
    (SEQUENCER, "SELECT * FROM ledger_event, ledger_leaf, ledger_subtree, ledger_checkpoint"),
    (SEQUENCER, "UPDATE ledger_sequencer SET detail = ''"),
]


@pytest.fixture
def connect(postgres):
    """Connections to the test's database as one of the roles."""
    url = postgres.url_of(connection.settings_dict["NAME"])
    if not let_in(url):
        pytest.skip("This server lets our roles not in.")
    return lambda role: psycopg.connect(url_as(role, url))


@pytest.mark.parametrize(("role", "statement"), FORBIDDEN)
def test_the_database_refuses(connect, role, statement):
    with connect(role) as session, pytest.raises(errors.InsufficientPrivilege):
        session.execute(statement)


@pytest.mark.parametrize(("role", "statement"), ALLOWED)
def test_the_database_allows_what_the_role_is_for(connect, role, statement):
    with connect(role) as session:
        session.execute(statement)


def test_the_web_may_do_anything_to_any_other_table(connect):
    kept = {apps.get_model(label)._meta.db_table for label in HELD_BACK} | {"django_migrations"}
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connect(APP) as session:
        for table in sorted(ours - kept):
            for privilege in ("SELECT", "INSERT", "UPDATE", "DELETE"):
                asked = session.execute("SELECT has_table_privilege(%s, %s)", [table, privilege])
                assert asked.fetchone() == (True,), (table, privilege)


@pytest.mark.parametrize("role", [SEALER, SEQUENCER])
def test_the_others_see_no_table_but_theirs(connect, role):
    theirs = {apps.get_model(label)._meta.db_table for label in GRANTED[role]}
    query = """
        SELECT relname FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'p')
        AND relnamespace = 'public'::regnamespace
        AND (has_any_column_privilege(oid, 'SELECT') OR has_table_privilege(oid, 'DELETE'))
    """
    with connect(role) as session:
        assert {row[0] for row in session.execute(query)} == theirs


def test_the_command_takes_away_what_somebody_had_given(connect):
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT ALL ON ledger_event, tenders_bid TO {SEQUENCER}")

    call_command("database_roles")

    with connect(SEQUENCER) as session, pytest.raises(errors.InsufficientPrivilege):
        session.execute("SELECT * FROM tenders_bid")


def test_none_of_them_owns_or_administers_anything(connect):
    query = """
        SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (
            rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls
            OR EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)
        )
    """
    with connect(APP) as session:
        assert session.execute(query, [list(ROLES)]).fetchall() == []
