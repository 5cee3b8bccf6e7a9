"""``{% load house %}``: the components. How to use each: ``templates/components/README.md``."""

import json
import re
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from django import template
from django.template.context import Context, RequestContext
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from marketplace.clock import now
from marketplace.web import diff, navigation, tones, wording
from marketplace.web.language import alternates
from marketplace.web.qr import qr_code

register = template.Library()
CALLOUT_ICONS = {
    "note": "info",
    "go": "done",
    "wait": "warning",
    "stop": "stop",
    "seal": "sealed",
}
HTMX_CONFIG = json.dumps(
    {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "422", "swap": True},
            {"code": "[45]..", "swap": False, "error": True},
        ],
    }
)
COUNTDOWN = '<span data-countdown="{}" data-now="{}">{}</span>'
_SHOWN = re.compile(COUNTDOWN.format('([^"]+)', '[^"]+', "[^<]*"))
_ANY = datetime(2026, 1, 1, tzinfo=UTC)
MESSAGE_TONES = {"success": "go", "warning": "wait", "error": "stop"}


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """A QR code of ``text``, which ``label`` names for those who do not see it."""
    drawing = qr_code(text).decode().strip()
    return format_html(
        '<span role="img" aria-label="{}">{}</span>',
        label,
        mark_safe(drawing),  # noqa: S308  drawn by us, of black and white squares
    )


@register.simple_tag
@cache
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; hidden from screen readers unless ``label`` says what it means."""
    said = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon" {}><use href="{}#{}"></use></svg>',
        SafeString(said),
        static("img/icons.svg"),
        name,
    )


@register.inclusion_tag("components/button.html")
def button(label: str, **options: Any) -> dict[str, Any]:
    """A button, or a link that looks like one where ``href`` is given."""
    return {"label": label, **options}


@register.simple_tag
def badge(label: str, tone: str = "idle") -> SafeString:
    """A word in a coloured pill."""
    return format_html('<span class="badge" data-tone="{}">{}</span>', tone, capfirst(label))


@register.simple_tag
def status(record: Any, field: str = "status") -> SafeString:
    """The badge of ``record.status``."""
    label = getattr(record, f"get_{field}_display")()
    return badge(label, tones.tone_of(getattr(record, field)))


@register.filter
def tone(value: Any) -> str:
    return tones.tone_of(value)


@register.filter
def message_tone(tags: str) -> str:
    return next((MESSAGE_TONES[tag] for tag in tags.split() if tag in MESSAGE_TONES), "note")


@register.inclusion_tag("components/avatar.html")
def avatar(name: Any, shape: str = "") -> dict[str, Any]:
    return {"letters": wording.initials(str(name)), "shape": shape}


@register.simple_block_tag
def callout(content: str, tone: str = "note", title: str = "", role: str = "") -> str:
    """Something to notice. ``role="alert"`` or ``"status"`` only for what just happened."""
    context = {"content": content, "tone": tone, "title": title, "role": role}
    return render_to_string(
        "components/callout.html", {**context, "icon": CALLOUT_ICONS.get(tone, "info")}
    )


@register.simple_block_tag
def empty(content: str, title: str, icon: str = "folder") -> str:
    """What a list shows when nothing is in it: why, and what to do."""
    return render_to_string(
        "components/empty.html", {"content": content, "title": title, "icon": icon}
    )


@register.simple_block_tag
def disclosure(content: str, summary: str, open: bool = False) -> str:
    return render_to_string(
        "components/disclosure.html",
        {"content": content, "summary": summary, "open": open},
    )


@register.simple_block_tag
def breadcrumbs(content: str) -> str:
    """The way back up; put ``{% crumb %}`` tags inside. The home page comes first by itself."""
    return render_to_string("components/breadcrumbs.html", {"content": content})


@register.simple_tag
def crumb(label: Any, url: str = "") -> SafeString:
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, label)
    return format_html('<li><span aria-current="page">{}</span></li>', label)


@register.inclusion_tag("components/steps.html")
def steps(names: list[Any], current: int) -> dict[str, Any]:
    """A progress indicator: ``names`` are labels or (label, url), ``current`` counts from 1."""
    shown = []
    for place, name in enumerate(names, start=1):
        label, url = name if isinstance(name, tuple | list) else (name, "")
        shown.append({"label": label, "url": url if place != current else "", "place": place})
    return {"steps": shown, "current": current, "count": len(shown)}


@register.inclusion_tag("components/tabs.html", takes_context=True)
def tabs(context: RequestContext, items: list[Any], label: str) -> dict[str, Any]:
    """Links between the parts of one thing: (label, url) or (label, url, count)."""
    path = context["request"].path
    shown = [
        {"label": item[0], "url": item[1], "count": item[2] if len(item) > 2 else None}
        for item in items
    ]
    return {
        "tabs": [{**tab, "current": tab["url"] == path} for tab in shown],
        "label": label,
    }


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: RequestContext, page: Any) -> dict[str, Any]:
    """Newer and older, by keyset; the other query parameters stay."""
    query = context["request"].GET.copy()
    urls = {}
    for name in ("newer", "older"):
        query["cursor"] = getattr(page, name)
        urls[name] = f"?{query.urlencode()}" if query["cursor"] else ""
    return urls


@register.inclusion_tag("components/file.html")
def file_row(name: str, url: str, size: int | None = None, note: str = "") -> dict[str, Any]:
    ending = name.rsplit(".", 1)[-1].upper() if "." in name else ""
    return {"name": name, "url": url, "size": size, "ending": ending, "note": note}


@register.inclusion_tag("components/diff.html")
def changes(before: Any, after: Any) -> dict[str, Any]:
    """Before and after where they differ, with the words that changed marked."""
    was, became = diff.diff_words(*diff.excerpts(str(before), str(after)))
    return {"before": was, "after": became}


def time_left(until: datetime, at: datetime) -> str:
    """``3 days 4 hours``, ``5 hours 12 minutes``, ``8 minutes`` or that it's over."""
    minutes = int((until - at).total_seconds() // 60)
    if until <= at:
        return _("Closed")
    if minutes < 1:
        return _("Less than a minute left")
    days, hours = minutes // 1440, minutes // 60 % 24
    parts = []
    if days:
        parts.append(ngettext("%(n)s day", "%(n)s days", days) % {"n": days})
    if hours:
        parts.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if not days and minutes % 60:
        n = minutes % 60
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n})
    return _("%(time)s left") % {"time": " ".join(parts)}


@register.simple_tag
def countdown(until: datetime) -> SafeString:
    """The time left as text, right without a script; one keeps it right while the page is open."""
    return countdown_at(until, now())


def countdown_at(until: datetime, at: datetime) -> SafeString:
    left = until - at
    minutes = -1 if left <= timedelta(0) else int(left.total_seconds()) // 60
    said = _minutes_left(minutes, get_language() or "fr")
    now_said = at.isoformat(timespec="seconds")
    return mark_safe(COUNTDOWN.format(until.isoformat(), now_said, said))  # noqa: S308  escaped


def with_time_left(html: str, at: datetime) -> str:
    """Kept HTML with its countdowns as they are to be read at ``at``."""
    return _SHOWN.sub(lambda found: countdown_at(datetime.fromisoformat(found[1]), at), html)


@lru_cache(maxsize=10_000)
def _minutes_left(minutes: int, language: str) -> str:
    return escape(time_left(_ANY + timedelta(minutes=minutes, seconds=1), _ANY))


@register.inclusion_tag("components/deadline.html")
def deadline(until: datetime, label: str = "") -> dict[str, Any]:
    """The box that says until when, with its zone and the time left."""
    label = label or _("Closing date")
    return {"until": until, "label": label, "tone": deadline_tone(until, now())}


def deadline_tone(until: datetime, at: datetime) -> str:
    """How pressing a deadline is."""
    left = until - at
    if left <= timedelta(0):
        return "idle"
    return "stop" if left < timedelta(days=1) else "wait" if left < timedelta(days=3) else "go"


@register.simple_tag(takes_context=True)
def address(context: Context, name: str, *args: Any) -> str:
    """Like ``{% url %}``, but "" where this installation has no page of that name."""
    return navigation.address(name, *args, words=context.get("furniture"))


@register.simple_tag
def htmx_script() -> SafeString:
    """htmx, for the pages that use it, without its inline styles and evaluation."""
    return format_html(
        '<meta name="htmx-config" content="{}"><script src="{}" defer></script>',
        HTMX_CONFIG,
        static("django_htmx/htmx-2.min.js"),
    )


@register.inclusion_tag("components/site_nav.html", takes_context=True)
def site_nav(context: RequestContext) -> dict[str, Any]:
    words = context.get("furniture")
    path = context["request"].path
    return {
        "links": navigation.links(navigation.MAIN, path, words, getattr(words, "header", ())),
        "search": navigation.address(navigation.SEARCH),
    }


@register.simple_tag(takes_context=True)
def foot_columns(context: Context) -> list[dict[str, Any]]:
    words = context.get("furniture")
    last = navigation.FOOT[-1]
    columns = [
        {
            "title": column[0],
            "links": navigation.links(
                column[1], "", words, getattr(words, "foot", ()) if column is last else ()
            ),
        }
        for column in navigation.FOOT
    ]
    return [column for column in columns if column["links"]]


@register.simple_tag(takes_context=True)
def languages(context: RequestContext) -> list[dict[str, str]]:
    """This page in each language: code, name, path and absolute url."""
    return alternates(context["request"], context)
