"""Editors and moderators translate pages (wagtail-localize); moderators lead old addresses on."""

from typing import Any

from django.db import migrations

# Django makes permissions after all migrations; what is given here must be made here.
REDIRECTS = [(f"{verb}_redirect", f"Can {verb} redirect") for verb in ("add", "change", "delete")]


def allow(apps: Any, schema_editor: Any) -> None:
    groups = apps.get_model("auth", "Group").objects
    for group in groups.filter(name__in=["Editors", "Moderators"]):
        group.permissions.add(*_translating(apps))
    groups.get(name="Moderators").permissions.add(*_leading_on(apps))


def forbid(apps: Any, schema_editor: Any) -> None:
    for group in apps.get_model("auth", "Group").objects.filter(name__in=["Editors", "Moderators"]):
        group.permissions.remove(*_translating(apps), *_leading_on(apps))


def _translating(apps: Any) -> Any:
    """The right that wagtail-localize has made."""
    rights = apps.get_model("auth", "Permission").objects
    return rights.filter(
        codename="submit_translation", content_type__app_label="wagtail_localize"
    )


def _leading_on(apps: Any) -> list[Any]:
    kind, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailredirects", model="redirect"
    )
    rights = apps.get_model("auth", "Permission").objects
    return [
        rights.get_or_create(content_type=kind, codename=codename, defaults={"name": name})[0]
        for codename, name in REDIRECTS
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0007_words_of_pages"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(allow, forbid)]
