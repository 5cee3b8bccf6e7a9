"""Middleware of our own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from marketplace.clock import now


class StampReceivedAt:
    """Note when the server received the request, before anything else is done with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.received_at = now()  # type: ignore[attr-defined]
        return self.get_response(request)
