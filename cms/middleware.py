"""The editors' room, ``/cms/``: in the editor's language, and kept by no cache."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control


class EditorsRoom:
    """Speak the person's own language under ``/cms/``, whatever the browser prefers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(settings.EDITORS_PATH):
            return self.get_response(request)
        language = getattr(request.user, "language", "fr")
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_cache_control(response, private=True, no_store=True)
        return response
