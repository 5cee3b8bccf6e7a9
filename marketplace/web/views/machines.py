"""Short texts that machines look for at fixed addresses."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from marketplace.bilingual import LANGUAGES
from marketplace.clock import now

DAY = 86_400
GOOD_FOR = timedelta(days=180)
# Rooms where nobody finds anything without an account.
PRIVATE = ("account_login", "tenders:work")


@require_safe
@cache_control(public=True, max_age=DAY)
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; private rooms are not worth a crawler's time (RFC 9309)."""
    private = [settings.EDITORS_PATH]
    for language in LANGUAGES:
        with translation.override(language):
            private += [reverse(name) for name in PRIVATE]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private), "Allow: /", ""]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemaps')}")
    return _text(lines)


@require_safe
@cache_control(public=True, max_age=DAY)
def security(request: HttpRequest) -> HttpResponse:
    """Where to tell of a weakness (RFC 9116)."""
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {now() + GOOD_FOR:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: fr, en",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
    ]
    return _text(lines)


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
