"""``{% load work %}``: what the pages behind a sign-in share."""

from typing import Any

from django import template
from django.template.context import RequestContext

from tenders.queries.menu import work_menu as menu_of
from vendors.views.acting import chosen_firm

register = template.Library()


@register.inclusion_tag("workspace/side_nav.html", takes_context=True)
def work_menu(context: RequestContext) -> dict[str, Any]:
    """The menu of this person's work, for the side of the page."""
    request = context["request"]
    side_nav = menu_of(request.user, chosen_firm(request))
    return {"side_nav": side_nav, "request": request, "csrf_token": context.get("csrf_token")}
