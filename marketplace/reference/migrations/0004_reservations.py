"""The budget from which a call can't be reserved for small firms."""

from datetime import date

from django.db import migrations, models

KEY = "reservation_below"
SOURCE = "C-65.1, a. 14.1; seuil des services des accords commerciaux depuis 2022, à tenir à jour"


def load(apps, schema_editor):
    apps.get_model("reference", "LegalParameter").objects.create(
        key=KEY, value="121200", valid_from=date(2020, 1, 1), source=SOURCE
    )


def unload(apps, schema_editor):
    apps.get_model("reference", "LegalParameter").objects.filter(key=KEY).delete()


class Migration(migrations.Migration):
    dependencies = [("reference", "0003_categories_and_parameters")]

    operations = [
        migrations.AlterField(
            model_name='legalparameter',
            name='key',
            field=models.CharField(choices=[('ceiling', 'ceiling of a micro-contract, before taxes, in dollars'), ('minimum_open_days', 'working days a call stays open at least'), ('extension_days', 'days left to bid after a change of substance'), ('standstill_days', 'working days of standstill after an award'), ('drain_seconds', 'seconds between the deadline and the closing'), ('quality_threshold', 'acceptable quality note out of 100'), ('k_min', 'smallest K of the adjusted price'), ('k_max', 'largest K of the adjusted price'), ('reservation_below', "budget from which a call can't be reserved for small firms, in dollars")], max_length=30),
        ),
        migrations.RunPython(load, unload),
    ]
