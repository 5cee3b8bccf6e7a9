"""Choices a visitor makes without an account: language and appearance. No cookie until one does."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_request
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from marketplace.web.context import THEMES

A_YEAR = 365 * 24 * 3600


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(max_age=0)
def choose_language(request: HttpRequest) -> HttpResponse:
    """``/``: to the home page in the language of the account, the cookie or the browser."""
    language = getattr(request.user, "language", "") or get_language_from_request(request)
    return redirect(f"/{language[:2]}/")


@csrf_exempt  # changes a colour, and a token would give every visitor a cookie
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or automatic, and go back to the page."""
    target = request.headers.get("referer", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = redirect(target)
    theme = request.POST.get("theme", "auto")
    if theme in THEMES and theme != "auto":
        response.set_cookie(
            "theme", theme, max_age=A_YEAR, samesite="Lax", secure=not settings.DEBUG
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
