"""Which role of the database has which privileges on which table; ``database_roles`` applies it.

The owner of the tables migrates, and nobody else may alter a table or silence a trigger.
"""

from collections.abc import Iterator

from django.apps import apps
from psycopg import sql

APP, SEALER, SEQUENCER = "micromarche_app", "micromarche_sealer", "micromarche_sequencer"
ROLES = (APP, SEALER, SEQUENCER)
READ, APPEND, KEEP = "SELECT", "SELECT, INSERT", "SELECT, INSERT, UPDATE"
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"

# The web, the worker and the beat do anything to any table, but for these.
HELD_BACK = {
    "sealing.SealingKey": "SELECT ({all_but_the_private_key})",
    "vendors.Access": "SELECT, INSERT, DELETE",  # entered, and deleted when its time is over
    "ledger.Event": APPEND,
    "ledger.Leaf": READ,
    "ledger.Subtree": READ,
    "ledger.Checkpoint": READ,
    "ledger.Sequencer": READ,
}
# These two do nothing to any table, but for these.
GRANTED = {
    SEALER: {
        "sealing.SealingKey": "SELECT, INSERT, UPDATE (not_before)",
        "ledger.Event": APPEND,  # its refusals
        "ledger.Leaf": READ,
        "ledger.Checkpoint": READ,
        "sessions.Session": READ,
        "accounts.User": "SELECT (id, is_active)",
        "vendors.Vendor": "SELECT (id, public_id)",
        "vendors.VendorMembership": READ,
    },
    SEQUENCER: {
        "ledger.Event": APPEND,  # its own keys
        "ledger.Leaf": APPEND,
        "ledger.Subtree": APPEND,
        "ledger.Checkpoint": APPEND,
        "ledger.Sequencer": KEEP,
    },
}


def statements() -> Iterator[sql.Composed]:
    """What makes the privileges of the three roles exactly these, whatever they were."""
    yield sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC").format()
    for role in ROLES:
        yield from _begin_again(role)
    yield _on_all_tables(EVERYTHING, APP)
    for label, privileges in HELD_BACK.items():
        yield _sql("REVOKE ALL ON {table} FROM {role}", APP, label)
        yield grant(APP, label, privileges)
    yield _sql("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}", APP)
    for role, tables in GRANTED.items():
        for label, privileges in tables.items():
            yield grant(role, label, privileges)


def grant(role: str, label: str, privileges: str) -> sql.Composed:
    model = apps.get_model(label)
    columns = [each.column for each in model._meta.concrete_fields]
    open_columns = ", ".join(name for name in columns if name != "wrapped_private_key")
    said = privileges.format(all_but_the_private_key=open_columns)
    return _sql(f"GRANT {said} ON {{table}} TO {{role}}", role, label)


def _begin_again(role: str) -> Iterator[sql.Composed]:
    yield _sql("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}", role)
    yield _sql("GRANT USAGE ON SCHEMA public TO {role}", role)
    yield _sql("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}", role)


def _on_all_tables(privileges: str, role: str) -> sql.Composed:
    return _sql(f"GRANT {privileges} ON ALL TABLES IN SCHEMA public TO {{role}}", role)


def _sql(text: str, role: str, label: str = "") -> sql.Composed:
    table = sql.Identifier(apps.get_model(label)._meta.db_table if label else "")
    return sql.SQL(text).format(table=table, role=sql.Identifier(role))
