"""Pages for what went wrong, in the language of the address."""

import sys
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import (
    get_language_from_path,
    get_language_from_request,
    override,
)

from marketplace.errors import Unavailable
from marketplace.web.outages import Outage, outage_of
from marketplace.web.views.kept import give_back, may_keep, typed_in


def _language(request: HttpRequest) -> str:
    """Of the address first: an error may come before the language was set, or after it was left."""
    return (get_language_from_path(request.path) or get_language_from_request(request))[:2]


def _page(request: HttpRequest, status: int, template: str) -> HttpResponse:
    with override(_language(request)):
        return HttpResponse(render_to_string(template, {}, request=request), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, "errors/400.html")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, "errors/403.html")


def lost_session(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: the form was open too long, or cookies are refused."""
    if may_keep(request):
        with override(_language(request)):
            return give_back(request)
    return _page(request, 403, "errors/403_csrf.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404, "errors/404.html")


def gone(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return _page(request, 410, "errors/410.html")


def unavailable(request: HttpRequest, refusal: Unavailable) -> HttpResponse:
    """A part of the platform is away. What was typed is in the page, to be sent again."""
    if "X-Autosave" in request.headers:
        return JsonResponse({"message": str(refusal.message)}, status=503)
    typed = typed_in(request) if may_keep(request) else []
    context = {
        "refusal": refusal,
        "is_sure": not isinstance(refusal, Outage),
        "typed": typed,
        "target": request.get_full_path(),
        "had_files": bool(request.FILES),
    }
    with override(_language(request)):
        page = _unavailable_page(request, context)
    headers = {"Cache-Control": "private, no-store", "Retry-After": "60"}
    return HttpResponse(page, status=503, headers=headers)


def _unavailable_page(request: HttpRequest, context: dict[str, Any]) -> str:
    """In the frame of every page or, if that asks a database that is away, in a bare one."""
    try:
        framed = {**context, "frame": "errors/base.html"}
        return render_to_string("errors/503.html", framed, request=request)
    except Error:
        bare = {**context, "frame": "errors/bare.html", "csrf_token": get_token(request)}
        return render_to_string("errors/503.html", bare)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs nothing that may be broken: no database, no session, no context processors."""
    with override(_language(request)):
        if outage := outage_of(sys.exception()):  # outside of the views, which ``middleware`` hears
            return unavailable(request, outage)
    return HttpResponse(render_to_string(f"errors/500.{_language(request)}.html"), status=500)
