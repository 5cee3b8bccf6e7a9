"""The table of sealing keys."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SealingKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
                (
                    "purpose",
                    models.CharField(
                        choices=[("tender", "bids of a tender"), ("copy", "a firm's own copies")],
                        max_length=10,
                    ),
                ),
                (
                    "suite",
                    models.CharField(
                        default="MLKEM768_X25519+HKDF_SHA256+AES_256_GCM", max_length=60
                    ),
                ),
                ("public_key", models.BinaryField()),
                ("wrapped_private_key", models.BinaryField()),
                (
                    "not_before",
                    models.DateTimeField(
                        help_text="Largest deadline ever recorded for the tender.", null=True
                    ),
                ),
                ("openers_required", models.PositiveSmallIntegerField(default=0)),
                ("awaits_scores", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        name="sealing_key_of_a_tender_waits_for_a_deadline_and_an_officer",
                        condition=models.Q(
                            purpose="tender", not_before__isnull=False, openers_required__gte=1
                        )
                        | models.Q(
                            purpose="copy",
                            not_before__isnull=True,
                            openers_required=0,
                            awaits_scores=False,
                        ),
                    )
                ],
            },
        ),
    ]
