"""Middleware of our own."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from marketplace.clock import now


class StampReceivedAt:
    """Note when the server received the request, before anything else is done with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.received_at = now()  # type: ignore[attr-defined]
        return self.get_response(request)


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
