"""The decision: recommended by one person, approved by another, final after the standstill."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.accounts.proof import require_fresh
from marketplace.authorization import SYSTEM, authorize
from marketplace.errors import Conflict, IllegalTransition, Invalid
from marketplace.ledger.record import record
from marketplace.locking import lock, lock_all
from marketplace.transitions import move
from tenders.actions import award_mail as mail
from tenders.actions.admissibility import Inadmissible, note_inadmissible, require_admissible
from tenders.actions.announcement import announce
from tenders.actions.contract import draw_up_contract, offer_for_signature
from tenders.actions.release import append_release
from tenders.models import Award, Contract, Tender
from tenders.queries.awarding import standstill_end
from tenders.queries.ranking import frozen_ranking, rank_bids, unpriced
from tenders.states import (
    ACTIVE_AWARDS,
    AWARD,
    BID,
    TENDER,
    AwardStatus,
    BidStatus,
    TenderStatus,
)
from tenders.values import PublicStep


@transaction.atomic
def recommend_award(
    *, tender_id: int, rationale_fr: str, rationale_en: str = "", actor: User, at: datetime
) -> Award:
    """Recommend that the call be awarded to the bid ranked first, for reasons that all will read.

    The ranking is frozen with its inputs, so that anyone can work it out again.
    Those who approve awards are told. Raises NotAuthorized, IllegalTransition,
    Conflict (an award is recommended already) or Invalid; nothing has then changed.
    """
    tender = lock(Tender.objects.select_related("buyer"), pk=tender_id)
    authorize(actor, "tenders.recommend_award", tender)
    if tender.status != TenderStatus.AWARD_PENDING:
        raise IllegalTransition(_("No award can be recommended on this call now."))
    if tender.awards.filter(status__in=ACTIVE_AWARDS).exists():
        raise Conflict(_("An award is already recommended on this call."))
    if not rationale_fr.strip():
        raise Invalid(_("Give the reasons in French: everybody will read them."), "rationale_fr")
    _require_prices(tender)

    first = rank_bids(tender)[0]
    award = _insert(
        tender=tender,
        bid=first.bid,
        amount=first.bid.amount,
        currency=tender.currency,
        rationale_fr=rationale_fr.strip(),
        rationale_en=rationale_en.strip(),
        ranking=frozen_ranking(tender),
        recommended_by=actor,
        recommended_at=at,
    )
    record(
        "award.recommended",
        subject=tender.reference,
        actor=actor,
        at=at,
        data={"award": award.reference},
    )
    mail.tell_recommended(award, at=at)
    return award


@transaction.atomic
def return_award(*, award_id: int, reason: str, actor: User, at: datetime) -> Award:
    """Give a recommended award back to whoever recommended it, with reasons.

    It is cancelled; another may be recommended. Raises NotAuthorized,
    IllegalTransition or Invalid; nothing has then changed.
    """
    award = _lock(award_id)
    authorize(actor, "tenders.approve_award", award)
    _require_recommended(award)
    if not reason.strip():
        raise Invalid(_("Say what is to be changed: who recommended will read it."), "reason")
    move(award, AwardStatus.CANCELLED, AWARD, cancelled_at=at, cancel_reason=reason.strip())
    record(
        "award.returned",
        subject=award.tender.reference,
        actor=actor,
        at=at,
        data={"award": award.reference},
    )
    mail.tell_returned(award, at=at)
    return award


def approve_award(*, award_id: int, proved_at: datetime | None, actor: User, at: datetime) -> Award:
    """Award the call, as another person than the one who recommended it.

    In the same transaction: every bid learns its outcome and every bidder gets
    its debrief, the standstill begins, the release is published and the terms
    of the contract are frozen. ``proved_at`` is when the person last gave a
    second factor.

    Raises NotAuthorized, ProofTooOld, IllegalTransition, or Inadmissible for a firm in the
    register of ineligible ones, which the ledger then tells; nothing else has changed.
    """
    try:
        return _approve(award_id, proved_at, actor, at)
    except Inadmissible as refusal:
        subject = Tender.objects.get(awards=award_id).reference
        note_inadmissible("award.approved", subject, refusal, actor=actor, at=at)
        raise


@transaction.atomic
def _approve(award_id: int, proved_at: datetime | None, actor: User, at: datetime) -> Award:
    award = _lock(award_id)
    authorize(actor, "tenders.approve_award", award)
    require_fresh(proved_at, at=at)
    _require_recommended(award)
    require_admissible(award.bid.vendor, at=at)
    tender = award.tender
    move(
        award,
        AwardStatus.APPROVED,
        AWARD,
        approved_by=actor,
        approved_at=at,
        standstill_until=standstill_end(at),
    )
    move(tender, TenderStatus.AWARDED, TENDER, awarded_at=at)
    _tell_bids_apart(award)
    record("award.approved", subject=tender.reference, actor=actor, at=at, data=_public(award))
    release = append_release(tender=tender, tags=["award"], at=at)
    announce(tender, PublicStep.AWARDED, at=at)
    draw_up_contract(award=award, release=release, at=at)
    mail.tell_approved(award, at=at)
    return award


@transaction.atomic
def finalise_award(*, award_id: int, at: datetime, actor: Any = SYSTEM) -> bool:
    """Make an approved award final once its standstill is over; its contract can then be signed.

    Idempotent. Returns False if there is nothing to do.
    """
    award = _lock(award_id)
    authorize(actor, "tenders.finalise_award", award)
    over = award.standstill_until is not None and award.standstill_until <= at
    if award.status != AwardStatus.APPROVED or not over:
        return False
    move(award, AwardStatus.FINAL, AWARD, final_at=at)
    record(
        "award.standstill-ended",
        subject=award.tender.reference,
        actor=actor,
        at=at,
        data={"award": award.reference},
    )
    for contract in lock_all(Contract.objects.filter(award=award)):
        contract.award = award
        offer_for_signature(contract, at=at)
    return True


def _lock(award_id: int) -> Award:
    """The award, held, after its call: parents first."""
    tender_id = Award.objects.values_list("tender", flat=True).get(pk=award_id)
    tender = lock(Tender.objects.select_related("buyer", "author"), pk=tender_id)
    award = lock(Award.objects.select_related("bid__vendor", "recommended_by"), pk=award_id)
    award.tender = award.bid.tender = tender
    return award


def _insert(**columns: Any) -> Award:
    try:
        with transaction.atomic():
            return Award.objects.create(**columns)
    except IntegrityError as clash:
        raise Conflict(_("An award is already recommended on this call.")) from clash


def _require_recommended(award: Award) -> None:
    if award.status != AwardStatus.RECOMMENDED:
        raise IllegalTransition(_("This award has already been decided."))


def _require_prices(tender: Tender) -> None:
    if firms := [str(bid.vendor) for bid in unpriced(tender)]:
        raise Invalid(
            _("The price of these bids could not be opened; the chair decides: %(firms)s.")
            % {"firms": ", ".join(firms)}
        )


def _tell_bids_apart(award: Award) -> None:
    for bid in lock_all(award.tender.bids.filter(status=BidStatus.VALID)):
        won = bid.pk == award.bid_id
        move(bid, BidStatus.AWARDED if won else BidStatus.NOT_AWARDED, BID)


def _public(award: Award) -> dict[str, Any]:
    return {
        "award": award.reference,
        "bid": award.bid.reference,
        "vendor": award.bid.vendor.reference,
        "amount": str(award.amount),
        "currency": award.currency,
        "standstill_until": award.standstill_until.isoformat(),  # type: ignore[union-attr]
    }
