"""What every template may say without its view handing it over."""

from django.conf import settings
from django.http import HttpRequest

from marketplace.web.version import version_of

THEMES = ("auto", "light", "dark")


def product(request: HttpRequest) -> dict[str, object]:
    theme = request.COOKIES.get("theme", "auto")
    return {
        # The frame of the page is drawn again after this time, and for each section of the site.
        "furniture_seconds": 0 if settings.DEBUG else settings.FURNITURE_SECONDS,
        "content_version": version_of("content"),
        "section": request.path.split("/", 3)[2:3],
        "product_name": settings.PRODUCT_NAME,
        "site_url": settings.SITE_URL,
        "theme": theme if theme in THEMES else "auto",
        "theme_stylesheet": settings.THEME_STYLESHEET,
    }
