"""The demo's pages of words: real French and English, worth reading."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.access import MODERATORS, admit
from cms.demo.planting import LANGUAGES, Garden, Sheet
from cms.demo.reader import read, typeset
from cms.models import (
    ContactPage,
    ContentPage,
    EventIndexPage,
    EventPage,
    GuidePage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    SectionPage,
    SiteSettings,
)
from cms.models.settings import KNOWN_PAGES
from marketplace.accounts.models import User

FIRST = 400  # days ago
SHEETS = (
    Sheet("guides", SectionPage, days_ago=FIRST, fields={"show_in_menus": True}),
    Sheet("how-to-bid", GuidePage, "guides", {"audience": "firms"}, FIRST),
    Sheet("how-to-buy", GuidePage, "guides", {"audience": "buyers"}, FIRST),
    Sheet("writing-a-call", GuidePage, "guides", {"audience": "buyers"}, 210),
    Sheet("how-bids-are-sealed", GuidePage, "guides", {"audience": "everyone"}, 120),
    Sheet("ranking", GuidePage, "guides", {"audience": "everyone"}, 300),
    Sheet("reading-the-data", GuidePage, "guides", {"audience": "everyone"}, 90),
    Sheet("faq", ContentPage, "guides", days_ago=60),
    Sheet("about", ContentPage, days_ago=FIRST),
    Sheet("news", NewsIndexPage, days_ago=FIRST),
    Sheet("events", EventIndexPage, days_ago=FIRST),
    Sheet("contact", ContactPage, days_ago=FIRST),
    Sheet("accessibility", ContentPage, days_ago=45),
    Sheet("privacy", ContentPage, days_ago=150),
    Sheet("terms", ContentPage, days_ago=150),
    Sheet("policy", ContentPage, days_ago=75),
)
NEWS = (("news-session", 6), ("news-debrief", 34), ("news-seal", 97), ("news-opening", FIRST))
# Name, days from today, hour of the beginning; each takes an hour.
EVENTS = (("session-bid", 9, 12), ("session-buy", 23, 9), ("session-data", -27, 12))
SETTINGS = {
    "contact_email": "bonjour@micromarche.example",
    "contact_phone": "418 555-0142",
    "contact_address": "900, boulevard de l'Innovation\nQuébec (Québec)  G1R 0A0",
    "contact_hours_fr": "Du lundi au vendredi, de 8 h 30 à 16 h 30",
    "contact_hours_en": "Monday to Friday, 8:30 a.m. to 4:30 p.m.",
    "footer_fr": "Les petits contrats publics en technologies, au grand jour.",
    "footer_en": "Small public technology contracts, in the open.",
}


@transaction.atomic
def load_content(at: datetime, *, editor: User | None = None) -> int:
    """Plant the demo's pages as if written over the year before ``at``. Return how many are new.

    Idempotent: a page or a setting that is there stays as an editor left it. ``editor`` is let
    into the editors' room, with the right to publish.
    """
    if editor:
        admit(editor, group=MODERATORS)
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    garden = Garden({language: homes[language] for language in LANGUAGES}, at)
    for sheet in SHEETS:
        garden.plant(sheet)
    today = timezone.localdate(at)
    for name, days in NEWS:
        date = today - timedelta(days=days)
        garden.plant(Sheet(name, NewsPage, "news", {"date": date}, days))
    for name, days, hour in EVENTS:
        begins = timezone.make_aware(datetime.combine(today + timedelta(days=days), time(hour)))
        moments = {"starts_at": begins, "ends_at": begins + timedelta(hours=1)}
        garden.plant(Sheet(name, EventPage, "events", moments, max(30, 30 - days)))
    garden.fill()
    for language in LANGUAGES:
        _furnish_home(homes[language], language, garden)
    _settle(garden)
    return len(garden.new)


def _furnish_home(home: HomePage, language: str, garden: Garden) -> None:
    if home.body:
        return
    words = read("home", language)
    home.headline = words.fields["headline"]
    home.lead = words.fields["introduction"]
    home.body = garden.linked(words.body, language)
    home.first_published_at = home.last_published_at = garden.at - timedelta(days=FIRST)
    home.save(clean=False)


def _settle(garden: Garden) -> None:
    chosen: Any = SiteSettings.load()
    for name, value in SETTINGS.items():
        if not getattr(chosen, name):
            setattr(chosen, name, typeset(value, name[-2:]))
    for name in KNOWN_PAGES:
        if not getattr(chosen, f"{name}_id"):
            setattr(chosen, name, garden.pages[name, "fr"].page_ptr)
    chosen.save()
