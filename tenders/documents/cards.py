"""Cards: how a list shows a call, an award or a contract.

They are drawn once, at the public step that changes them, and kept in the ``Notice`` row: a list
then costs what reading text costs. A kept card must never lie, so what the clock changes (the
badge, its colour, the time left) stands in it as a mark, and ``lively`` puts it in when read.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from marketplace.bilingual import LANGUAGES
from marketplace.web.fingerprint import fingerprint
from marketplace.web.templatetags.house import badge, countdown_at
from marketplace.web.tones import tone_of
from tenders.models import Award, Contract, Tender
from tenders.queries.notices import SOON
from tenders.queries.search import MARK
from tenders.states import TenderStatus

# No text typed by people holds these: in it < and " are escaped.
TONE, BADGE, LEFT = 'data-tone="?"', "<!--badge-->", "<!--left-->"
WORDS = ("<!--words-->", "<!--/words-->")
_MARKDOWN = re.compile(r"[*_#`|]+|!?\[([^\]]*)\]\([^)]*\)")


def draw_call(tender: Tender) -> dict[str, str]:
    """The card of a call in each language."""
    return _drawn("call", tender=tender, is_open=tender.status == TenderStatus.OPEN)


def draw_award(award: Award, *, bids: int) -> dict[str, str]:
    """The row of an award, for which ``bids`` bids were opened, in each language."""
    return _drawn("award", award=award, bids=bids)


def draw_contract(contract: Contract, award: Award) -> dict[str, str]:
    """The row of a contract in the register, in each language."""
    return _drawn("contract", contract=contract, award=award, tender=award.tender)


def _drawn(kind: str, **facts: Any) -> dict[str, str]:
    drawn = {}
    for language in LANGUAGES:
        with override(language):
            drawn[language] = render_to_string(f"tenders/cards/{kind}.html", facts).strip()
    return drawn


def form() -> str:
    """Names what the cards are drawn with."""
    return fingerprint("templates/tenders/cards/*.html")


def standing(status: str, deadline: datetime | None, at: datetime) -> tuple[Any, str]:
    """Where a call is for who might bid, and its tone: by the clock, not by the sweep's."""
    if status != TenderStatus.OPEN or deadline is None:
        return TenderStatus(status).label, tone_of(status)
    if deadline <= at:
        return _("closed"), "note"
    if deadline <= at + SOON:
        return _("closing soon"), "wait"
    return TenderStatus.OPEN.label, "go"


def live_cards(
    rows: Iterable[Any], column: str, *, at: datetime, words: Mapping[int, str] | None = None
) -> list[SafeString]:
    """The kept cards of ``rows`` (``NoticeQuerySet.cards``) as they are to be read at ``at``.

    ``words`` are the snippets that the search found, by notice: they stand for the summary.
    """
    found, badges = words or {}, cache(badge)
    cards = []
    for row in rows:
        card = _telling(getattr(row, column), found.get(row.tender_id, ""))
        if row.status == TenderStatus.OPEN:
            label, tone = standing(row.status, row.submission_deadline, at)
            card = (
                card.replace(TONE, f'data-tone="{tone}"', 1)
                .replace(BADGE, badges(label, tone), 1)
                .replace(LEFT, countdown_at(row.submission_deadline, at), 1)
            )
        cards.append(mark_safe(card))  # noqa: S308  drawn by us from escaped text
    return cards


def _telling(card: str, snippet: str) -> str:
    """The card with the words that the search found, marked, instead of its summary."""
    if MARK[0] not in snippet:
        return card
    head, _begin, rest = card.partition(WORDS[0])
    _summary, _end, tail = rest.partition(WORDS[1])
    return f'{head}<p class="soft">{highlighted(snippet)}</p>{tail}'


def highlighted(snippet: str) -> SafeString:
    """A search snippet as HTML, the words found in ``<mark>``."""
    plain = escape(_MARKDOWN.sub(r"\1", snippet))
    return mark_safe(plain.replace(MARK[0], "<mark>").replace(MARK[1], "</mark>"))  # noqa: S308
