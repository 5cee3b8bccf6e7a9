"""``{% load structured %}``: facts for search engines, in the words of schema.org."""

import json
from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def json_ld(data: Any) -> SafeString:
    """JSON-LD as data of the page, which no browser runs."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308  what could end the element is escaped
    )


@register.simple_tag
def site_facts(home: str, search: str) -> SafeString:
    """The site, and how to search it: ``home`` and ``search`` are paths."""
    found = f"{settings.SITE_URL}{search}?q={{search_term_string}}"
    action = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": found},
        "query-input": "required name=search_term_string",
    }
    return json_ld(
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "@id": settings.SITE_URL + home,
            "url": settings.SITE_URL + home,
            "name": settings.PRODUCT_NAME,
            "inLanguage": f"{home.strip('/')}-CA",
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "potentialAction": action,
        }
    )


@register.simple_tag
def question_facts(items: Iterable[Any]) -> SafeString:
    """Questions with their answers: ``items`` have ``question`` and ``answer``, which is HTML."""
    asked = [
        {
            "@type": "Question",
            "name": str(item["question"]),
            "acceptedAnswer": {"@type": "Answer", "text": strip_tags(str(item["answer"])).strip()},
        }
        for item in items
    ]
    return json_ld({"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": asked})
