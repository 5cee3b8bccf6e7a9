"""``{% load inbox %}``: how many messages wait to be read."""

from typing import Any

from django import template

from marketplace.notifications.queries import MANY, unread_count

register = template.Library()


@register.simple_tag
def unread(person: Any) -> str:
    """The number as the menu shows it: "", "7", "99+"."""
    n = unread_count(person)
    return f"{MANY}+" if n > MANY else str(n or "")
