"""What API v1 can do, for programs (OpenAPI) and for people."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language

from marketplace.web.public_page import PublicPage
from tenders.api.reference import reference
from tenders.api.v1 import document
from tenders.views.opendata.base import OpenDataView


class ApiView(OpenDataView):
    """One address of the API."""

    operation: Callable[..., HttpResponseBase] = staticmethod(HttpResponse)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        request.method = "GET"  # a HEAD, of which the library knows nothing, is one without body
        return self.operation(request, **kwargs)


class OpenApiView(OpenDataView):
    def get(self, request: HttpRequest) -> HttpResponseBase:
        return HttpResponse(document(_language()), content_type="application/json")


class ReferenceView(PublicPage):
    template_name = "tenders/public/api.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            reference=reference(_language()), limit=settings.OPEN_DATA_PER_MINUTE, **kwargs
        )


def _language() -> str:
    return (get_language() or "fr")[:2]
