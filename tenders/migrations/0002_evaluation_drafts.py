"""Notes are drafts until handed in, saved with a version; a bid that can't be opened says why."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenders", "0001_initial"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="evaluator",
            name="version",
        ),
        migrations.AddField(
            model_name="bid",
            name="opening_fault",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="consensusscore",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="score",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="consensusscore",
            name="comment",
            field=models.TextField(
                blank=True, max_length=2000, verbose_name="comment for the bidder"
            ),
        ),
        migrations.AlterField(
            model_name="consensusscore",
            name="note",
            field=models.DecimalField(
                decimal_places=2,
                max_digits=5,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(0),
                    django.core.validators.MaxValueValidator(100),
                ],
                verbose_name="note",
            ),
        ),
        migrations.AlterField(
            model_name="score",
            name="note",
            field=models.DecimalField(
                decimal_places=2,
                max_digits=5,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(0),
                    django.core.validators.MaxValueValidator(100),
                ],
                verbose_name="note",
            ),
        ),
    ]
