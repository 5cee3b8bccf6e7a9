"""The same page in the other language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url


def page_in(request: HttpRequest, language: str, context: Any) -> str:
    """Path of this page in ``language``, with its query; that language's home if there is none.

    A view may hand ``alternates = {"fr": path, "en": path}`` where the address holds words.
    """
    given = context.get("alternates")
    if given:
        return given.get(language, f"/{language}/")
    page = context.get("page")
    if page is not None and hasattr(page, "get_translations"):
        return _page_translation(page, language)
    path = request.get_full_path()
    translated = translate_url(path, language)
    if translated == path and not path.startswith(f"/{language}/"):
        return f"/{language}/"
    return translated


def _page_translation(page: Any, language: str) -> str:
    if page.locale.language_code == language:
        return page.url or f"/{language}/"
    twin = page.get_translations().filter(locale__language_code=language, live=True).first()
    return (twin.url if twin else None) or f"/{language}/"


def alternates(request: HttpRequest, context: Any) -> list[dict[str, str]]:
    """Each language's code, name, path and absolute address of this page."""
    return [
        {"code": code, "name": name, "path": path, "url": settings.SITE_URL + path}
        for code, name in (("fr", "Français"), ("en", "English"))
        for path in [page_in(request, code, context)]
    ]
