"""Words by which people find categories: those of data/plain_words.csv, our own."""

import csv
from pathlib import Path

from django.db import migrations, models

WORDS = Path(__file__).resolve().parent.parent / "data" / "plain_words.csv"


def load(apps, schema_editor):
    Category = apps.get_model("reference", "Category")
    with WORDS.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            Category.objects.filter(pk=row["unspsc"]).update(words=row["words"])


class Migration(migrations.Migration):
    dependencies = [("reference", "0004_reservations")]

    operations = [
        migrations.AddField("category", "words", models.TextField(blank=True, default="")),
        migrations.AlterField("category", "words", models.TextField(blank=True)),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
