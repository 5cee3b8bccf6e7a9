"""Search has moved to the notices: calls lose their search columns and the lists' indexes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tenders", "0010_notices")]

    operations = [
        migrations.RemoveIndex(
            model_name='tender',
            name='tender_search_fr',
        ),
        migrations.RemoveIndex(
            model_name='tender',
            name='tender_search_en',
        ),
        migrations.RemoveIndex(
            model_name='tender',
            name='tender_title_fr_near',
        ),
        migrations.RemoveIndex(
            model_name='tender',
            name='tender_title_en_near',
        ),
        migrations.RemoveIndex(
            model_name='tender',
            name='tender_public_by_deadline',
        ),
        migrations.RemoveField(
            model_name='tender',
            name='search_en',
        ),
        migrations.RemoveField(
            model_name='tender',
            name='search_fr',
        ),
    ]
