"""From a kind and a context to a mail: six templates found by name, in the recipient's language."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import css_inline
from django.conf import settings
from django.template import Context, Engine
from django.utils import timezone, translation
from django.utils.safestring import SafeString

PARTS = ("subject.txt", "txt", "html")
LEAVE = "https://leave.invalid/"  # stands for each person's own address


@dataclass(frozen=True)
class Mail:
    """What a person reads: a subject on one line, the words, and the same words dressed."""

    subject: str
    text: str
    html: str


def template_name(kind: str, language: str, part: str) -> str:
    return f"mail/{kind}.{language}.{part}"


def render(kind: str, language: str, context: Mapping[str, Any], *, leave: str = "") -> Mail:
    """Render ``kind`` in ``language``, with moments on the clock of the site's time zone.

    ``leave`` is the address at which this person stops such mails, "" for what must be sent.

    Styles are written into the elements, because mail programs drop style
    sheets; only the ``@media`` rules (dark mode, narrow screens) stay in the head.
    Nothing is fetched from the network or the disk. Thousands of readers of one occasion in one
    language are rendered for once: their mails differ in ``leave`` alone.
    """
    told = {**context, **names_of_frame(language), "leave": LEAVE if leave else ""}
    mail = _rendered(kind, language, json.dumps(told, sort_keys=True))
    if not leave:
        return mail
    return replace(mail, text=mail.text.replace(LEAVE, leave), html=mail.html.replace(LEAVE, leave))


@lru_cache(maxsize=32)
def _rendered(kind: str, language: str, told: str) -> Mail:
    everything = json.loads(told)
    with translation.override(language), timezone.override(settings.TIME_ZONE):
        subject, text, html = (
            _render(template_name(kind, language, part), everything) for part in PARTS
        )
    return Mail(_one_line(subject), text.strip() + "\n", _inliner().inline(html))


def subject_of(kind: str, language: str, context: Mapping[str, Any]) -> str:
    """The subject alone, for a list of messages."""
    everything = {**context, **names_of_frame(language)}
    with translation.override(language), timezone.override(settings.TIME_ZONE):
        return _one_line(_render(template_name(kind, language, "subject.txt"), everything))


def words_of(kind: str, language: str, context: Mapping[str, Any]) -> SafeString:
    """What the mail says, without its frame: HTML to be put into a page of ours."""
    everything = {**context, **names_of_frame(language), "in_page": True}
    with translation.override(language), timezone.override(settings.TIME_ZONE):
        return _render(template_name(kind, language, "html"), everything)


def names_of_frame(language: str) -> dict[str, Any]:
    """What every mail may say. No kind has one of these names for something of its own."""
    return {
        "product_name": settings.PRODUCT_NAME,
        "site_url": settings.SITE_URL,
        "mail_identity": settings.MAIL_IDENTITY,
        "language": language,
    }


def _render(name: str, context: Mapping[str, Any]) -> SafeString:
    template = Engine.get_default().get_template(name)
    return template.render(Context(context, autoescape=name.endswith(".html")))


def _one_line(subject: str) -> str:
    """Without line breaks, which would begin a header of the writer's choice."""
    return re.sub(r"[ \t\r\n]+", " ", subject).strip(" ")


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)
