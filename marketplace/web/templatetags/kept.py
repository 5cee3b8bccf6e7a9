"""``{% load kept %}``: parts of pages that are made once a minute at most."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context

from marketplace.web.kept_pages import keep_part
from marketplace.web.templatetags.wording import reader

register = template.Library()


@register.tag
def kept(parser: Parser, token: Token) -> "KeptNode":
    """``{% kept "body" page.pk %}…{% endkept %}``: what is inside, the same for everybody.

    Kept in the reader's language under these names, as public pages are: nothing inside is asked
    for meanwhile. A preview is always made anew.
    """
    names = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(names, inside)


class KeptNode(template.Node):
    def __init__(self, names: list[FilterExpression], inside: NodeList) -> None:
        self.names = names
        self.inside = inside

    def render(self, context: Context) -> Any:
        if getattr(context.get("request"), "is_preview", False):
            return self.inside.render(context)
        name = " ".join([reader(), *(str(each.resolve(context)) for each in self.names)])
        return keep_part(name, lambda: self.inside.render(context))
