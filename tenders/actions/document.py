"""Documents that go with a call."""

from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.errors import Invalid
from marketplace.files.models import StoredFile
from marketplace.files.store import discard, store
from marketplace.ledger.record import record
from marketplace.locking import lock
from tenders.actions.tender import lock_draft
from tenders.models import Tender, TenderDocument
from tenders.states import TenderStatus
from tenders.values import NewDocument

MOST_DOCUMENTS = 20


@transaction.atomic
def add_document(
    *, tender_id: int, content: File, title: str, language: str, actor: User, at: datetime
) -> TenderDocument:
    """Put a document with a draft; it is public once the call is.

    Raises NotAuthorized, IllegalTransition or Invalid; nothing is then stored.
    """
    tender = lock_draft(tender_id, actor)
    kept = store(content, name=content.name or "", uploaded_by=actor, at=at)
    new = NewDocument(str(kept.public_id), title, language)
    document = attach(tender, new, actor, at)
    record("tender.document-added", subject=tender.reference, actor=actor, at=at)
    return document


@transaction.atomic
def remove_document(*, tender_id: int, document_id: int, actor: User, at: datetime) -> None:
    """Take a document from a draft, as if it had never been there.

    Raises NotAuthorized, IllegalTransition or TenderDocument.DoesNotExist; nothing is then changed.
    """
    tender = lock_draft(tender_id, actor)
    document = tender.documents.select_related("file").get(pk=document_id)
    document.delete()
    discard(document.file)
    record("tender.document-removed", subject=tender.reference, actor=actor, at=at)


@transaction.atomic
def keep_for_amendment(*, tender_id: int, content: File, actor: User, at: datetime) -> StoredFile:
    """Keep a file that ``actor`` is about to add to a published call by an amendment.

    Until then it belongs to no call and nobody can read it.

    Raises NotAuthorized or Invalid; nothing is then stored.
    """
    tender = lock(Tender.objects.select_related("buyer"), pk=tender_id)
    authorize(actor, "tenders.amend_tender", tender)
    if tender.status != TenderStatus.OPEN:
        raise Invalid(_("This call isn't open: its documents can't change any more."))
    return store(content, name=content.name or "", uploaded_by=actor, at=at)


def attach(tender: Tender, new: NewDocument, actor: User, at: datetime) -> TenderDocument:
    """Put a file that ``actor`` kept with the call, which the caller holds locked."""
    present = tender.documents.filter(removed_at__isnull=True).count()
    if present >= MOST_DOCUMENTS:
        raise Invalid(_("A call takes at most %(n)s documents.") % {"n": MOST_DOCUMENTS})
    kept = StoredFile.objects.filter(public_id=new.file, uploaded_by=actor).first()
    if kept is None or TenderDocument.objects.filter(file=kept).exists():
        raise Invalid(_("“%(title)s” is no longer there: add it again.") % {"title": new.title})
    return TenderDocument.objects.create(
        tender=tender,
        file=kept,
        title=new.title.strip()[:150] or kept.name[:150],
        language=new.language,
        added_at=at,
    )


def detach(tender: Tender, document_id: int, at: datetime) -> TenderDocument:
    """Mark a document of a published call, which the caller holds locked, as removed."""
    document = tender.documents.get(pk=document_id, removed_at__isnull=True)
    document.removed_at = at
    document.save(update_fields=["removed_at"])
    return document
