"""What API v1 can do, for programs (OpenAPI) and for people."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language

from marketplace.web.public_page import PublicPage
from tenders.api.reference import reference
from tenders.api.v1 import document
from tenders.views.opendata.base import OpenDataView


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
