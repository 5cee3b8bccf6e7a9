"""Many calls, for measuring: the demo's own texts over and over, straight into the tables.

Not a story anybody lived: no mail, no ledger, no contracts. Calls are open, in evaluation,
awarded, unsuccessful or cancelled, in fixed shares; the same seed gives the same rows.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from marketplace.accounts.models import User
from marketplace.demo.copying import copy_rows, take_keys
from marketplace.demo.facts import read
from marketplace.demo.multiplying import multiply
from tenders.actions.notice import show_notices
from tenders.models import Award, Bid, Buyer, Release, Tender
from tenders.states import AwardStatus, BidStatus, BuyerStatus, TenderStatus
from vendors.models import Vendor
from vendors.states import VendorStatus

PREFIX = f"{settings.OCID_PREFIX}-scale-"
AUTHOR, APPROVER = "scale-author@demo.example", "scale-approver@demo.example"
BUYERS, FIRMS, BIDS_PER_AWARD = 40, 200, 3
NOTICES_AT_ONCE = 500
DRAWN = 10_000  # above, copies of these
OPEN_SHARE, OPEN_DAYS, YEARS = 0.08, 25, 4
ENDINGS = {
    TenderStatus.AWARDED: 0.78,
    TenderStatus.UNSUCCESSFUL: 0.10,
    TenderStatus.CANCELLED: 0.06,
    TenderStatus.EVALUATION: 0.06,
}


@dataclass(frozen=True)
class Market:
    """Who buys and who sells: primary keys."""

    author: int
    approver: int
    buyers: list[int]
    firms: list[int]


@transaction.atomic
def load_scale(*, tenders: int, seed: int, at: datetime) -> int:
    """Bring the number of such calls up to ``tenders``; return how many were added."""
    present = Tender.objects.filter(ocid__startswith=PREFIX).count()
    missing = max(0, tenders - present)
    if missing > DRAWN > present:
        load_scale(tenders=DRAWN, seed=seed, at=at)
        multiply(prefix=PREFIX, present=DRAWN, wanted=tenders)
    elif missing:
        rng = Random(f"{seed}-{present}")  # noqa: S311  the same every time, on purpose
        rows = list(_calls(_market(at), present, missing, rng, at))
        copy_rows(Tender, rows)
        copy_rows(Release, [_release(row) for row in rows])
        _copy_awards([row for row in rows if row["awarded_at"]], rng)
        for start in range(0, len(rows), NOTICES_AT_ONCE):
            show_notices([row["id"] for row in rows[start : start + NOTICES_AT_ONCE]])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return missing


def _market(at: datetime) -> Market:
    if Buyer.objects.filter(slug="scale-0").exists():
        bodies = Buyer.objects.filter(slug__startswith="scale-")
        ateliers = Vendor.objects.filter(legal_name__startswith="Atelier à l’échelle ")
        return Market(
            author=User.objects.get(email=AUTHOR).pk,
            approver=User.objects.get(email=APPROVER).pk,
            buyers=list(bodies.values_list("pk", flat=True)),
            firms=list(ateliers.values_list("pk", flat=True)),
        )
    author, approver = (User.objects.create_user(email).pk for email in (AUTHOR, APPROVER))
    buyers, firms = take_keys(Buyer, BUYERS), take_keys(Vendor, FIRMS)
    copy_rows(Buyer, [_buyer(key, number, at) for number, key in enumerate(buyers)])
    copy_rows(Vendor, [_firm(key, number, at) for number, key in enumerate(firms)])
    return Market(author, approver, buyers, firms)


def _buyer(key: int, number: int, at: datetime) -> dict[str, Any]:
    model = read("buyers")[number % len(read("buyers"))]
    copied = ("name_fr", "name_en", "kind", "street", "city", "region", "postal_code")
    return {name: model[name] for name in copied} | {
        "id": key,
        "slug": f"scale-{number}",
        "email": f"achats-{number}@demo.example",
        "status": BuyerStatus.ADMITTED,
        "created_at": at,
        "admitted_at": at,
    }


def _firm(key: int, number: int, at: datetime) -> dict[str, Any]:
    return {
        "id": key,
        "legal_name": f"Atelier à l’échelle {number} inc.",
        "neq": f"{1_100_000_000 + number}",
        "email": f"atelier-{number}@demo.example",
        "region": "06",
        "size": "small",
        "charges_taxes": False,
        "status": VendorStatus.ADMITTED,
        "created_at": at,
        "admitted_at": at,
    }


def _calls(
    market: Market, present: int, missing: int, rng: Random, at: datetime
) -> Iterator[dict[str, Any]]:
    for number, key in enumerate(take_keys(Tender, missing), start=present):
        call = rng.choice(read("calls"))
        published = _published(rng, at)
        status = _status(rng, open_still=published > at - timedelta(days=OPEN_DAYS - 1))
        yield (
            _texts(call, number)
            | _moments(status, published)
            | {
                "id": key,
                "ocid": f"{PREFIX}{number:07d}",
                "number": f"AE-{number:07d}",
                "buyer_id": rng.choice(market.buyers),
                "status": status,
                "main_category_id": call["unspsc"],
                "budget": Decimal(call["amount"]),
                "region": f"{rng.randrange(1, 17):02d}",
                "terms_hash": f"{number:064x}",
                "author_id": market.author,
                "approver_id": market.approver,
                "firms": rng.sample(market.firms, BIDS_PER_AWARD),
            }
        )


def _published(rng: Random, at: datetime) -> datetime:
    if rng.random() < OPEN_SHARE:
        return at - timedelta(days=rng.uniform(0, OPEN_DAYS - 2))
    return at - timedelta(days=rng.uniform(OPEN_DAYS + 60, YEARS * 365))


def _status(rng: Random, *, open_still: bool) -> str:
    if open_still:
        return TenderStatus.OPEN
    return rng.choices(list(ENDINGS), weights=list(ENDINGS.values()))[0]


def _texts(call: dict[str, Any], number: int) -> dict[str, str]:
    kind = read("archetypes")[call["archetype"]]
    texts = {name: kind[name] for name in ("summary_fr", "summary_en", "need_fr", "need_en")}
    return texts | {
        "title_fr": f"{call['title_fr']} ({number})"[:150],
        "title_en": f"{call['title_en']} ({number})"[:150],
        "cancel_reason_fr": "Le besoin a changé.",
    }


def _moments(status: str, published: datetime) -> dict[str, datetime | None]:
    """The stamps of a call published at ``published`` that has come as far as ``status``."""
    deadline = published + timedelta(days=OPEN_DAYS)
    opened = status in {TenderStatus.EVALUATION, TenderStatus.AWARDED}
    ended = status in {TenderStatus.CANCELLED, TenderStatus.UNSUCCESSFUL}
    return {
        "created_at": published,
        "updated_at": published,
        "submitted_at": published,
        "published_at": published,
        "enquiry_deadline": deadline - timedelta(days=5),
        "submission_deadline": deadline,
        "closed_at": deadline if opened else None,
        "opened_at": deadline if opened else None,
        "awarded_at": deadline + timedelta(days=20) if status == TenderStatus.AWARDED else None,
        "ended_at": deadline if ended else None,
    }


def _release(row: dict[str, Any]) -> dict[str, Any]:
    body = {
        "ocid": row["ocid"],
        "id": f"{row['ocid']}-1",
        "date": row["published_at"].isoformat(),
        "tag": ["tender"],
        "language": "fr",
        "tender": {"id": row["ocid"], "title": row["title_fr"], "description": row["need_fr"]},
    }
    return {
        "tender_id": row["id"],
        "release_id": body["id"],
        "number": 1,
        "tags": body["tag"],
        "published_at": row["published_at"],
        "body": json.dumps(body, ensure_ascii=False),
    }


def _copy_awards(rows: list[dict[str, Any]], rng: Random) -> None:
    """Opened bids for each awarded call, the cheapest of which is retained."""
    keys = take_keys(Bid, len(rows) * BIDS_PER_AWARD)
    bids: list[dict[str, Any]] = []
    awards: list[dict[str, Any]] = []
    for row in rows:
        prices = sorted(
            round(row["budget"] * Decimal(rng.uniform(0.6, 1)), 2) for _ in row["firms"]
        )
        first = keys[len(bids)]
        for place, price in enumerate(prices):
            bids.append(_bid(keys[len(bids)], row, row["firms"][place], price, won=place == 0))
        awards.append(_award(row, first, prices[0]))
    copy_rows(Bid, bids)
    copy_rows(Award, awards)


def _bid(key: int, row: dict[str, Any], firm: int, price: Decimal, *, won: bool) -> dict[str, Any]:
    return {
        "id": key,
        "tender_id": row["id"],
        "vendor_id": firm,
        "status": BidStatus.AWARDED if won else BidStatus.NOT_AWARDED,
        "created_by_id": row["author_id"],
        "created_at": row["published_at"],
        "sealed_at": row["published_at"],
        "opened_at": row["opened_at"],
        "technical": {},
        "prices_opened_at": row["opened_at"],
        "prices": {},
        "amount": price,
        "charges_taxes": True,
    }


def _award(row: dict[str, Any], bid: int, price: Decimal) -> dict[str, Any]:
    return {
        "tender_id": row["id"],
        "bid_id": bid,
        "status": AwardStatus.FINAL,
        "amount": price,
        "rationale_fr": read("words")["rationale_fr"],
        "ranking": {},
        "recommended_by_id": row["author_id"],
        "recommended_at": row["awarded_at"],
        "approved_by_id": row["approver_id"],
        "approved_at": row["awarded_at"],
        "standstill_until": row["awarded_at"],
        "final_at": row["awarded_at"],
    }
