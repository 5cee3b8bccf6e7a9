"""``{% load work %}``: what the pages behind a sign-in share."""

from typing import Any

from django import template
from django.template.context import RequestContext

from tenders.queries.menu import work_menu as menu_of

register = template.Library()


@register.inclusion_tag("workspace/side_nav.html", takes_context=True)
def work_menu(context: RequestContext) -> dict[str, Any]:
    """The menu of this person's work, for the side of the page."""
    request = context["request"]
    return {"side_nav": menu_of(request.user), "request": request}
