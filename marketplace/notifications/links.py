"""Addresses in mails that let somebody do something without signing in."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from marketplace.clock import now
from marketplace.signed_links import sign

LINK_DAYS = 90  # the law asks that an unsubscribe link work for 60 (CASL, s. 11(2))


def signed_url(name: str, value: Any, *, days: int = LINK_DAYS) -> str:
    """The full address of the page ``name``, for which ``value`` is signed from now on."""
    token = sign(name, value, until=now() + timedelta(days=days))
    return settings.SITE_URL + reverse(name, args=[token])
