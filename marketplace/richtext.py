"""Text with headings, lists and links. People type Markdown; readers get cleaned HTML.

What was typed is what is stored, so that it stays editable; the HTML is made at each reading and
can become safer without touching a row. See ``docs/decisions``.
"""

from html import unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    "p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "hr",
    "h3", "h4", "h5", "h6", "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_HIGHEST = 3  # the page's own headings are h1 and h2
_LOWEST = 6
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


def to_html(text: str) -> SafeString:
    """The HTML of a Markdown ``text``, safe to show whatever was typed.

    Raw HTML shows as typed, images don't show, links lead to the web or to a
    mail address only. Headings begin at ``h3``.
    """
    tokens = _markdown.parse(text)
    _lower_headings(tokens)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return mark_safe(  # noqa: S308  the one place where cleaned HTML is declared safe
        nh3.clean(
            html,
            tags=TAGS,
            attributes={"a": {"href"}, "*": set()},
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow noopener",
        )
    )


def to_plain(text: str) -> str:
    """The words of a Markdown ``text`` alone, for open data, mail and search results."""
    return unescape(nh3.clean(to_html(text), tags=set())).strip()


def _lower_headings(tokens: list[Token]) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + _HIGHEST - 1, _LOWEST)}"
