"""``{% load richtext %}``: show what people typed in Markdown."""

from django import template
from django.utils.safestring import SafeString

from marketplace.richtext import to_html, to_plain

register = template.Library()


@register.filter
def rich(text: object) -> SafeString:
    """``{{ tender.need|rich }}``: cleaned HTML, to be put in ``<div class="prose">``."""
    return to_html(str(text))


@register.filter
def plain(text: object) -> str:
    """The words without their marks."""
    return to_plain(str(text))
