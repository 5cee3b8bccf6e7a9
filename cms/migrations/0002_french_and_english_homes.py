"""The two languages and an empty home page in each, so that a new site has a first page."""

import uuid
from typing import Any

from django.db import migrations

HOMES = (
    (
        "fr",
        "00010002",
        "accueil",
        "Accueil",
        "Les petits contrats publics en technologies, au grand jour",
        "Des organismes publics y décrivent de petits besoins; des entreprises d’ici y répondent "
        "sous scellés. Tout est publié.",
    ),
    (
        "en",
        "00010003",
        "home",
        "Home",
        "Small public technology contracts, in the open",
        "Public bodies describe small needs here; local firms answer with sealed bids. "
        "Everything is published.",
    ),
)


def plant(apps: Any, schema_editor: Any) -> None:
    """Plant our homes beside Wagtail's welcome page, move the site to them, pull the other out."""
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    welcome = list(Page.objects.filter(depth__gt=1).values_list("pk", flat=True))
    key = uuid.uuid4()
    french, _english = [_add_home(apps, key, *home) for home in HOMES]
    Site.objects.update(root_page=french)
    Page.objects.filter(pk__in=welcome).delete()
    Page.objects.filter(depth=1).update(numchild=len(HOMES))


def _add_home(
    apps: Any, key: uuid.UUID, language: str, path: str, slug: str, title: str, headline: str, lead: str
) -> Any:
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    kind, _created = ContentType.objects.get_or_create(app_label="cms", model="homepage")
    locale, _created = Locale.objects.get_or_create(language_code=language)
    return apps.get_model("cms", "HomePage").objects.create(
        title=title,
        draft_title=title,
        slug=slug,
        path=path,
        depth=2,
        numchild=0,
        url_path=f"/{slug}/",
        content_type=kind,
        locale=locale,
        translation_key=key,
        live=True,
        headline=headline,
        lead=lead,
    )


def uproot(apps: Any, schema_editor: Any) -> None:
    """Put the welcome page back, and take the homes away with all that was written under them."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    kind, _created = ContentType.objects.get_or_create(app_label="wagtailcore", model="page")
    welcome = Page.objects.create(
        title="Welcome",
        draft_title="Welcome",
        slug="welcome",
        path="00010001",
        depth=2,
        numchild=0,
        url_path="/welcome/",
        content_type=kind,
        locale=apps.get_model("wagtailcore", "Locale").objects.get(language_code="fr"),
    )
    apps.get_model("wagtailcore", "Site").objects.update(root_page=welcome)
    apps.get_model("wagtailredirects", "Redirect").objects.all().delete()
    Page.objects.filter(depth__gt=1).exclude(pk=welcome.pk).delete()
    Page.objects.filter(depth=1).update(numchild=1)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_pages_and_settings"),
        ("wagtailcore", "0054_initial_locale"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(plant, uproot)]
