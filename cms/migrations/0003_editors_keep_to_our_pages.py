"""Editors' and moderators' rights: our pages; moderators, the settings."""

from typing import Any

from django.db import migrations

# Django makes permissions after all migrations; what is given here must be made here.
SETTINGS = ("cms", "sitesettings", "change_sitesettings", "Can change site settings")


def narrow(apps: Any, schema_editor: Any) -> None:
    """Move what Wagtail gave at the root of the tree down to the two home pages."""
    Right = apps.get_model("wagtailcore", "GroupPagePermission")
    homes = list(apps.get_model("wagtailcore", "Page").objects.filter(depth=2))
    for right in Right.objects.filter(page__depth=1):
        Right.objects.bulk_create(
            Right(group=right.group, page=home, permission=right.permission) for home in homes
        )
        right.delete()
    groups = apps.get_model("auth", "Group").objects
    groups.get(name="Moderators").permissions.add(_permission(apps, *SETTINGS))


def _permission(apps: Any, app: str, model: str, codename: str, name: str) -> Any:
    kind, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": name}
    )
    return permission


def widen(apps: Any, schema_editor: Any) -> None:
    """Put the rights back at the root."""
    Right = apps.get_model("wagtailcore", "GroupPagePermission")
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    given = set(Right.objects.filter(page__depth=2).values_list("group", "permission"))
    Right.objects.filter(page__depth=2).delete()
    Right.objects.bulk_create(
        Right(group_id=group, page=root, permission_id=permission) for group, permission in given
    )
    app, _model, codename, _name = SETTINGS
    apps.get_model("auth", "Permission").objects.filter(
        codename=codename, content_type__app_label=app
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0002_french_and_english_homes"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(narrow, widen)]
