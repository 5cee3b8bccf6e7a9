"""The log: leaves, subtrees, checkpoints; and the guards of all its tables."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import marketplace.ledger.models
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_commit_earlier_events")]

    operations = [
        migrations.AlterField(
            model_name='event',
            name='salt',
            field=models.BinaryField(default=marketplace.ledger.models.new_salt, max_length=32, null=True),
        ),
        migrations.AlterField(
            model_name='event',
            name='commitment',
            field=models.BinaryField(max_length=32),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('commitment'), 32), name='event_commitment_is_a_sha256'),
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('size', models.BigIntegerField(primary_key=True, serialize=False)),
                ('root', models.BinaryField(max_length=32)),
                ('note', models.TextField()),
                ('signed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['size'],
            },
        ),
        migrations.CreateModel(
            name='Leaf',
            fields=[
                ('index', models.BigIntegerField(primary_key=True, serialize=False)),
                ('commitment', models.BinaryField(max_length=32)),
            ],
            options={
                'ordering': ['index'],
            },
        ),
        migrations.CreateModel(
            name='Sequencer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('working', 'Working'), ('no-key', 'No Key'), ('unknown-key', 'Unknown Key'), ('behind', 'Behind'), ('inconsistent', 'Inconsistent'), ('no-outside-checkpoint', 'No Outside'), ('broken', 'Broken')], max_length=30)),
                ('detail', models.CharField(blank=True, max_length=300)),
                ('since', models.DateTimeField()),
                ('seen_at', models.DateTimeField(help_text="By the database's clock, which no demo moves.")),
            ],
        ),
        migrations.CreateModel(
            name='Subtree',
            fields=[
                ('pk', models.CompositePrimaryKey('level', 'index', blank=True, editable=False, primary_key=True, serialize=False)),
                ('level', models.PositiveSmallIntegerField()),
                ('index', models.BigIntegerField()),
                ('hash', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.AddField(
            model_name='leaf',
            name='event',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leaf', to='ledger.event'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='event_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP = 'UPDATE' AND NEW.salt IS NULL AND NEW.data = '{}' AND NEW.actor = ''\n    AND (NEW.id, NEW.public_id, NEW.action, NEW.subject, NEW.at, NEW.commitment, NEW.xid)\n        = (OLD.id, OLD.public_id, OLD.action, OLD.subject, OLD.at, OLD.commitment, OLD.xid)\n    AND EXISTS (SELECT FROM ledger_leaf WHERE event_id = OLD.id)\nTHEN\n    RETURN NEW;\nEND IF;\nRAISE EXCEPTION 'The ledger is append-only.';\n", hash='783aa7355c883e855d4406db963edad404006758', operation='UPDATE OR DELETE', pgid='pgtrigger_event_is_append_only_5203d', table='ledger_event', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkpoint',
            trigger=pgtrigger.compiler.Trigger(name='checkpoint_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='453a8f294c06e9a458cb67d8f720d55ea988d0eb', operation='UPDATE OR DELETE', pgid='pgtrigger_checkpoint_is_append_only_c4ffb', table='ledger_checkpoint', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkpoint',
            trigger=pgtrigger.compiler.Trigger(name='checkpoint_is_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The ledger is append-only.';", hash='5e07cbca893f11a4100c059af394948406db4bff', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_checkpoint_is_never_truncated_941c8', table='ledger_checkpoint', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subtree',
            trigger=pgtrigger.compiler.Trigger(name='subtree_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='70a2b18a0ada437e0f69e693e21befb733be2d8f', operation='UPDATE OR DELETE', pgid='pgtrigger_subtree_is_append_only_74bd1', table='ledger_subtree', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subtree',
            trigger=pgtrigger.compiler.Trigger(name='subtree_is_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The ledger is append-only.';", hash='849bb28fa2b74ec964b529aae016f44234b230da', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_subtree_is_never_truncated_a1d5f', table='ledger_subtree', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leaf',
            trigger=pgtrigger.compiler.Trigger(name='leaf_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bae4af550275dba14ab464dd261328b82c879e71', operation='UPDATE OR DELETE', pgid='pgtrigger_leaf_is_append_only_94c97', table='ledger_leaf', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leaf',
            trigger=pgtrigger.compiler.Trigger(name='leaf_is_never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The ledger is append-only.';", hash='b6c8a22523610cbf6663299b58a724df968490aa', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_leaf_is_never_truncated_e13d6', table='ledger_leaf', when='BEFORE')),
        ),
    ]
