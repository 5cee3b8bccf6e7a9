"""The terms of a call: everything that bids answer and are judged by, written down one way."""

from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from marketplace import canonical
from tenders.models import Tender

# Not here: the dates of the procedure (an extension changes nothing that a bid answers),
# and what is only said about the call (who wrote it, when, its state).
_FIELDS = (
    "title_fr", "title_en", "summary_fr", "summary_en", "need_fr", "need_en",
    "procedure", "main_category_id", "budget", "currency", "budget_is_ceiling",
    "place", "city", "region", "contract_start", "contract_end", "licence", "clauses",
    "award_method", "k", "minimum_quality",
)  # fmt: skip
_PARTS = {
    "conditions": ("id", "title_fr", "title_en"),
    "deliverables": (
        "id", "title_fr", "title_en", "description_fr", "description_en", "due_on", "share",
    ),
    "criteria": (
        "id", "title_fr", "title_en", "description_fr", "description_en", "weight", "pass_mark",
    ),
}  # fmt: skip


def terms_of(tender: Tender) -> dict[str, Any]:
    """What ``terms_hash`` is the hash of: text, whole numbers, lists and null only.

    Amounts, marks and weights are decimal strings without needless zeros,
    days ISO 8601. Documents are named by the SHA-256 of their content.
    """
    return {
        "type": "tender-terms",
        "version": 1,
        "tender": tender.ocid,
        **{name: plain(getattr(tender, name)) for name in _FIELDS},
        # Of a reserved call alone, so that the terms of all others stay what they were.
        **({"reserved_for": tender.reserved_for} if tender.reserved_for else {}),
        "categories": sorted(tender.categories.values_list("pk", flat=True)),
        **{
            part: [
                {name: plain(getattr(row, name)) for name in names} for row in _rows(tender, part)
            ]
            for part, names in _PARTS.items()
        },
        "documents": sorted(
            tender.documents.filter(removed_at__isnull=True).values_list("file__sha256", flat=True)
        ),
    }


def hash_terms(tender: Tender) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of ``terms_of``."""
    return sha256(canonical.dumps(terms_of(tender))).hexdigest()


def _rows(tender: Tender, part: str) -> Any:
    return getattr(tender, part).order_by("position")


def plain(value: Any) -> Any:
    """A column's value as text: decimals without needless zeros, moments and days ISO 8601."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value
