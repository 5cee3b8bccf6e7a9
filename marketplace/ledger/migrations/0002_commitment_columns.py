"""Columns for the salted commitment of each event; what happened earlier has none yet."""

import django.db.models.fields.json
import django.db.models.functions.comparison
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='event',
            name='event_is_append_only',
        ),
        migrations.AddField(
            model_name='event',
            name='salt',
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='commitment',
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='xid',
            field=models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.Cast(models.Func(function='pg_current_xact_id'), models.TextField()), models.BigIntegerField()), editable=False),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['xid'], name='event_by_transaction'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(django.db.models.fields.json.KeyTransform('sha256', 'data'), condition=models.Q(('action__in', ('contract.signed', 'contract.in-force'))), name='event_by_contract'),
        ),
    ]
