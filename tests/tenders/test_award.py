"""Recommended by one person, approved by another, final after the standstill."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localtime

from marketplace.accounts.proof import ProofTooOld
from marketplace.clock import now
from marketplace.errors import Conflict, DomainError, IllegalTransition, Invalid, NotAuthorized
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message
from tenders.actions.award import approve_award, finalise_award, recommend_award, return_award
from tenders.models import Award, Bid, BuyerMembership, Contract, Release, Tender
from tenders.queries.awarding import award_notice, standstill_end
from tenders.queries.debriefing import debrief_of, is_told, lessons
from tenders.states import AwardStatus, BidStatus, ContractStatus, TenderStatus
from tenders.tasks import finalise_due_awards
from tenders.values import AwardMethod, Capability
from tests.factories import LONG_AGO, UserFactory, member, officer, people
from tests.judging import (
    approved_award,
    approver_of,
    author_of,
    judged_tender,
    recommended_award,
)

pytestmark = pytest.mark.django_db


def told(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("recipient", flat=True))


def facts():
    return (
        Event.objects.count(),
        Message.objects.count(),
        Release.objects.count(),
        Contract.objects.count(),
        list(Award.objects.values_list("pk", "status", "approved_at")),
        list(Bid.objects.values_list("pk", "status")),
        list(Tender.objects.values_list("pk", "status")),
    )


def recommend(tender, actor=None, reasons="Le prix ajusté le plus bas."):
    return recommend_award(
        tender_id=tender.pk, rationale_fr=reasons, actor=actor or author_of(tender), at=now()
    )


# --- recommending --------------------------------------------------------------------------------


def test_the_worked_example_wins_by_its_adjusted_price():
    tender, _chair = judged_tender([85, 72])  # 18,000 $ at 85 and 17,200 $ at 72, K = 15 %

    award = recommend(tender)

    assert award.amount == Decimal("18000.00")
    shown = [
        (entry["rank"], entry["price"], entry["adjusted_price"], entry["note"])
        for entry in award.ranking["standings"]
    ]
    assert shown == [
        (1, "18000.00", "16744.19", "85.000000"),
        (2, "17200.00", "17029.70", "72.000000"),
    ]
    assert award.ranking["rules"]["k"] == "0.150"


@pytest.mark.parametrize(
    ("method", "marks", "first"),
    [
        (AwardMethod.MINIMUM_QUALITY, [95, 71], "17200.00"),
        (AwardMethod.MINIMUM_QUALITY, [95, 69], "18000.00"),
        (AwardMethod.ADJUSTED_PRICE, [75, 74], "17200.00"),
    ],
)
def test_each_method_recommends_its_first(method, marks, first):
    tender, _chair = judged_tender(marks, award_method=method)

    assert recommend(tender).amount == Decimal(first)


def test_at_a_fixed_price_the_best_quality_is_recommended():
    tender, _chair = judged_tender([75, 88], award_method=AwardMethod.BEST_QUALITY)

    award = recommend(tender)

    assert award.bid == tender.bids.order_by("pk").last()
    assert award.amount == tender.budget


def test_those_who_approve_are_told_and_the_recommender_is_not_among_them():
    tender, _chair = judged_tender()
    both = officer(tender.buyer, Capability.AUTHOR, Capability.APPROVER)

    recommend(tender, actor=both)

    assert told("award-to-approve") == people(approver_of(tender))


@pytest.mark.parametrize("why", ["stranger", "no reasons", "already", "too early"])
def test_a_recommendation_is_refused(why):
    tender, chair = judged_tender()
    actor, reasons, refusal = author_of(tender), "Oui.", DomainError
    if why == "stranger":
        actor, refusal = chair, NotAuthorized
    if why == "no reasons":
        reasons, refusal = "  ", Invalid
    if why == "already":
        recommend(tender)
        refusal = Conflict
    if why == "too early":
        Bid.objects.filter(tender=tender, status=BidStatus.VALID).update(
            amount=None, prices=None, prices_opened_at=None, opening_fault="price:broken"
        )
        refusal = Invalid
    before = facts()

    with pytest.raises(refusal):
        recommend(tender, actor=actor, reasons=reasons)

    assert facts() == before


# --- approving -----------------------------------------------------------------------------------


def test_an_approved_award_settles_everything_in_one_transaction():
    award = recommended_award()
    at = now()

    approve_award(award_id=award.pk, proved_at=at, actor=approver_of(award.tender), at=at)

    award.refresh_from_db()
    tender = Tender.objects.get(pk=award.tender_id)
    first, second = tender.bids.order_by("pk")
    assert (award.status, award.approved_at) == (AwardStatus.APPROVED, at)
    assert award.standstill_until == standstill_end(at)
    assert (tender.status, tender.awarded_at) == (TenderStatus.AWARDED, at)
    assert (first.status, second.status) == (BidStatus.AWARDED, BidStatus.NOT_AWARDED)
    contract = Contract.objects.get(award=award)
    assert contract.status == ContractStatus.DRAWN_UP
    assert contract.number == f"CT-{localtime(at).year}-0001"
    release = Release.objects.filter(tender=tender).last()
    assert (release.tags, contract.terms["release"]) == (["award"], release.release_id)
    event = Event.objects.get(action="award.approved")
    assert event.data["amount"] == "18000.00"
    assert event.data["vendor"] == first.vendor.reference


def test_everyone_hears_of_the_award_and_each_bidder_gets_its_debrief():
    award = recommended_award()
    tender = award.tender

    approve_award(award_id=award.pk, proved_at=now(), actor=approver_of(tender), at=now())

    first, second = tender.bids.order_by("pk")
    assert told("award-approved") == people(author_of(tender), approver_of(tender))
    assert told("debrief") == people(member(first.vendor), member(second.vendor))
    lost = Message.objects.get(kind="debrief", recipient=member(second.vendor)).context
    assert {
        name: lost[name]
        for name in ("outcome", "rank", "ranked", "note", "winner", "winner_note", "amount")
    } == {
        "outcome": "not_awarded",
        "rank": 2,
        "ranked": 2,
        "note": "72.000000",
        "winner": first.vendor.legal_name,
        "winner_note": "85.000000",
        "amount": "18000.00",
    }


@pytest.mark.parametrize("ago", [None, timedelta(minutes=16), timedelta(minutes=-1)])
def test_who_approves_has_just_given_a_second_factor(ago):
    award = recommended_award()
    at = now()
    before = facts()

    with pytest.raises(ProofTooOld):
        approve_award(
            award_id=award.pk,
            proved_at=at - ago if ago else None,
            actor=approver_of(award.tender),
            at=at,
        )

    assert facts() == before


@pytest.mark.parametrize("who", ["recommender", "stranger", "evaluator", "bidder"])
def test_only_another_person_with_the_right_approves(who):
    tender, chair = judged_tender()
    both = officer(tender.buyer, Capability.AUTHOR, Capability.APPROVER)
    award = recommend(tender, actor=both)
    actor = {"recommender": both, "stranger": author_of(tender)}.get(who)
    if who == "evaluator":
        BuyerMembership.objects.filter(user=chair).update(capabilities=["approver"])
        actor = chair
    if who == "bidder":
        actor = member(award.bid.vendor)
        BuyerMembership.objects.create(
            buyer=tender.buyer, user=actor, capabilities=["approver"], created_at=LONG_AGO
        )
    before = facts()

    with pytest.raises(NotAuthorized):
        approve_award(award_id=award.pk, proved_at=now(), actor=actor, at=now())

    assert facts() == before


def test_a_small_body_lets_an_evaluator_approve_but_never_the_recommender():
    tender, chair = judged_tender()
    both = officer(tender.buyer, Capability.AUTHOR, Capability.APPROVER)
    tender.buyer.allows_single_officer = True
    tender.buyer.save(update_fields=["allows_single_officer"])
    award = recommend(tender, actor=both)
    BuyerMembership.objects.filter(user=chair).update(capabilities=["evaluator", "approver"])

    with pytest.raises(NotAuthorized):
        approve_award(award_id=award.pk, proved_at=now(), actor=both, at=now())
    approve_award(award_id=award.pk, proved_at=now(), actor=chair, at=now())

    assert Award.objects.get(pk=award.pk).status == AwardStatus.APPROVED


def test_the_database_itself_refuses_to_let_one_person_do_both():
    award = recommended_award()

    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(approved_by=award.recommended_by)


@pytest.mark.django_db(transaction=True)
def test_eight_approvers_at_once_make_one_award():
    """T6: at most one award, however many approve at the same moment."""
    award = recommended_award()
    approvers = []
    for _number in range(8):
        user = UserFactory(requires_second_factor=True)
        BuyerMembership.objects.create(
            buyer=award.tender.buyer, user=user, capabilities=["approver"], created_at=LONG_AGO
        )
        approvers.append(user)

    def worker(actor):
        try:
            approve_award(award_id=award.pk, proved_at=now(), actor=actor, at=now())
        except IllegalTransition:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(worker, approvers))

    assert outcomes == [False] * 7 + [True]
    assert Event.objects.filter(action="award.approved").count() == 1
    assert Contract.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_recommendations_at_once_make_one_award():
    tender, _chair = judged_tender()
    author = author_of(tender)

    def worker(_number):
        try:
            recommend(tender, actor=author)
        except Conflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(worker, range(8)))

    assert outcomes == [False] * 7 + [True]
    assert Award.objects.count() == 1


# --- returning -----------------------------------------------------------------------------------


def test_a_returned_award_makes_room_for_another():
    award = recommended_award()

    return_award(
        award_id=award.pk,
        reason="Rien sur le deuxième critère.",
        actor=approver_of(award.tender),
        at=now(),
    )

    award.refresh_from_db()
    assert (award.status, award.cancel_reason) == (
        AwardStatus.CANCELLED,
        "Rien sur le deuxième critère.",
    )
    assert told("award-returned") == people(award.recommended_by)
    assert not Award.objects.public().exists()
    assert recommend(award.tender).status == AwardStatus.RECOMMENDED


def test_an_award_is_returned_with_reasons_or_not_at_all():
    award = recommended_award()
    before = facts()

    with pytest.raises(Invalid):
        return_award(award_id=award.pk, reason=" ", actor=approver_of(award.tender), at=now())
    with pytest.raises(NotAuthorized):
        return_award(award_id=award.pk, reason="Non.", actor=author_of(award.tender), at=now())

    assert facts() == before


def test_an_approved_award_is_decided():
    award = approved_award()
    approver = approver_of(award.tender)
    before = facts()

    with pytest.raises(IllegalTransition):
        approve_award(award_id=award.pk, proved_at=now(), actor=approver, at=now())
    with pytest.raises(IllegalTransition):
        return_award(award_id=award.pk, reason="Non.", actor=approver, at=now())

    assert facts() == before


# --- standstill ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("approved", "until"),
    [
        ("2026-03-03T15:00-05:00", "2026-03-05T23:59:59-05:00"),  # a Tuesday
        ("2026-03-06T15:00-05:00", "2026-03-10T23:59:59-04:00"),  # a Friday, and the clocks change
        ("2026-12-23T15:00-05:00", "2026-12-29T23:59:59-05:00"),  # the holidays
    ],
)
def test_the_standstill_counts_working_days(approved, until):
    assert standstill_end(datetime.fromisoformat(approved)) == datetime.fromisoformat(until)


def test_an_award_is_final_once_the_standstill_is_over_and_only_once():
    award = approved_award()
    over = award.standstill_until

    assert finalise_award(award_id=award.pk, at=over - timedelta(seconds=1)) is False
    assert finalise_award(award_id=award.pk, at=over) is True
    assert finalise_award(award_id=award.pk, at=over) is False

    award.refresh_from_db()
    assert (award.status, award.final_at) == (AwardStatus.FINAL, over)
    assert Event.objects.filter(action="award.standstill-ended").count() == 1


def test_the_sweep_finalises_what_is_due():
    due, waiting = approved_award(), approved_award()
    Award.objects.filter(pk=due.pk).update(standstill_until=now() - timedelta(minutes=1))

    assert finalise_due_awards() == 1
    assert finalise_due_awards() == 0

    statuses = dict(Award.objects.values_list("pk", "status"))
    assert statuses == {due.pk: AwardStatus.FINAL, waiting.pk: AwardStatus.APPROVED}


# --- what is told --------------------------------------------------------------------------------


def test_the_debrief_shows_ones_own_notes_the_range_and_the_winner():
    award = approved_award(marks=(85, 72, 60), totals=("18000.00", "17200.00", "15000.00"))
    winner, loser, failed = award.tender.bids.order_by("pk")

    told_loser = debrief_of(loser)
    assert (told_loser.rank, told_loser.ranked, told_loser.is_winner) == (2, 2, False)
    assert told_loser.winner.bid == winner
    assert (told_loser.notes.lowest, told_loser.notes.highest) == (72, 85)
    assert (told_loser.prices.lowest, told_loser.prices.highest) == (17200, 18000)
    lesson = lessons(loser)[0]
    assert (lesson.note, lesson.lowest, lesson.highest) == (72, 60, 85)
    assert lesson.comment == "Le comité a apprécié."

    told_failed = debrief_of(failed)
    assert (told_failed.rank, told_failed.note) == (None, 60)
    assert [each.code for each in told_failed.standing.shortfalls] == ["quality"]
    assert failed.amount is None


def test_nothing_is_told_before_the_award_is_approved():
    award = recommended_award()
    assert is_told(award.tender) is False

    approve_award(award_id=award.pk, proved_at=now(), actor=approver_of(award.tender), at=now())

    assert is_told(Tender.objects.get(pk=award.tender_id)) is True


def test_a_call_that_ends_without_an_award_still_teaches():
    tender, _chair = judged_tender([50, 40])
    bid = tender.bids.first()

    debrief = debrief_of(bid)

    assert (debrief.winner, debrief.rank, debrief.note) == (None, None, 50)
    assert is_told(tender) is True


def test_the_notice_shows_the_frozen_ranking():
    award = approved_award()

    notice = award_notice(award)

    assert [(row.bid.pk, row.standing["rank"], row.is_winner) for row in notice.rows] == [
        (award.bid_id, 1, True),
        (award.tender.bids.exclude(pk=award.bid_id).get().pk, 2, False),
    ]
    assert notice.rules["method"] == "adjusted_price"
