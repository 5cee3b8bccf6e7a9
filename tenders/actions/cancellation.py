"""A call is given up."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.errors import Invalid
from marketplace.ledger.record import record
from marketplace.locking import lock, lock_all
from marketplace.notifications.notify import notify
from marketplace.transitions import move
from tenders.actions.announcement import announce
from tenders.actions.release import append_release
from tenders.models import Award, Contract, Tender
from tenders.queries.audience import bidders_on, enquirers_on, responsible_for
from tenders.queries.facts import tender_facts
from tenders.states import (
    ACTIVE_AWARDS,
    AWARD,
    CONTRACT,
    TENDER,
    AwardStatus,
    ContractStatus,
    TenderStatus,
)
from tenders.values import PublicStep


@transaction.atomic
def cancel_tender(
    *, tender_id: int, reason_fr: str, reason_en: str = "", actor: User, at: datetime
) -> Tender:
    """Give up a call before its contract is in force, for a reason that everybody reads.

    Bids that are sealed stay sealed for ever. An award not yet under contract
    falls with the call, and so does a contract not yet signed. Of a published call a release
    ``tenderCancellation`` is appended; bidders, those who asked and the buyer's people are told.

    Raises NotAuthorized, IllegalTransition or Invalid; nothing is then changed.
    """
    tender = lock(Tender.objects.select_related("buyer"), pk=tender_id)
    authorize(actor, "tenders.cancel_tender", tender)
    if not reason_fr.strip():
        raise Invalid(_("Give the reason in French: everybody will read it."), field="reason_fr")
    move(
        tender,
        TenderStatus.CANCELLED,
        TENDER,
        ended_at=at,
        updated_at=at,
        cancel_reason_fr=reason_fr.strip(),
        cancel_reason_en=reason_en.strip(),
    )
    _drop_award(tender, at)
    record("tender.cancelled", subject=tender.reference, actor=actor, at=at)
    _tell(tender, at)
    if tender.is_public:
        append_release(tender=tender, tags=["tenderCancellation"], at=at)
        announce(tender, PublicStep.CANCELLED, at=at)
    return tender


def _drop_award(tender: Tender, at: datetime) -> None:
    for award in lock_all(Award.objects.filter(tender=tender, status__in=ACTIVE_AWARDS)):
        for contract in lock_all(Contract.objects.filter(award=award)):
            move(contract, ContractStatus.TERMINATED, CONTRACT)
        move(
            award,
            AwardStatus.CANCELLED,
            AWARD,
            cancelled_at=at,
            cancel_reason=tender.cancel_reason_fr,
        )


def _tell(tender: Tender, at: datetime) -> None:
    people = {*responsible_for(tender), *bidders_on(tender), *enquirers_on(tender)}
    notify(
        "tender-cancelled",
        recipients=people,
        occasion=str(tender.pk),
        at=at,
        context={
            **tender_facts(tender),
            "reason_fr": tender.cancel_reason_fr,
            "reason_en": tender.cancel_reason_en,
        },
    )
