"""A call is begun, written, copied."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.checking import check_row
from marketplace.errors import Conflict, IllegalTransition, Invalid
from marketplace.files.store import keep
from marketplace.ledger.record import record
from marketplace.locking import lock
from marketplace.reference.models import Category
from tenders.models import (
    Buyer,
    Criterion,
    Deliverable,
    EligibilityCondition,
    NumberSeries,
    Tender,
    TenderDocument,
)
from tenders.queries.drafts import (
    categories_of,
    conditions_of,
    criteria_of,
    current,
    fingerprint,
    texts,
)
from tenders.states import TenderStatus
from tenders.values import AUTHORED, DeliverableText, Draft

HUNDRED = 100
_UNAUTHORED = {
    field.name for field in Tender._meta.concrete_fields if field.attname not in AUTHORED
}


@transaction.atomic
def create_tender(*, buyer_id: int, draft: Draft, actor: User, at: datetime) -> Tender:
    """Begin a call for a body: it gets its number and its public identity for ever.

    ``draft`` holds at least a French title. The number counts the calls of the
    year, in the platform's time zone, over all bodies.

    Raises NotAuthorized or Invalid; nothing is then stored.
    """
    buyer = Buyer.objects.get(pk=buyer_id)
    authorize(actor, "tenders.add_tender", buyer)
    if not str(draft.fields.get("title_fr", "")).strip():
        raise Invalid(_("Give the call a title in French."), field="title_fr")
    tender = _begin(buyer, actor, at)
    _write(tender, draft)
    record("tender.created", subject=tender.reference, actor=actor, at=at)
    return tender


@transaction.atomic
def save_draft(
    *, tender_id: int, draft: Draft, actor: User, at: datetime, basis: str = ""
) -> Tender:
    """Store what the author wrote, complete or not.

    ``basis`` is the ``fingerprint`` of the content that the author was shown
    and wrote over: who would write over somebody else's newer text is told
    instead. Without it nothing is compared.

    Raises NotAuthorized, IllegalTransition (no longer a draft), Conflict or
    Invalid; nothing is then changed.
    """
    tender = lock_draft(tender_id, actor)
    now_there = fingerprint(current(tender, draft))
    if now_there == fingerprint(draft):
        return tender
    if basis and now_there != basis:
        raise Conflict(
            _(
                "This part was saved elsewhere since you opened this page. What you typed is "
                "still here: compare, then save again to replace the other text."
            )
        )
    tender.version += 1
    tender.updated_at = at
    _write(tender, draft)
    return tender


@transaction.atomic
def copy_tender(
    *, tender_id: int, actor: User, at: datetime, relaunch: bool = False, title_fr: str = ""
) -> Tender:
    """Begin a new call of the same body from what was written for this one, without its dates.

    ``title_fr`` replaces the title, in both languages. With ``relaunch`` the new
    call keeps a public link to this one, which must have been cancelled or unsuccessful.

    Raises NotAuthorized or IllegalTransition; nothing is then stored.
    """
    source = Tender.objects.get(pk=tender_id)
    authorize(actor, "tenders.view_tender", source)
    authorize(actor, "tenders.add_tender", source.buyer)
    if relaunch and not source.can_be_relaunched:
        raise IllegalTransition(
            _("Only a published call that was cancelled or unsuccessful can be relaunched.")
        )
    tender = _begin(source.buyer, actor, at)
    tender.relaunch_of = source if relaunch else None
    _write(tender, _draft_of(source))
    if title_fr.strip():
        _write(tender, Draft(fields={"title_fr": title_fr.strip(), "title_en": ""}))
    _copy_documents(source, tender, at)
    record("tender.created", subject=tender.reference, actor=actor, at=at)
    return tender


def lock_draft(tender_id: int, actor: User) -> Tender:
    """The call, locked, when ``actor`` may write it and it is a draft."""
    tender = lock(Tender.objects.select_related("buyer"), pk=tender_id)
    authorize(actor, "tenders.change_tender", tender)
    if tender.status != TenderStatus.DRAFT:
        raise IllegalTransition(
            _("This call is no longer a draft: its text can't be changed here.")
        )
    return tender


def _begin(buyer: Buyer, actor: User, at: datetime) -> Tender:
    number = NumberSeries.objects.next(f"AP-{timezone.localtime(at).year}")
    return Tender(
        number=number,
        ocid=f"{settings.OCID_PREFIX}-{number.removeprefix('AP-')}",
        buyer=buyer,
        author=actor,
        created_at=at,
        updated_at=at,
    )


def _write(tender: Tender, draft: Draft) -> None:
    """Set, check and save. A wrong value is refused whoever sends it: form, API or shell."""
    for name, value in draft.fields.items():
        if name not in AUTHORED:
            raise KeyError(name)
        setattr(tender, name, value)
    check_row(tender, exclude=_UNAUTHORED)
    check_dates(tender)
    tender.save()
    if draft.categories is not None:
        tender.categories.set(Category.objects.filter(pk__in=draft.categories))
    _replace(tender, EligibilityCondition, draft.conditions)
    _replace(tender, Deliverable, draft.deliverables)
    _replace(tender, Criterion, draft.criteria)


def check_dates(tender: Tender) -> None:
    """Raise Invalid if questions would end after bids. The database says the same."""
    questions, bids = tender.enquiry_deadline, tender.submission_deadline
    if questions and bids and questions > bids:
        raise Invalid(
            _("The deadline for questions must come before the deadline for bids."),
            field="enquiry_deadline",
        )


def _replace(tender: Tender, model: type[Any], texts: Sequence[Any] | None) -> None:
    """Parts of a draft have no identity: the list as sent replaces the list as it was."""
    if texts is None:
        return
    model.objects.filter(tender=tender).delete()
    rows = [
        model(tender=tender, position=position, **asdict(text))
        for position, text in enumerate(texts, start=1)
    ]
    for row in rows:
        check_row(row, exclude=("tender",))
        if isinstance(row, Criterion) and not 0 < row.weight <= HUNDRED:
            raise Invalid(_("A weight is more than 0 and at most 100."), field="weight")
    model.objects.bulk_create(rows)


def _draft_of(source: Tender) -> Draft:
    undated = {"enquiry_deadline", "submission_deadline", "contract_start", "contract_end"}
    return Draft(
        fields={name: getattr(source, name) for name in AUTHORED - undated},
        categories=categories_of(source),
        conditions=conditions_of(source),
        deliverables=texts(DeliverableText, source.deliverables.all(), due_on=None),
        criteria=criteria_of(source),
    )


def _copy_documents(source: Tender, tender: Tender, at: datetime) -> None:
    """The new call gets files of its own, so that removing one here takes nothing from there."""
    for document in source.documents.filter(removed_at__isnull=True).select_related("file"):
        file = document.file
        with file.content.open("rb") as content:
            copy = keep(
                content,
                name=file.name,
                content_type=file.content_type,
                uploaded_by=tender.author,
                at=at,
            )
        TenderDocument.objects.create(
            tender=tender, file=copy, title=document.title, language=document.language, added_at=at
        )
