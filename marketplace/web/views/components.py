"""The living page of the design system."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.web.samples import sample_context


def living_page(request: HttpRequest) -> HttpResponse:
    """Each component in its states. For the team: staff, or anyone where DEBUG is on."""
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    return render(request, "components/living.html", sample_context(request))
