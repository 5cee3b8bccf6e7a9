"""Pages of words and their settings. Nothing of procurement is kept here (docs/decisions)."""

from cms.models.events import EventIndexPage, EventPage
from cms.models.home import HomePage
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.pages import ContactPage, ContentPage, GuidePage, SectionPage
from cms.models.settings import SiteSettings
from cms.models.words import PageWords

__all__ = [
    "ContactPage",
    "ContentPage",
    "EventIndexPage",
    "EventPage",
    "GuidePage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "PageWords",
    "SectionPage",
    "SiteSettings",
]
