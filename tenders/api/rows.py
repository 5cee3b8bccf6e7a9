"""From rows to what the API answers."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from marketplace.reference import models as reference
from marketplace.reference.models import Region
from tenders import models
from tenders.api import schemas
from tenders.api.codes import ContractState, award_state, public_status
from tenders.ocds.values import address
from tenders.values import BuyerKind
from vendors import models as vendors
from vendors.states import FirmSize


def text(record: Any, field: str) -> schemas.Text:
    said = {language: getattr(record, f"{field}_{language}") for language in ("fr", "en")}
    return schemas.Text(fr=said["fr"] or None, en=said["en"] or None)


def money(amount: Decimal, currency: str) -> schemas.Money:
    return schemas.Money(amount=f"{amount:.2f}", currency=currency)


def decimal(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def past(moment: datetime | None) -> datetime:
    """A moment without which the row would not be public. Raises ValueError if it is not."""
    if moment is None:
        raise ValueError("This is not public.")
    return moment


def page(view: str, *args: Any) -> schemas.Page:
    return schemas.Page(**{language: _address(language, view, args) for language in ("fr", "en")})


def _address(language: str, view: str, args: Any) -> str:
    with translation.override(language):
        return settings.SITE_URL + reverse(view, args=args)


def category(row: reference.Category) -> schemas.Category:
    return schemas.Category(
        code=row.code, level=row.level, label=text(row, "label"), cpv=row.cpv or None
    )


def buyer_name(row: models.Buyer) -> schemas.BuyerName:
    return schemas.BuyerName(slug=row.slug, name=text(row, "name"))


def vendor_name(row: vendors.Vendor) -> schemas.VendorName:
    return schemas.VendorName(id=str(row.public_id), name=row.name)


def call(row: models.Tender) -> schemas.Call:
    return schemas.Call(**_call(row))


def call_in_full(row: models.Tender) -> schemas.CallInFull:
    others = row.categories.exclude(pk=row.main_category_id)
    return schemas.CallInFull(
        **_call(row),
        need=text(row, "need"),
        categories=[category(each) for each in others],
        deliverables=[deliverable(each) for each in row.deliverables.all()],
        criteria=[criterion(each) for each in row.criteria.all()] if row.has_quality else [],
        k=decimal(row.k),
        minimum_quality=decimal(row.minimum_quality),
    )


def _call(row: models.Tender) -> dict[str, Any]:
    shown = row.budget if row.budget_is_public else None
    return {
        "ocid": row.ocid,
        "number": row.number,
        "status": public_status(row.status),
        "procedure": row.procedure,
        "title": text(row, "title"),
        "summary": text(row, "summary"),
        "buyer": buyer_name(row.buyer),
        "category": category(row.main_category) if row.main_category else None,
        "region": row.region or None,
        "place": row.place,
        "licence": row.licence,
        "award_method": row.award_method,
        "budget": None if shown is None else money(shown, row.currency),
        "budget_is_maximum": row.budget_is_ceiling,
        "published_at": row.published_at,
        "questions_until": row.enquiry_deadline,
        "closes_at": row.submission_deadline,
        "page": page("tenders:detail", row.ocid),
        "record": address("opendata:record", row.ocid),
    }


def deliverable(row: models.Deliverable) -> schemas.Deliverable:
    return schemas.Deliverable(
        title=text(row, "title"), acceptance=text(row, "description"), due_on=row.due_on
    )


def criterion(row: models.Criterion) -> schemas.Criterion:
    return schemas.Criterion(
        title=text(row, "title"), weight=f"{row.weight:f}", pass_mark=decimal(row.pass_mark)
    )


def call_name(row: models.Tender) -> schemas.CallName:
    return schemas.CallName(
        ocid=row.ocid, number=row.number, title=text(row, "title"), buyer=buyer_name(row.buyer)
    )


def award(row: models.Award) -> schemas.Award:
    return schemas.Award(
        id=str(row.public_id),
        status=award_state(row.status),
        call=call_name(row.tender),
        vendor=vendor_name(row.bid.vendor),
        value=money(row.amount, row.currency),
        rationale=text(row, "rationale"),
        awarded_at=past(row.approved_at),
        standstill_until=past(row.standstill_until),
        page=page("tenders:award", row.tender.ocid),
    )


def contract(row: models.Contract) -> schemas.Contract:
    return schemas.Contract(
        number=row.number,
        status=ContractState(row.status),
        award=str(row.award.public_id),
        call=call_name(row.award.tender),
        vendor=vendor_name(row.award.bid.vendor),
        value=money(row.award.amount, row.award.currency),
        signed_at=past(row.in_force_at),
        sha256=row.pdf_sha256 or None,
    )


def buyer(row: models.Buyer) -> schemas.Buyer:
    return schemas.Buyer(
        **buyer_name(row).model_dump(),
        kind=BuyerKind(row.kind),
        neq=row.neq or None,
        city=row.city,
        region=Region(row.region),
        email=row.email,
        website=row.website or None,
        page=page("tenders:buyer", row.slug),
    )


def vendor(row: vendors.Vendor) -> schemas.Vendor:
    """What the firm's public profile shows: never its street, telephone or people."""
    said = row.is_listed and (row.description_fr or row.description_en)
    return schemas.Vendor(
        **vendor_name(row).model_dump(),
        legal_name=row.legal_name,
        neq=row.neq or None,
        size=FirmSize(row.size),
        city=row.city,
        region=Region(row.region),
        website=(row.is_listed and row.website) or None,
        description=text(row, "description") if said else None,
        categories=[category(each) for each in row.categories.all()] if row.is_listed else [],
        page=page("vendors:detail", row.public_id),
    )
