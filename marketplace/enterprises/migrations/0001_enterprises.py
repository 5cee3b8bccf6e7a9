import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Enterprise",
            fields=[
                ("neq", models.CharField(max_length=10, primary_key=True, serialize=False)),
                ("legal_name", models.TextField()),
                (
                    "other_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("registered", "registered"),
                            ("struck_off", "struck off"),
                            ("other", "neither registered nor struck off"),
                        ],
                        max_length=10,
                    ),
                ),
                ("since", models.DateField(null=True)),
                ("street", models.TextField(blank=True)),
                ("city", models.TextField(blank=True)),
                ("postal_code", models.CharField(blank=True, max_length=7)),
                ("as_of", models.DateField()),
            ],
        ),
    ]
