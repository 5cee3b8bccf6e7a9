"""The life of one demo call, from its first line to its signed contract, or as far as it got."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any

from marketplace.clock import now
from marketplace.demo import amending, judging
from marketplace.demo.bodies import Body
from marketplace.demo.drafts import EASTERN, closing, draft_of
from marketplace.demo.offers import Firm, draft_bid, submit
from marketplace.demo.questions import answer, ask
from marketplace.demo.timeline import Story
from marketplace.working_days import add_working_days
from tenders.actions.award import finalise_award
from tenders.actions.cancellation import cancel_tender
from tenders.actions.contract import attach_pdf, sign_contract
from tenders.actions.opening import close_tender, open_bids
from tenders.actions.opening_approval import approve_opening
from tenders.actions.publication import approve_publication, submit_for_review
from tenders.actions.tender import create_tender
from tenders.models import Contract, Tender
from tenders.models.contract import Party
from tenders.states import BidStatus

# Working days from today to the deadline of the first call in each state, and between two of them.
DEADLINES = {
    "draft": (20, 0),
    "in_review": (18, 0),
    "scheduled": (17, 0),
    "open": (1, 1),
    "declarations": (-1, 0),
    "scoring": (-4, -1),
    "consensus": (-8, -1),
    "award_pending": (-10, -1),
    "recommended": (-11, 0),
    "awarded": (-10, 0),
    "for_signature": (-18, -2),
    "contracted": (-26, -17),
    "cancelled": (-8, -30),
    "unsuccessful": (-15, -35),
}
NO_BIDS = {"unsuccessful", "cancelled"}
DRAIN = timedelta(minutes=3)

Moment = tuple[datetime, Callable[[], object]]


@dataclass
class Life:
    """One call with those who play in it. ``today`` is the day the demo is loaded."""

    call: dict[str, Any]
    body: Body
    firms: Sequence[Firm]
    today: date
    place: int
    rng: Random
    tender: Tender | None = None

    @property
    def deadline_day(self) -> date:
        first, step = DEADLINES[self.call["state"]]
        return add_working_days(self.today, first + step * self.place)

    def at(self, working_days: int, hour: int = 10) -> datetime:
        """A moment in office hours, so many working days from the deadline's day."""
        minute = (self.place * 7) % 60
        day = add_working_days(self.deadline_day, working_days)
        return datetime.combine(day, time(hour, minute), EASTERN)

    @property
    def amendment(self) -> str | None:
        """How the call changes while it is open, of ``amending``."""
        return amending.AMENDED.get((self.call["state"], self.place))

    def stops_at(self, state: str) -> bool:
        return bool(self.call["state"] == state)


def story(life: Life) -> Story:
    """All that happens to the call, each step at its moment."""
    yield from _written(life)
    if life.stops_at("draft") or life.stops_at("in_review") or life.stops_at("scheduled"):
        return
    tender = _tender(life)
    yield from _lived(life, tender)
    if life.stops_at("open") or life.stops_at("cancelled"):
        return
    yield closing(life.deadline_day) + DRAIN
    close_tender(tender_id=tender.pk, at=now())
    if life.stops_at("unsuccessful"):
        return
    yield from _opened(life, tender)
    yield from _judged(life, tender)


def _opened(life: Life, tender: Tender) -> Story:
    """Both who may open confirm it on the same afternoon."""
    for hour, person in ((15, life.body.officer), (16, life.body.approver)):
        yield life.at(0, hour)
        approve_opening(tender_id=tender.pk, proved_at=now(), actor=person, at=now())
    open_bids(tender_id=tender.pk, at=now())


def _written(life: Life) -> Story:
    body = life.body
    deadline = amending.first_deadline(life.amendment, life.deadline_day)
    draft = draft_of(life.call, body.buyer, deadline)
    yield life.at(-22)
    life.tender = create_tender(buyer_id=body.buyer.pk, draft=draft, actor=body.officer, at=now())
    if life.stops_at("draft"):
        return
    yield life.at(-19, 11)
    submit_for_review(tender_id=_tender(life).pk, actor=body.officer, at=now())
    if life.stops_at("in_review"):
        return
    if life.stops_at("scheduled"):
        yield life.at(-19, 15)
        later = datetime.combine(add_working_days(life.today, 2 + life.place), time(9), EASTERN)
        approve_publication(
            tender_id=_tender(life).pk, actor=body.approver, at=now(), publish_at=later
        )
        return
    yield life.at(-16, 9)
    approve_publication(tender_id=_tender(life).pk, actor=body.approver, at=now())


def _lived(life: Life, tender: Tender) -> Story:
    tender.refresh_from_db()
    moments: list[Moment] = []
    if life.rng.random() < 0.6:
        moments.append((life.at(-12), partial(ask, tender, life.firms[0], life.place)))
        moments.append((life.at(-10, 14), partial(answer, tender, life.body.officer, life.place)))
    if life.stops_at("cancelled"):
        moments.append((life.at(-5, 15), partial(_cancel, life, tender)))
    elif life.call["state"] not in NO_BIDS:
        moments.append((life.at(-2, 11), partial(judging.seat, tender, life.body)))
        for place, firm in enumerate(life.firms):
            begin, enter = life.at(-8 + place % 4, 13), life.at(_entering(life, place), 9 + place)
            moments.append((begin, partial(draft_bid, tender, firm, life.rng)))
            moments.append((enter, partial(submit, tender, firm, life.rng)))
    moments += _amended(life, tender)
    for moment, step in sorted(moments, key=lambda pair: pair[0]):
        yield moment
        step()


def _entering(life: Life, place: int) -> int:
    """When a firm enters its bid, in working days to the deadline's day.

    Where the call changes late, the first two firms are there before it does.
    """
    return -6 if life.amendment == amending.LATE and place < 2 else -3 + place % 3


def _amended(life: Life, tender: Tender) -> list[Moment]:
    """The change of the call, and who stands by the bid that was there before it."""
    if (kind := life.amendment) is None:
        return []
    final, officer = closing(life.deadline_day), life.body.officer
    step = partial(amending.amend, tender, kind, officer, final)
    moments: list[Moment] = [(life.at(amending.WHEN[kind], 11), step)]
    if kind == amending.LATE and not life.stops_at("open"):
        moments.append((life.at(-3, 16), partial(amending.confirm, tender, life.firms[0])))
    return moments


def _cancel(life: Life, tender: Tender) -> None:
    cancel_tender(
        tender_id=tender.pk,
        reason_fr="Le besoin sera comblé par un service partagé déjà en place.",
        reason_en="The need will be met by a shared service already in place.",
        actor=life.body.approver,
        at=now(),
    )


def _judged(life: Life, tender: Tender) -> Story:
    if life.stops_at("declarations"):
        return
    yield from _noted(life, tender)
    if life.call["state"] in {"scoring", "consensus"}:
        return
    yield life.at(7, 15)
    judging.lock_notes(tender, life.body.chair)
    if life.stops_at("award_pending"):
        return
    yield life.at(8)
    judging.recommend(tender, life.body)
    if life.stops_at("recommended"):
        return
    yield life.at(9, 11)
    judging.approve(tender, life.body)
    if not life.stops_at("awarded"):
        yield from _contracted(life, tender)


def _noted(life: Life, tender: Tender) -> Story:
    members = life.body.evaluators if tender.has_quality else [life.body.chair]
    for place, person in enumerate(members):
        yield life.at(1, 10 + place)
        judging.declare(tender, person)
    if not tender.has_quality:
        return
    for place, person in enumerate(members):
        if life.stops_at("scoring") and place:
            return
        yield life.at(3 + place, 14)
        judging.note(tender, person, life.rng)
    yield life.at(6)
    judging.agree(tender, life.body.chair, life.rng)


def _contracted(life: Life, tender: Tender) -> Story:
    award = tender.awards.latest("pk")
    yield life.at(9, 12)
    contract = Contract.objects.get(award=award)
    attach_pdf(contract_id=contract.pk, at=now())
    assert award.standstill_until is not None  # noqa: S101  an approved award has one
    yield award.standstill_until + timedelta(minutes=1)
    finalise_award(award_id=award.pk, at=now())
    if life.stops_at("for_signature"):
        return
    contract.refresh_from_db()
    winner = tender.bids.get(status=BidStatus.AWARDED).vendor_id
    owner = next(firm.owner for firm in life.firms if firm.vendor.pk == winner)
    signers = [(Party.VENDOR, owner, 14), (Party.BUYER, life.body.signatory, 15)]
    for party, person, day in signers:
        yield life.at(day)
        sign_contract(
            contract_id=contract.pk,
            party=party,
            name=person.full_name,
            pdf_sha256=contract.pdf_sha256,
            proved_at=now(),
            actor=person,
            at=now(),
        )


def _tender(life: Life) -> Tender:
    assert life.tender is not None  # noqa: S101  written first
    return life.tender
