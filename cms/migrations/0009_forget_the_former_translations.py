"""The right to translate with Wagtail's own `simple_translation`, which wagtail-localize replaced.

Only a site that was made before `0008` has it: nothing to do on a new one, nothing to give back.
"""

from typing import Any

from django.db import migrations


def forget(apps: Any, schema_editor: Any) -> None:
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="simple_translation"
    ).delete()
    apps.get_model("contenttypes", "ContentType").objects.filter(
        app_label="simple_translation"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("cms", "0008_translations_and_redirects")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
