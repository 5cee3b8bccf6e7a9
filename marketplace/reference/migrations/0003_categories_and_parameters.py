"""The categories of data/unspsc_it.csv and the parameters in force, each with its source."""

import csv
from datetime import date
from pathlib import Path

from django.db import migrations

CATEGORIES = Path(__file__).resolve().parent.parent / "data" / "unspsc_it.csv"
FEATURED = {
    "81111500", "81112103", "81111509", "81111510", "81111820", "81111819", "81111704",
    "81112002", "81112010", "81111801", "81112200", "81112105", "81112106", "81111811", "80101507",
}
PARAMETERS = [
    # key, value, source
    ("ceiling", "90000", "Plan d'action pour un gouvernement ouvert 2021–2023, microacquisition"),
    ("minimum_open_days", "5", "Choix de la plateforme; C-65.1, r. 5.1, a. 3 (sous le seuil)"),
    ("extension_days", "3", "Choix de la plateforme; C-65.1, r. 5.1, a. 3 (sous le seuil)"),
    ("standstill_days", "2", "Choix de la plateforme, proportionné aux microcontrats"),
    ("drain_seconds", "120", "Choix de la plateforme: dernier octet reçu avant l'heure"),
    ("quality_threshold", "70", "C-65.1, r. 5.1, annexe 2"),
    ("k_min", "0.15", "P-32, r. 1, annexe 2"),
    ("k_max", "0.30", "P-32, r. 1, annexe 2"),
]
IN_FORCE = date(2020, 1, 1)


def load(apps, schema_editor):
    Category = apps.get_model("reference", "Category")
    with CATEGORIES.open(encoding="utf-8", newline="") as rows:
        Category.objects.bulk_create(
            Category(
                code=row["unspsc"],
                level=row["level"],
                label_fr=row["label_fr"],
                label_en=row["label_en"],
                cpv=row["cpv_near"],
                is_featured=row["unspsc"] in FEATURED,
            )
            for row in csv.DictReader(rows)
        )
    LegalParameter = apps.get_model("reference", "LegalParameter")
    LegalParameter.objects.bulk_create(
        LegalParameter(key=key, value=value, valid_from=IN_FORCE, source=source)
        for key, value, source in PARAMETERS
    )


def unload(apps, schema_editor):
    apps.get_model("reference", "Category").objects.all().delete()
    apps.get_model("reference", "LegalParameter").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("reference", "0002_search_configurations")]

    operations = [migrations.RunPython(load, unload)]
