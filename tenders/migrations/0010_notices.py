"""One row per published call, which lists, facets and search read."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tenders', '0009_records_and_feed'),
        ('vendors', '0004_neq_may_be_left_blank'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('tender', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='notice', serialize=False, to='tenders.tender')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('scheduled', 'scheduled'), ('open', 'open'), ('closed', 'closed'), ('evaluation', 'in evaluation'), ('award_pending', 'award pending'), ('awarded', 'awarded'), ('contracted', 'contract signed'), ('completed', 'completed'), ('cancelled', 'cancelled'), ('unsuccessful', 'unsuccessful')], max_length=15)),
                ('published_at', models.DateTimeField()),
                ('submission_deadline', models.DateTimeField()),
                ('budget', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('awarded_at', models.DateTimeField(null=True)),
                ('contracted_at', models.DateTimeField(null=True)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('bids', models.PositiveIntegerField(null=True)),
                ('drawn_at', models.DateTimeField()),
                ('form', models.CharField(max_length=16)),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), size=None)),
                ('title_fr', models.CharField(max_length=150)),
                ('title_en', models.CharField(max_length=150)),
                ('search_fr', django.contrib.postgres.search.SearchVectorField()),
                ('search_en', django.contrib.postgres.search.SearchVectorField()),
                ('call_fr', models.TextField()),
                ('call_en', models.TextField()),
                ('award_fr', models.TextField()),
                ('award_en', models.TextField()),
                ('contract_fr', models.TextField()),
                ('contract_en', models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name='notice',
            name='buyer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='tenders.buyer'),
        ),
        migrations.AddField(
            model_name='notice',
            name='winner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vendors.vendor'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['-published_at', '-tender'], name='notice_by_date'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['-submission_deadline', '-tender'], name='notice_by_deadline'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['-published_at', '-tender'], name='notice_open_by_date'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['submission_deadline', 'tender'], name='notice_open_by_deadline'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('awarded_at__isnull', False)), fields=['-awarded_at', '-tender'], name='notice_by_award'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('contracted_at__isnull', False)), fields=['-contracted_at', '-tender'], name='notice_by_contract'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['-drawn_at'], name='notice_by_change'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['form'], name='notice_by_form'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=django.contrib.postgres.indexes.GinIndex(fields=['keys'], name='notice_keys'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_fr'], name='notice_search_fr'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_en'], name='notice_search_en'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('status', 'open')), fields=['search_fr'], name='notice_open_search_fr'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('status', 'open')), fields=['search_en'], name='notice_open_search_en'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=django.contrib.postgres.indexes.GinIndex(fields=['title_fr'], name='notice_title_fr_near', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=django.contrib.postgres.indexes.GinIndex(fields=['title_en'], name='notice_title_en_near', opclasses=['gin_trgm_ops']),
        ),
    ]
