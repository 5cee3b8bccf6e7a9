"""What the public lists are ordered and searched by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reference", "0003_categories_and_parameters"),
        ("vendors", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="vendor",
            index=models.Index(
                condition=models.Q(("status", "admitted")),
                fields=["legal_name", "id"],
                name="vendor_public_by_name",
            ),
        ),
    ]
