"""Two officers open together: each consents, with a second factor just before."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.errors import Conflict, IllegalTransition, NotAuthorized
from marketplace.ledger.record import record
from marketplace.locking import lock
from marketplace.sealing.api import APPROVED, PRICE, TECHNICAL, is_fresh
from tenders.models import OpeningApproval, Tender
from tenders.queries.opening import may_be_opened
from tenders.states import TenderStatus


@transaction.atomic
def approve_opening(
    *, tender_id: int, proved_at: datetime | None, actor: User, at: datetime
) -> bool:
    """Consent to the opening of a closed call's bids. Return whether it may be opened now.

    ``proved_at`` is when the officer last gave a second factor. The consent covers the prices too,
    which the sealer keeps until the notes are locked. With the last consent that the call
    requires, the opening is announced in the ledger: opening itself is another transaction,
    because the sealer opens nothing that is not on record.

    Raises NotAuthorized, IllegalTransition or Conflict; nothing has then changed.
    """
    tender = lock(Tender.objects.all(), pk=tender_id)
    authorize(actor, "tenders.open_bids", tender)
    if not is_fresh(proved_at, at):
        raise NotAuthorized(_("Give your second factor again, then confirm the opening."))
    if tender.status != TenderStatus.CLOSED:
        raise IllegalTransition(_("This call’s bids are not waiting to be opened."))
    approvals = OpeningApproval.objects.filter(tender=tender)
    if approvals.filter(officer=actor).exists():
        raise Conflict(_("You have confirmed this opening. Another person must confirm it too."))
    if may_be_opened(tender):
        raise Conflict(_("This opening was confirmed already: the bids are being opened."))
    OpeningApproval.objects.create(tender=tender, officer=actor, approved_at=at)
    record(
        APPROVED,
        subject=tender.reference,
        actor=actor,
        at=at,
        data={"proved_at": proved_at.isoformat() if proved_at else ""},
    )
    if not may_be_opened(tender):
        return False
    announce_opening(tender, [TECHNICAL] if tender.has_quality else [TECHNICAL, PRICE], actor, at)
    return True


def announce_opening(tender: Tender, parts: list[str], actor: User, at: datetime) -> None:
    """Say in the ledger what is about to be opened, and who consented."""
    officers = [
        str(person)
        for person in tender.opening_approvals.values_list("officer__public_id", flat=True)
    ]
    record(
        "seal.open",
        subject=tender.reference,
        actor=actor,
        at=at,
        data={"parts": parts, "opened_by": officers},
    )
