"""Pages of words and their settings. Nothing of procurement is kept here (docs/decisions)."""

from cms.models.home import HomePage
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.pages import ContactPage, ContentPage, GuidePage, SectionPage
from cms.models.settings import SiteSettings

__all__ = [
    "ContactPage",
    "ContentPage",
    "GuidePage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "SectionPage",
    "SiteSettings",
]
