"""``{% load mail %}``: what a mail needs and a page doesn't. See ``notifications/README.md``."""

from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse

from marketplace.notifications.links import LINK_DAYS, signed_url

register = template.Library()


@register.simple_tag
def absolute_url(name: str, *args: Any, **kwargs: Any) -> str:
    """The full address of a named page, in the language that the mail is written in."""
    return settings.SITE_URL + reverse(name, args=args, kwargs=kwargs)


@register.simple_tag
def signed_address(name: str, value: Any, days: int = LINK_DAYS) -> str:
    """The full address of a named page whose one argument says ``value``, signed, for ``days``."""
    return signed_url(name, value, days=days)


@register.filter
def absolute(path: str) -> str:
    """A path of the site with the site's address before it."""
    return settings.SITE_URL + path


@register.filter
def parsed(value: str) -> datetime:
    """The moment that a context holds as ISO 8601 text, ready for ``|moment`` or ``|day``."""
    return datetime.fromisoformat(value)


@register.inclusion_tag("mail/button.html", takes_context=True)
def mail_button(context: Context, label: str, url: str) -> dict[str, object]:
    """The one thing to do, as a link that looks like a button in every mail program."""
    return {"label": label, "url": url, "in_page": context.get("in_page")}
