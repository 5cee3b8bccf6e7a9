"""What the public lists are ordered and searched by."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reference", "0003_categories_and_parameters"),
        ("tenders", "0003_number_series"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="release",
            index=models.Index(fields=["-published_at", "-id"], name="release_by_date"),
        ),
        migrations.AddIndex(
            model_name="tender",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["title_fr"], name="tender_title_fr_near", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="tender",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["title_en"], name="tender_title_en_near", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="tender",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)),
                fields=["-submission_deadline", "-id"],
                name="tender_public_by_deadline",
            ),
        ),
    ]
