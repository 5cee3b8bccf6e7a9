"""Each call's releases merged, and the transaction of each release for the feed."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tenders', '0008_closing_holds'),
    ]

    operations = [
        migrations.CreateModel(
            name='Record',
            fields=[
                ('tender', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='record', serialize=False, to='tenders.tender')),
                ('published_at', models.DateTimeField()),
                ('releases', models.PositiveIntegerField()),
                ('compiled', models.TextField()),
                ('versioned', models.TextField()),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='release',
            name='xid',
            field=models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.Cast(models.Func(function='pg_current_xact_id'), models.TextField()), models.BigIntegerField()), editable=False),
        ),
        migrations.AddIndex(
            model_name='release',
            index=models.Index(fields=['xid', 'id'], name='release_by_transaction'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['-published_at', '-tender'], name='record_by_date'),
        ),
    ]
