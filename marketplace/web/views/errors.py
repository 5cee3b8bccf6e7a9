"""Pages for what went wrong, in the language of the address."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import (
    get_language_from_path,
    get_language_from_request,
    override,
)

from marketplace.errors import Unavailable
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
    with override(_language(request)):
        context = {
            "refusal": refusal.message,
            "typed": typed,
            "target": request.get_full_path(),
            "had_files": bool(request.FILES),
        }
        page = render_to_string("errors/503.html", context, request=request)
    headers = {"Cache-Control": "private, no-store", "Retry-After": "60"}
    return HttpResponse(page, status=503, headers=headers)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs nothing that may be broken: no database, no session, no context processors."""
    return HttpResponse(render_to_string(f"errors/500.{_language(request)}.html"), status=500)
