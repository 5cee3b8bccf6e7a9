"""What all public pages share: the same for everybody signed out, so caches may keep them."""

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.generic import TemplateView

from marketplace.clock import now
from marketplace.web.kept_pages import may_be_kept


def for_everybody(response: HttpResponseBase) -> HttpResponseBase:
    """Let caches keep what whoever is signed out is answered: ours, browsers and proxies."""
    patch_vary_headers(response, ["Cookie"])
    patch_cache_control(response, public=True, max_age=settings.PUBLIC_BROWSING_CACHE_SECONDS)
    return may_be_kept(response)


class PublicPage(TemplateView):
    """A page anyone may read. Signed out it sets no cookie and may be cached for a minute.

    ``version()`` names what the page tells of; with one, whoever has the page
    already is answered 304 before anything is rendered.
    """

    http_method_names = ("get", "head")

    def version(self) -> str:
        """What changes whenever the page does, or "" to render it each time."""
        return ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            response = super().dispatch(request, *args, **kwargs)
            patch_cache_control(response, private=True)
            return response
        etag = self._etag()
        unchanged = get_conditional_response(request, etag=etag) if etag else None
        response = unchanged or super().dispatch(request, *args, **kwargs)
        if etag and response.status_code == HttpResponse.status_code:
            response["ETag"] = etag
        return for_everybody(response)

    def _etag(self) -> str:
        version = self.version()
        if not version:
            return ""
        # The time left and the reader's colours are in the page too.
        minute = now().strftime("%Y%m%d%H%M")
        theme = self.request.COOKIES.get("theme", "")
        basis = f"{self.request.get_full_path()} {get_language()} {theme} {minute} {version}"
        return f'W/"{hashlib.sha256(basis.encode()).hexdigest()[:32]}"'
