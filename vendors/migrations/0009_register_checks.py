import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vendors", "0008_accesses")]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="finding",
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name="RegisterCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("neq", models.CharField(max_length=10)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("found", "registered"),
                            ("struck_off", "struck off"),
                            ("not_in_force", "not registered any more, or not yet"),
                            ("unknown", "no such number"),
                            ("away", "not checked: the register did not answer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("entry", models.JSONField(default=dict)),
                ("checked_at", models.DateTimeField()),
                (
                    "vendor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="register_checks",
                        to="vendors.vendor",
                    ),
                ),
            ],
            options={
                "verbose_name": "check in the enterprise register",
                "ordering": ["-checked_at", "-pk"],
                "indexes": [
                    models.Index(fields=["vendor", "-checked_at"], name="register_check_newest")
                ],
            },
        ),
    ]
