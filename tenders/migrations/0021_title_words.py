"""The words of titles, a small table of their own; the titles' trigram indexes go."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenders", "0020_quiet_months")]

    operations = [
        migrations.CreateModel(
            name="TitleWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=30)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["word"], name="title_word"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["word"], name="title_word_near", opclasses=["gin_trgm_ops"]
                    ),
                ],
            },
        ),
        migrations.RemoveIndex(model_name="notice", name="notice_title_fr_near"),
        migrations.RemoveIndex(model_name="notice", name="notice_title_en_near"),
    ]
