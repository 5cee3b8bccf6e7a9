"""Middleware of our own."""

from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_path

from marketplace.clock import now
from marketplace.errors import Unavailable
from marketplace.web.outages import outage_of
from marketplace.web.views.errors import bad_request, unavailable


class StampReceivedAt:
    """Note when the server received the request, before anything else is done with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.received_at = now()  # type: ignore[attr-defined]
        return self.get_response(request)


class SayUnavailable:
    """Answer 503 with a sentence where a part of the platform that a page needs is away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        refusal = exception if isinstance(exception, Unavailable) else outage_of(exception)
        return unavailable(request, refusal) if refusal else None


class RefuseNul:
    """No address of ours holds a NUL, and PostgreSQL can't look for one: 400.

    Open data says so itself, in JSON.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if "\0" in path and not path.startswith("/api/"):
            return bad_request(request, SuspiciousOperation("NUL"))
        return self.get_response(request)


class LanguageOfAddress(LocaleMiddleware):
    """Django's choice of language, which tries a language before an address only if none was found.

    An address without language that does exist (open data, documents) may itself answer 404.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        if request.resolver_match is None:
            return super().process_response(request, response)
        if not get_language_from_path(request.path_info):
            patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", get_language() or "")
        return response


class ContentPolicy(CSPMiddleware):
    """The content security policy: strict, and looser where Wagtail's editor needs it."""

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(settings.EDITORS_PATH):
            parts.config = settings.EDITORS_CONTENT_SECURITY_POLICY
        return parts
