"""The same page in the other language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from marketplace.web.kept_pages import keep_part

NAMES = {"fr": "Français", "en": "English"}


def page_in(request: HttpRequest, language: str, context: Any) -> str:
    """Path of this page in ``language``, with its query; that language's home if there is none.

    A view may hand ``alternates = {"fr": path, "en": path}`` where the address holds words.
    """
    given = context.get("alternates")
    if given:
        return given.get(language, f"/{language}/")
    page = context.get("page")
    if page is not None and hasattr(page, "get_translations"):
        name = f"{page.pk} {page.translation_key} in {language}"
        return keep_part(name, lambda: _page_translation(page, language))
    query = _without_cursor(request)
    return _view_in(request, language) + (f"?{query}" if query else "")


def _without_cursor(request: HttpRequest) -> str:
    """The query string as it came, from the first page of a list."""
    asked = request.META.get("QUERY_STRING", "")
    if "cursor=" not in asked:
        return asked
    kept = request.GET.copy()
    kept.pop("cursor", None)
    return kept.urlencode()


def _view_in(request: HttpRequest, language: str) -> str:
    """Path of the view that answers, or of the home page where none was found."""
    match = request.resolver_match
    if match is None or not match.url_name or match.url_name == "wagtail_serve":
        return f"/{language}/"
    with override(language):
        try:
            return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        except NoReverseMatch:
            return f"/{language}/"


def _page_translation(page: Any, language: str) -> str:
    if page.locale.language_code == language:
        return page.url or f"/{language}/"
    twin = page.get_translations().filter(locale__language_code=language, live=True).first()
    return (twin.url if twin else None) or f"/{language}/"


def alternates(request: HttpRequest, context: Any) -> list[dict[str, str]]:
    """Each language's code, name, path and absolute address of this page."""
    paths = {language: page_in(request, language, context) for language in NAMES}
    return [
        {"code": code, "name": NAMES[code], "path": path, "url": settings.SITE_URL + path}
        for code, path in paths.items()
    ]
