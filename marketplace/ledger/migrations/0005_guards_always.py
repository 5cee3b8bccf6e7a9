"""The guards hold in every session: as made, they sleep where session_replication_role is replica."""

from django.db import migrations

GUARDS = (
    ("event", "pgtrigger_event_is_append_only_5203d"),
    ("checkpoint", "pgtrigger_checkpoint_is_append_only_c4ffb"),
    ("checkpoint", "pgtrigger_checkpoint_is_never_truncated_941c8"),
    ("subtree", "pgtrigger_subtree_is_append_only_74bd1"),
    ("subtree", "pgtrigger_subtree_is_never_truncated_a1d5f"),
    ("leaf", "pgtrigger_leaf_is_append_only_94c97"),
    ("leaf", "pgtrigger_leaf_is_never_truncated_e13d6"),
    ("event", "pgtrigger_event_is_never_truncated_6b049"),
)


def always(how: str) -> str:
    return "".join(
        f"ALTER TABLE ledger_{table} ENABLE {how} TRIGGER {name};" for table, name in GUARDS
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_log")]

    operations = [migrations.RunSQL(always("ALWAYS"), always(""))]
