"""The contract on paper: French, PDF/A, printed from its frozen terms and nothing else."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from marketplace.amounts import format_number
from marketplace.richtext import to_html
from marketplace.web.qr import qr_code
from tenders.documents.contract_terms import terms_digest

TEMPLATE = "tenders/documents/contract.html"
SHEET = "tenders/documents/contract.css"
_HEADING = re.compile(r"<(/?)h[3-6]>")
ATTESTATION_FROM = Decimal(25000)  # Revenu Québec's attestation; C-65.1, r. 5.1


def render_contract(terms: Mapping[str, Any], *, release: str) -> bytes:
    """PDF of the contract whose frozen ``terms`` these are; the same bytes at each printing.

    ``terms`` is ``Contract.terms`` (see ``contract_terms``); all of it is escaped.
    ``release`` is the JSON text of the award's open data, annexed as it was published.
    """
    # A slow import, needed by the worker alone.
    from marketplace.pdf import Annex, html_to_pdf

    annex = Annex(
        name=f"{terms['release']}.json",
        content=release.encode(),
        description="Données ouvertes de l’attribution (OCDS 1.1)",
        made_at=datetime.fromisoformat(terms["award"]["approved_at"]),
    )
    return html_to_pdf(
        contract_html(terms),
        assets={
            "asset:contract.css": render_to_string(SHEET).encode(),
            "asset:qr.svg": qr_code(terms["address"]),
        },
        annexes=[annex],
    )


def contract_html(terms: Mapping[str, Any]) -> str:
    """The page that is printed, in French and on Québec's clock whoever prints it."""
    with override("fr"), timezone.override(settings.TIME_ZONE):
        return render_to_string(TEMPLATE, _context(terms))


def _context(terms: Mapping[str, Any]) -> dict[str, Any]:
    price, call, award = terms["price"], terms["call"], terms["award"]
    return {
        "terms": {
            **terms,
            "clauses": [
                {"template": f"tenders/documents/clauses/{code}.html"} for code in terms["clauses"]
            ],
        },
        "digest": terms_digest(terms),
        "drawn_up_on": _day(terms["drawn_up_on"]),
        "published_at": _moment(call["published_at"]),
        "received_at": _moment(terms["bid"]["received_at"]),
        "approved_at": _moment(award["approved_at"]),
        "standstill_until": _moment(award["standstill_until"]),
        "amendments": [
            {**row, "published_at": _moment(row["published_at"])} for row in call["amendments"]
        ],
        "start": _day(terms["period"]["start"]),
        "end": _day(terms["period"]["end"]),
        "deliverables": [{**row, "due_on": _day(row["due_on"])} for row in terms["deliverables"]],
        "gst_rate": _percent(price["gst_rate"]),
        "qst_rate": _percent(price["qst_rate"]),
        "needs_attestation": Decimal(price["amount"]) >= ATTESTATION_FROM,
        "need": _need(call["need"]),
    }


def _need(text: str) -> SafeString:
    """The need as HTML, every heading one step under the annex's: none is skipped."""
    return mark_safe(_HEADING.sub(r"<\1h3>", to_html(text)))  # noqa: S308  cleaned by to_html


def _percent(rate: str) -> str:
    """``9,975`` of ``0.09975``."""
    percent = (Decimal(rate) * 100).normalize()
    places = max(0, -int(percent.as_tuple().exponent))
    return format_number(percent, "fr", places=places)


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value)
