"""A page that fails, for the test of the error page."""

from django.http import HttpRequest
from django.urls import path


def fail(request: HttpRequest, language: str) -> None:
    raise RuntimeError(language)


urlpatterns = [path("<str:language>/broken/", fail)]
handler500 = "marketplace.web.views.errors.server_error"
