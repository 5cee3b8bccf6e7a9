"""Pages for tests, planted under the home pages that the migration made."""

from datetime import date, timedelta
from typing import Any

from cms.models import (
    ContentPage,
    EventIndexPage,
    EventPage,
    GuidePage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    SectionPage,
)
from marketplace.clock import now


def home(language: str = "fr") -> HomePage:
    return HomePage.objects.get(locale__language_code=language)


def plant(model: type, under: Any, title: str, twin: Any = None, **fields: Any) -> Any:
    """A published page; ``twin`` is its translation."""
    page = model(title=title, locale=under.locale, **fields)
    if twin is not None:
        page.translation_key = twin.translation_key
    return under.add_child(instance=page)


def section(title: str = "Guides", under: Any = None, **fields: Any) -> SectionPage:
    return plant(SectionPage, under or home(), title, **fields)


def guide(under: Any, title: str = "Acheter", **fields: Any) -> GuidePage:
    return plant(GuidePage, under, title, **fields)


def content(title: str = "À propos", under: Any = None, **fields: Any) -> ContentPage:
    return plant(ContentPage, under or home(), title, **fields)


def news_index(**fields: Any) -> NewsIndexPage:
    return plant(NewsIndexPage, home(), "Actualités", **fields)


def news(under: Any, title: str = "Nouvelle", day: date = date(2026, 3, 3)) -> NewsPage:
    return plant(NewsPage, under, title, date=day)


def event_index(**fields: Any) -> EventIndexPage:
    return plant(EventIndexPage, home(), "Séances", **fields)


def event(under: Any, title: str = "Séance", *, days: int = 3, **fields: Any) -> EventPage:
    """An hour on line, ``days`` from now."""
    begins = now() + timedelta(days=days)
    fields = {"online": "https://exemple.example/", "last_published_at": now(), **fields}
    ends = begins + timedelta(hours=1)
    return plant(EventPage, under, title, starts_at=begins, ends_at=ends, **fields)
