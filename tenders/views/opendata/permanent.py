"""Addresses of pages that releases name for ever."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.views.generic import View

from tenders.queries.releases import releases_of


class PermanentView(View):
    """To the page of a call in the reader's language."""

    http_method_names = ("get", "head")
    page = ""

    def get(self, request: HttpRequest, ocid: str) -> HttpResponse:
        if not releases_of(ocid):
            raise Http404(ocid)
        response = redirect(self.page, ocid)
        patch_vary_headers(response, ["Accept-Language"])
        return response
