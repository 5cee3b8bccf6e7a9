"""The organisation's colours as a style sheet, at an address that changes with its content."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.models import SiteSettings
from marketplace.web.palette import tokens
from marketplace.web.theming import stylesheet

FOR_EVER = 365 * 24 * 3600
FOR_NOW = 60  # a page in a cache may still ask for colours that were changed since


def address(chosen: SiteSettings) -> str:
    """Where the style sheet of the chosen colours is, or "" where they are the house's."""
    own = chosen.own_colours()
    return reverse("theme", args=[_hash(stylesheet(own))]) if own else ""


def colour(chosen: SiteSettings) -> str:
    """What a browser paints around the page with."""
    return {**tokens(), **chosen.own_colours()}["deep"].light


@require_safe
def serve(request: HttpRequest, digest: str) -> HttpResponse:
    """The style sheet of the colours chosen now, kept for ever under its own address."""
    css = stylesheet(SiteSettings.load().own_colours())
    is_own = digest == _hash(css)
    kept = f"max-age={FOR_EVER}, immutable" if is_own else f"max-age={FOR_NOW}"
    headers = {"Cache-Control": f"public, {kept}"}
    return HttpResponse(css, content_type="text/css", headers=headers)


def _hash(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:16]
