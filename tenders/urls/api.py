"""API v1, and its OpenAPI document."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from tenders.api.v1 import api
from tenders.views.opendata.reference import ApiView, OpenApiView


def operations() -> Iterator[URLPattern]:
    """The addresses that the library makes, answered as all open data is."""
    patterns, _app, _namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            pattern.callback = ApiView.as_view(operation=pattern.callback)
            yield pattern


urlpatterns = [path("openapi.json", OpenApiView.as_view(), name="openapi"), *operations()]
