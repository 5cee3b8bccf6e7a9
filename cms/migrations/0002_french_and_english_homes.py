"""The two languages and an empty home page in each, so that a new site has a first page."""

import uuid
from typing import Any

from django.db import migrations

HOMES = (
    (
        "fr",
        "00010001",
        "accueil",
        "Accueil",
        "Les petits contrats publics en technologies, au grand jour",
        "Des organismes publics y décrivent de petits besoins; des entreprises d’ici y répondent "
        "sous scellés. Tout est publié.",
    ),
    (
        "en",
        "00010002",
        "home",
        "Home",
        "Small public technology contracts, in the open",
        "Public bodies describe small needs here; local firms answer with sealed bids. "
        "Everything is published.",
    ),
)


def plant(apps: Any, schema_editor: Any) -> None:
    """Replace Wagtail's welcome page by ours, under the same root and for the same site."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("cms", "HomePage")
    kind, _created = ContentType.objects.get_or_create(app_label="cms", model="homepage")
    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()
    key = uuid.uuid4()
    homes = []
    for language, path, slug, title, headline, lead in HOMES:
        locale, _created = Locale.objects.get_or_create(language_code=language)
        homes.append(
            HomePage.objects.create(
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
                show_in_menus=False,
            )
        )
    Page.objects.filter(depth=1).update(numchild=len(homes))
    Site.objects.create(hostname="localhost", root_page=homes[0], is_default_site=True)


def uproot(apps: Any, schema_editor: Any) -> None:
    """Take the home pages away, and what was written under them."""
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    apps.get_model("cms", "HomePage").objects.all().delete()
    apps.get_model("wagtailcore", "Page").objects.filter(depth__gt=1).delete()
    apps.get_model("wagtailcore", "Page").objects.filter(depth=1).update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_pages_and_settings"),
        ("wagtailcore", "0054_initial_locale"),
    ]

    operations = [migrations.RunPython(plant, uproot)]
