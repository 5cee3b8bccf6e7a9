"""The editors' room, ``/cms/``: entered with a second factor, in the editor's own language."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _


class EditorsRoom:
    """Guard what lies under ``/cms/``: what editors write is read as the public body's own words.

    allauth asks for the second factor at sign-in; this sees to it that there is
    one. No cache may keep what is shown there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(settings.EDITORS_PATH):
            return self.get_response(request)
        if request.user.is_authenticated and not is_mfa_enabled(request.user):
            messages.warning(request, _("To edit pages, first add a second factor."))
            return HttpResponseRedirect(reverse("mfa_index"))
        language = getattr(request.user, "language", settings.LANGUAGE_CODE)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_cache_control(response, private=True, no_store=True)
        return response
