"""The terms of a contract, frozen when the award is approved: all that the contract prints."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import override

from marketplace import canonical
from marketplace.money import Money, tax_rates, with_quebec_taxes
from tenders.models import Award, Bid, Buyer, Release, Tender
from tenders.values import Clause, Licence
from vendors.models import Vendor

Json = dict[str, Any]


def contract_terms(award: Award, *, number: str, release: Release, at: datetime) -> Json:
    """Everything that the contract ``number`` of ``award`` says, in French, as JSON.

    The contract is in French alone (Charter of the French language, C-11, a. 21).
    Amounts are decimal strings in ``price.currency``; days and moments ISO 8601.
    ``release`` is the award's open data, which is annexed.
    """
    tender, bid = award.tender, award.bid
    with override("fr"):
        return {
            "form": 1,
            "number": number,
            "drawn_up_on": localtime(at).date().isoformat(),
            "call": _call(tender),
            "buyer": _buyer(tender.buyer),
            "vendor": _vendor(bid.vendor),
            "bid": _bid(bid),
            "deliverables": _deliverables(tender, bid.prices or {}),
            "price": _price(award, at),
            "period": {
                "start": _day(tender.contract_start),
                "end": _day(tender.contract_end),
            },
            "place": _place(tender),
            "licence": {"code": tender.licence, "label": str(Licence(tender.licence).label)},
            "clauses": [clause for clause in Clause.values if clause in tender.clauses],
            "award": {
                "reference": str(award.public_id),
                "method": str(tender.get_award_method_display()),
                "approved_at": award.approved_at.isoformat(),  # type: ignore[union-attr]
                "standstill_until": award.standstill_until.isoformat(),  # type: ignore[union-attr]
            },
            "release": release.release_id,
            "address": settings.SITE_URL + reverse("tenders:contract_check", args=[number]),
            "site": settings.PRODUCT_NAME,
        }


def terms_digest(terms: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON of the terms: printed on each page."""
    return sha256(canonical.dumps(terms)).hexdigest()


def _call(tender: Tender) -> Json:
    return {
        "ocid": tender.ocid,
        "number": tender.number,
        "title": tender.title_fr,
        "summary": tender.summary_fr,
        "need": tender.need_fr,
        "published_at": tender.published_at.isoformat(),  # type: ignore[union-attr]
        "terms_hash": tender.terms_hash,
        "conditions": [row.title_fr for row in tender.conditions.all()],
        "amendments": [
            {"number": row.number, "published_at": row.published_at.isoformat()}
            for row in tender.amendments.all()
        ],
        "documents": [
            {"title": row.title, "sha256": row.file.sha256}
            for row in tender.documents.filter(removed_at__isnull=True).select_related("file")
        ],
    }


def _buyer(buyer: Buyer) -> Json:
    return {
        "name": buyer.name_fr,
        "kind": str(buyer.get_kind_display()),
        "neq": buyer.neq,
        **_address(buyer),
    }


def _vendor(vendor: Vendor) -> Json:
    return {
        "name": vendor.legal_name,
        "trade_name": vendor.trade_name,
        "neq": vendor.neq or "",
        "gst_number": vendor.gst_number,
        "qst_number": vendor.qst_number,
        **_address(vendor),
    }


def _address(party: Buyer | Vendor) -> Json:
    return {
        "street": party.street,
        "city": party.city,
        "postal_code": party.postal_code,
        "email": party.email,
        "phone": party.phone,
    }


def _bid(bid: Bid) -> Json:
    """What the firm is held to besides: its bid, named by the hash that its receipt states."""
    version = bid.versions.filter(received_at__lt=bid.tender.submission_deadline).latest("number")
    files = bid.files.filter(opened__isnull=False).select_related("opened")
    listed = {file["id"] for file in (bid.technical or {}).get("files", [])}
    return {
        "reference": str(bid.public_id),
        "version": version.number,
        "received_at": version.received_at.isoformat(),
        "manifest_hash": version.manifest_hash,
        "files": [
            {"name": file.opened.name, "sha256": file.opened.sha256}
            for file in files
            if str(file.public_id) in listed and file.opened is not None
        ],
    }


def _deliverables(tender: Tender, prices: Mapping[str, str]) -> list[Json]:
    return [
        {
            "title": row.title_fr,
            "acceptance": row.description_fr,
            "due_on": _day(row.due_on),
            "amount": _cents(prices.get(str(row.pk), "0")),
        }
        for row in tender.deliverables.all()
    ]


def _price(award: Award, at: datetime) -> Json:
    charged = bool(award.bid.charges_taxes) and award.tender.buyer.pays_taxes
    day = localtime(at).date()
    taxes = with_quebec_taxes(Money(award.amount, award.currency), charged=charged, on=day)
    rates = tax_rates(day)
    return {
        "currency": award.currency,
        "amount": str(taxes.pretax.amount),
        "taxed": charged,
        "gst_rate": str(rates.gst),
        "gst": str(taxes.gst.amount),
        "qst_rate": str(rates.qst),
        "qst": str(taxes.qst.amount),
        "total": str(taxes.total.amount),
        "firm_charges_taxes": bool(award.bid.charges_taxes),
        "buyer_pays_taxes": award.tender.buyer.pays_taxes,
    }


def _place(tender: Tender) -> str:
    label = str(tender.get_place_display())
    return f"{label}, {tender.city}" if tender.city else label


def _cents(value: str) -> str:
    return str(Decimal(value).quantize(Decimal("0.01")))


def _day(day: Any) -> str:
    return day.isoformat() if day else ""
