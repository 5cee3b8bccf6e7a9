"""Calls taken past their deadline, judged and awarded, all through the actions."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from marketplace.accounts.models import User
from marketplace.clock import now
from tenders.actions.award import approve_award, finalise_award, recommend_award
from tenders.actions.committee import compose_committee, declare_interest
from tenders.actions.contract import attach_pdf, sign_contract
from tenders.actions.evaluation import (
    hand_in_scores,
    lock_evaluation,
    save_consensus,
    save_scores,
    start_consensus,
)
from tenders.actions.opening import close_tender, open_bids
from tenders.actions.opening_approval import approve_opening
from tenders.models import Award, Bid, BuyerMembership, Contract, Evaluator, Party, Tender
from tenders.states import BidStatus
from tenders.values import Capability, Note
from tests.bids import sealed_bid
from tests.factories import (
    LONG_AGO,
    TenderFactory,
    UserFactory,
    VendorFactory,
    member,
    officer,
    with_second_factor,
)
from vendors.models import Vendor

MONTHS_AGO = timedelta(days=60)


def past_tender(**fields: Any) -> Tender:
    """A published call whose deadline has passed; nothing has closed it yet."""
    return TenderFactory(open=True, at=now() - MONTHS_AGO, **fields)


def bid_on(tender: Tender, total: str = "18000.00", **more: Any) -> Bid:
    """A bid sealed in time, of a new firm unless ``vendor`` is given."""
    assert tender.published_at is not None
    at = tender.published_at + timedelta(days=3)
    return sealed_bid(
        tender, more.pop("vendor", None) or VendorFactory(), at=at, total=total, **more
    )


def evaluator(tender: Tender, number: int = 0) -> User:
    """One more person who may evaluate for the call's buyer."""
    user = with_second_factor(
        UserFactory(full_name=f"Évaluatrice {number}", requires_second_factor=True)
    )
    BuyerMembership.objects.create(
        buyer=tender.buyer,
        user=user,
        capabilities=[Capability.EVALUATOR],
        created_at=LONG_AGO,
    )
    return user


def author_of(tender: Tender) -> User:
    return officer(tender.buyer, Capability.AUTHOR)


def approver_of(tender: Tender) -> User:
    return officer(tender.buyer, Capability.APPROVER)


def opener_of(tender: Tender) -> User:
    return officer(tender.buyer, Capability.OPENER)


def compose(tender: Tender, size: int = 3, at: datetime | None = None) -> list[User]:
    """A committee of ``size``; the first presides."""
    members = [evaluator(tender, number) for number in range(size)]
    compose_committee(
        tender_id=tender.pk,
        members=members,
        chair=members[0],
        actor=author_of(tender),
        at=at or now(),
    )
    return members


def open_together(tender: Tender, *officers: User) -> bool:
    """The officers (the one opener, unless named) consent one after the other; then it opens."""
    for person in officers or [opener_of(tender)]:
        approve_opening(tender_id=tender.pk, proved_at=now(), actor=person, at=now())
    return open_bids(tender_id=tender.pk, at=now())


def close_and_open(tender: Tender) -> None:
    close_tender(tender_id=tender.pk, at=now())
    open_together(tender)


def opened_tender(
    totals: Sequence[str] = ("18000.00", "17200.00"),
    vendors: Sequence[Vendor] = (),
    **fields: Any,
) -> Tender:
    """A closed call with opened bids, one for each of ``totals``, of ``vendors`` or new firms."""
    tender = past_tender(**fields)
    for total, vendor in zip_longest(totals, vendors):
        bid_on(tender, total, vendor=vendor)
    close_and_open(tender)
    return Tender.objects.get(pk=tender.pk)


def declare_all(tender: Tender) -> None:
    for seat in Evaluator.objects.sitting().filter(evaluation__tender=tender, declared_at=None):
        declare_interest(
            tender_id=tender.pk, has_interest=False, interest="", actor=seat.user, at=now()
        )


def notes(tender: Tender, note: Any, comment: str = "Bien vu.") -> dict[int, Note]:
    """The same note on each criterion."""
    value = None if note is None else Decimal(str(note))
    return {criterion.pk: Note(value, comment) for criterion in tender.criteria.all()}


def note_all(tender: Tender, members: Sequence[User], note: Any = 80) -> None:
    """Everybody notes every bid and hands in."""
    for user in members:
        for bid in tender.bids.filter(status=BidStatus.OPENED):
            save_scores(
                tender_id=tender.pk,
                bid_id=bid.pk,
                notes=notes(tender, note),
                version=0,
                actor=user,
                at=now(),
            )
        hand_in_scores(tender_id=tender.pk, actor=user, at=now())


def agree(tender: Tender, chair: User, marks: Mapping[int, Any]) -> None:
    """The consensus: ``marks`` give a note by bid."""
    start_consensus(tender_id=tender.pk, actor=chair, at=now())
    for bid_id, mark in marks.items():
        save_consensus(
            tender_id=tender.pk,
            bid_id=bid_id,
            notes=notes(tender, mark, "Le comité a apprécié."),
            version=0,
            actor=chair,
            at=now(),
        )


def in_consensus(marks: Sequence[Any] = (85, 72), **fields: Any) -> tuple[Tender, User]:
    """A call whose committee has agreed on ``marks``, one for each bid; and its chair."""
    tender = opened_tender(**fields)
    members = compose(tender)
    declare_all(tender)
    note_all(tender, members)
    bids = tender.bids.order_by("pk")
    agree(tender, members[0], {bid.pk: mark for bid, mark in zip(bids, marks, strict=True)})
    return tender, members[0]


def judged_tender(marks: Sequence[Any] = (85, 72), **fields: Any) -> tuple[Tender, User]:
    """A call whose evaluation is locked and whose prices are open; and its chair."""
    tender, chair = in_consensus(marks, **fields)
    lock_evaluation(tender_id=tender.pk, actor=chair, at=now())
    return Tender.objects.get(pk=tender.pk), chair


def recommended_award(**fields: Any) -> Award:
    tender, _chair = judged_tender(**fields)
    return recommend_award(
        tender_id=tender.pk,
        rationale_fr="La soumission au prix ajusté le plus bas.",
        actor=author_of(tender),
        at=now(),
    )


def approved_award(**fields: Any) -> Award:
    award = recommended_award(**fields)
    return approve_award(
        award_id=award.pk, proved_at=now(), actor=approver_of(award.tender), at=now()
    )


def final_award(**fields: Any) -> Award:
    award = approved_award(**fields)
    assert award.standstill_until is not None
    finalise_award(award_id=award.pk, at=award.standstill_until)
    return Award.objects.get(pk=award.pk)


def contract_in_force(**fields: Any) -> Contract:
    """A contract that both parties have signed."""
    award = final_award(**fields)
    contract = Contract.objects.get(award=award)
    attach_pdf(contract_id=contract.pk, at=now())
    contract.refresh_from_db()
    signatories = {
        Party.BUYER: officer(award.tender.buyer, Capability.SIGNATORY),
        Party.VENDOR: member(award.bid.vendor),
    }
    for party, person in signatories.items():
        sign_contract(
            contract_id=contract.pk,
            party=party,
            name=person.full_name,
            pdf_sha256=contract.pdf_sha256,
            proved_at=now(),
            actor=person,
            at=now(),
        )
    contract.refresh_from_db()
    return contract
