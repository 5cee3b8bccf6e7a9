"""Who must have a second factor can do nothing before having one."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

OPEN_TO_ALL = ("account_", "mfa_", "usersessions_", "set_theme")


class RequireSecondFactor:
    """Send people of the buyers' and the operator's side to enrolment until they have enrolled.

    allauth asks for the factor at each sign-in; this sees to it that there is one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Runs once the address is known, before its view."""
        person = request.user
        if not person.is_authenticated or not person.requires_second_factor:
            return None
        match = request.resolver_match
        if match and (match.url_name or "").startswith(OPEN_TO_ALL):
            return None
        if is_mfa_enabled(person):
            return None
        messages.warning(
            request,
            _("Your role asks for a second factor. Add one to go on: it takes two minutes."),
        )
        return HttpResponseRedirect(reverse("mfa_index"))
