"""What we change in Wagtail."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from wagtail import hooks

from cms.models.base import PublicPage
from marketplace.web.public_page import for_everybody

Serve = Callable[[Any, HttpRequest, Any, Any], HttpResponse]


@hooks.register("on_serve_page")
def let_caches_keep_public_pages(serve: Serve) -> Serve:
    """Strangers' pages may be kept for a minute by anyone; a known person's by nobody."""

    def serve_and_say(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        response = serve(page, request, args, kwargs)
        if request.user.is_authenticated or not isinstance(page, PublicPage):
            patch_cache_control(response, private=True, no_store=True)
        else:
            for_everybody(response)
        return response

    return serve_and_say
