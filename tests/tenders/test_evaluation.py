"""From declarations of interest to a locked evaluation."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from marketplace.clock import now
from marketplace.errors import Conflict, DomainError, IllegalTransition, Invalid, NotAuthorized
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message
from tenders.actions.committee import compose_committee, declare_interest
from tenders.actions.evaluation import (
    disqualify_bid,
    hand_in_scores,
    lock_evaluation,
    save_consensus,
    save_scores,
    start_consensus,
)
from tenders.actions.notes import StaleNotes
from tenders.models import Bid, ConsensusScore, Evaluation, Evaluator, Release, Score, Tender
from tenders.states import BidStatus, EvaluationStatus, TenderStatus
from tenders.values import AwardMethod, Capability, Disqualification, Note
from tests.factories import TenderFactory, UserFactory, officer, people
from tests.judging import (
    author_of,
    bid_on,
    close_and_open,
    compose,
    declare_all,
    evaluator,
    in_consensus,
    judged_tender,
    note_all,
    notes,
    opened_tender,
    past_tender,
)
from vendors.models import VendorMembership

pytestmark = pytest.mark.django_db


def told(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("recipient", flat=True))


def step(tender):
    return Evaluation.objects.get(tender=tender).status


def facts():
    """What a refusal must leave as it was."""
    return (
        Event.objects.count(),
        Message.objects.count(),
        list(Score.objects.values_list("pk", "note", "comment", "version")),
        list(ConsensusScore.objects.values_list("pk", "note", "comment", "version")),
        list(Evaluator.objects.values_list("pk", "is_chair", "declared_at", "recused_at")),
        list(Bid.objects.values_list("pk", "status", "amount")),
        list(Tender.objects.values_list("pk", "status")),
        list(Evaluation.objects.values_list("pk", "status")),
    )


# --- the committee -------------------------------------------------------------------------------


def test_a_committee_is_composed_before_the_closing_and_its_members_are_told():
    tender = TenderFactory(open=True)

    members = compose(tender)

    seats = Evaluator.objects.order_by("pk")
    assert [(seat.user, seat.is_chair) for seat in seats] == [
        (members[0], True),
        (members[1], False),
        (members[2], False),
    ]
    assert told("committee-seat") == people(*members)
    assert step(tender) == EvaluationStatus.DECLARATIONS


def test_composing_again_replaces_and_tells_only_the_new_ones():
    tender = TenderFactory(open=True)
    first, second, _third = compose(tender)
    newcomer = evaluator(tender, 9)
    Message.objects.all().delete()

    compose_committee(
        tender_id=tender.pk,
        members=[second, newcomer, first],
        chair=second,
        actor=author_of(tender),
        at=now(),
    )

    sitting = Evaluator.objects.sitting()
    assert {(seat.user, seat.is_chair) for seat in sitting} == {
        (first, False),
        (second, True),
        (newcomer, False),
    }
    assert told("committee-seat") == people(newcomer)


@pytest.mark.parametrize("wrong", ["stranger", "no chair", "nobody"])
def test_a_committee_that_cannot_be_is_refused(wrong):
    tender = TenderFactory(open=True)
    member, outsider = evaluator(tender), UserFactory()
    members = {"stranger": [member, outsider], "no chair": [member], "nobody": []}[wrong]
    chair = {"stranger": member, "no chair": outsider, "nobody": member}[wrong]
    before = facts()

    with pytest.raises(Invalid):
        compose_committee(
            tender_id=tender.pk, members=members, chair=chair, actor=author_of(tender), at=now()
        )

    assert facts() == before


def test_only_those_who_write_calls_compose_a_committee():
    tender = TenderFactory(open=True)
    member = evaluator(tender)
    before = facts()

    with pytest.raises(NotAuthorized):
        compose_committee(
            tender_id=tender.pk, members=[member], chair=member, actor=member, at=now()
        )

    assert facts() == before


def test_nobody_new_joins_once_the_consensus_has_begun():
    tender, chair = in_consensus()
    seated = [seat.user for seat in Evaluator.objects.sitting()]
    before = facts()

    with pytest.raises(Invalid):
        compose_committee(
            tender_id=tender.pk,
            members=[*seated, evaluator(tender, 7)],
            chair=chair,
            actor=author_of(tender),
            at=now(),
        )

    assert facts() == before
    compose_committee(
        tender_id=tender.pk,
        members=seated[:2],
        chair=seated[1],
        actor=author_of(tender),
        at=now(),
    )
    assert Evaluator.objects.sitting().get(is_chair=True).user == seated[1]


# --- declarations --------------------------------------------------------------------------------


def test_the_notes_begin_when_everybody_has_declared():
    tender = opened_tender()
    members = compose(tender)

    for index, member in enumerate(members):
        assert step(tender) == EvaluationStatus.DECLARATIONS
        declare_interest(
            tender_id=tender.pk, has_interest=False, interest="", actor=member, at=now()
        )
        assert Event.objects.filter(action="evaluation.interest-declared").count() == index + 1

    assert step(tender) == EvaluationStatus.SCORING


def test_lowest_price_goes_from_the_declarations_straight_to_the_chair():
    tender = opened_tender(award_method=AwardMethod.LOWEST_PRICE)
    compose(tender, 1)

    declare_all(tender)

    assert step(tender) == EvaluationStatus.CONSENSUS


def test_whoever_declares_ties_leaves_and_the_author_is_told():
    tender = opened_tender()
    members = compose(tender)

    declare_interest(
        tender_id=tender.pk,
        has_interest=True,
        interest="Ma sœur y travaille.",
        actor=members[1],
        at=now(),
    )

    seat = Evaluator.objects.get(user=members[1])
    assert (seat.interest, seat.recused_at is None) == ("Ma sœur y travaille.", False)
    assert told("evaluator-recused") == people(author_of(tender))
    assert not Bid.objects.visible_to(members[1]).exists()
    with pytest.raises(Invalid):
        compose_committee(
            tender_id=tender.pk,
            members=members,
            chair=members[0],
            actor=author_of(tender),
            at=now(),
        )


def test_without_its_chair_a_committee_does_not_begin():
    tender = opened_tender()
    members = compose(tender)
    declare_interest(
        tender_id=tender.pk, has_interest=True, interest="Amitié.", actor=members[0], at=now()
    )
    declare_all(tender)
    assert step(tender) == EvaluationStatus.DECLARATIONS

    compose_committee(
        tender_id=tender.pk,
        members=members[1:],
        chair=members[1],
        actor=author_of(tender),
        at=now(),
    )

    assert step(tender) == EvaluationStatus.SCORING


def test_a_member_of_a_bidding_firm_cannot_declare_to_have_no_ties():
    tender = opened_tender()
    member = compose(tender)[0]
    vendor = tender.bids.first().vendor
    VendorMembership.objects.create(vendor=vendor, user=member, role="reader", created_at=now())
    before = facts()

    with pytest.raises(Invalid):
        declare_interest(
            tender_id=tender.pk, has_interest=False, interest="", actor=member, at=now()
        )

    assert facts() == before


def test_one_declares_once_and_not_before_the_opening():
    tender = past_tender()
    member = compose(tender)[0]
    before = facts()
    with pytest.raises(IllegalTransition):
        declare_interest(
            tender_id=tender.pk, has_interest=False, interest="", actor=member, at=now()
        )
    assert facts() == before

    opened = opened_tender()
    member = compose(opened)[0]
    declare_interest(tender_id=opened.pk, has_interest=False, interest="", actor=member, at=now())
    before = facts()
    with pytest.raises(Conflict):
        declare_interest(
            tender_id=opened.pk, has_interest=True, interest="Non.", actor=member, at=now()
        )
    assert facts() == before


# --- individual notes ----------------------------------------------------------------------------


@pytest.fixture
def scoring():
    """A call with two bids whose three evaluators have declared."""
    tender = opened_tender()
    members = compose(tender)
    declare_all(tender)
    return tender, members, list(tender.bids.order_by("pk"))


def save(tender, bid, user, given, version=0):
    return save_scores(
        tender_id=tender.pk, bid_id=bid.pk, notes=given, version=version, actor=user, at=now()
    )


def test_notes_are_a_draft_until_handed_in(scoring):
    tender, members, (first, _second) = scoring
    criteria = list(tender.criteria.all())

    version = save(tender, first, members[0], {criteria[0].pk: Note(None, "À relire")})
    version = save(tender, first, members[0], notes(tender, "82.5"), version)

    assert version == 2
    assert set(Score.objects.values_list("note", "comment", "version")) == {
        (Decimal("82.50"), "Bien vu.", 2)
    }


def test_a_stale_save_is_refused_and_changes_nothing(scoring):
    tender, members, (first, second) = scoring
    save(tender, first, members[0], notes(tender, 80))
    save(tender, second, members[0], notes(tender, 60))  # another bid is no conflict
    before = facts()

    with pytest.raises(StaleNotes):
        save(tender, first, members[0], notes(tender, 10), version=0)

    assert facts() == before


@pytest.mark.parametrize("note", ["-1", "100.01"])
def test_a_note_out_of_bounds_is_refused(scoring, note):
    tender, members, (first, _second) = scoring
    before = facts()

    with pytest.raises(Invalid):
        save(tender, first, members[0], notes(tender, note))

    assert facts() == before


def test_a_criterion_or_bid_of_another_call_is_refused(scoring):
    tender, members, (first, _second) = scoring
    other = opened_tender()
    before = facts()

    with pytest.raises(Invalid):
        save(tender, first, members[0], notes(other, 80))
    with pytest.raises(Invalid):
        save(tender, other.bids.first(), members[0], notes(tender, 80))

    assert facts() == before


def test_nobody_notes_before_declaring():
    tender = opened_tender()
    members = compose(tender)
    bid = tender.bids.first()
    before = facts()

    with pytest.raises(NotAuthorized):
        save(tender, bid, members[0], notes(tender, 80))

    assert facts() == before


def test_handing_in_needs_every_note(scoring):
    tender, members, (first, _second) = scoring
    save(tender, first, members[0], notes(tender, 80))
    before = facts()

    with pytest.raises(Invalid):
        hand_in_scores(tender_id=tender.pk, actor=members[0], at=now())

    assert facts() == before


def test_notes_handed_in_stay_and_the_chair_hears_of_the_last(scoring):
    tender, members, (first, _second) = scoring
    note_all(tender, members[:2])
    assert told("notes-complete") == []
    before = facts()
    with pytest.raises(Conflict):
        save(tender, first, members[0], notes(tender, 99), version=1)
    with pytest.raises(Conflict):
        hand_in_scores(tender_id=tender.pk, actor=members[0], at=now())
    assert facts() == before

    note_all(tender, members[2:])

    assert told("notes-complete") == people(members[0])


# --- consensus -----------------------------------------------------------------------------------


def test_the_consensus_waits_for_every_sheet(scoring):
    tender, members, _bids = scoring
    note_all(tender, members[:2])
    before = facts()

    with pytest.raises(Invalid):
        start_consensus(tender_id=tender.pk, actor=members[0], at=now())

    assert facts() == before


def test_only_the_chair_leads_the_consensus(scoring):
    tender, members, (first, _second) = scoring
    note_all(tender, members)
    before = facts()
    with pytest.raises(NotAuthorized):
        start_consensus(tender_id=tender.pk, actor=members[1], at=now())
    assert facts() == before

    start_consensus(tender_id=tender.pk, actor=members[0], at=now())
    before = facts()
    with pytest.raises(NotAuthorized):
        save_consensus(
            tender_id=tender.pk,
            bid_id=first.pk,
            notes=notes(tender, 80),
            version=0,
            actor=members[1],
            at=now(),
        )
    assert facts() == before


@pytest.mark.parametrize("lacking", ["note", "comment"])
def test_locking_needs_a_note_and_a_comment_everywhere(lacking):
    tender, chair = in_consensus()
    ConsensusScore.objects.filter(pk=ConsensusScore.objects.first().pk).update(
        **({"note": None} if lacking == "note" else {"comment": ""})
    )
    before = facts()

    with pytest.raises(Invalid):
        lock_evaluation(tender_id=tender.pk, actor=chair, at=now())

    assert facts() == before


def test_locking_opens_the_prices_of_acceptable_bids_only():
    tender, _chair = judged_tender([85, 55])
    first, second = tender.bids.order_by("pk")

    assert (first.status, first.amount) == (BidStatus.VALID, Decimal("18000.00"))
    assert (second.status, second.disqualification) == (BidStatus.DISQUALIFIED, "quality")
    assert (second.amount, second.prices, second.disqualified_by) == (None, None, None)
    assert tender.status == TenderStatus.AWARD_PENDING
    assert tender.prices_opened_at is not None
    assert told("award-ready") == people(author_of(tender))


def test_a_pass_mark_that_is_missed_sets_a_bid_aside_whatever_the_total():
    tender, chair = in_consensus([90, 90])
    bid = tender.bids.order_by("pk").first()
    guarded = tender.criteria.get(pass_mark__isnull=False)
    ConsensusScore.objects.filter(bid=bid, criterion=guarded).update(note=Decimal(59))

    lock_evaluation(tender_id=tender.pk, actor=chair, at=now())

    bid.refresh_from_db()
    assert (bid.status, bid.disqualification) == (BidStatus.DISQUALIFIED, "quality")


def test_a_price_above_the_announced_maximum_is_set_aside_when_it_is_opened():
    tender, chair = in_consensus([85, 85], totals=("18000.00", "20000.00"))
    Tender.objects.filter(pk=tender.pk).update(budget=Decimal("19000.00"))

    lock_evaluation(tender_id=tender.pk, actor=chair, at=now())

    first, second = tender.bids.order_by("pk")

    assert first.status == BidStatus.VALID
    assert (second.status, second.disqualification) == (BidStatus.DISQUALIFIED, "above_budget")
    assert second.amount == Decimal("20000.00")


def test_without_a_valid_bid_the_call_ends_and_the_firms_are_told():
    tender, _chair = judged_tender([50, 40])

    assert tender.status == TenderStatus.UNSUCCESSFUL
    firms = [bid.vendor.memberships.get().user for bid in tender.bids.all()]
    approver = officer(tender.buyer, Capability.APPROVER)
    assert told("tender-unsuccessful") == people(author_of(tender), approver, *firms)
    ended = Event.objects.get(action="tender.unsuccessful")
    assert ended.data == {"reason": "no-valid-bid", "bids": 2}
    assert Release.objects.filter(tender=tender).last().tags == ["tenderUpdate", "award"]


def test_a_locked_evaluation_stays():
    tender, chair = judged_tender()
    bid = tender.bids.first()
    before = facts()

    for refused in (
        lambda: lock_evaluation(tender_id=tender.pk, actor=chair, at=now()),
        lambda: save_consensus(
            tender_id=tender.pk,
            bid_id=bid.pk,
            notes=notes(tender, 1),
            version=1,
            actor=chair,
            at=now(),
        ),
        lambda: compose_committee(
            tender_id=tender.pk, members=[chair], chair=chair, actor=author_of(tender), at=now()
        ),
    ):
        with pytest.raises(DomainError):
            refused()

    assert facts() == before


@pytest.mark.django_db(transaction=True)
def test_two_locks_at_once_lock_once():
    tender, chair = in_consensus()

    def worker(_number):
        try:
            lock_evaluation(tender_id=tender.pk, actor=chair, at=now())
        except IllegalTransition:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(worker, range(4)))

    assert outcomes == [False, False, False, True]
    assert Event.objects.filter(action="scores.technical.locked").count() == 1
    assert Event.objects.filter(action="tender.prices-opened").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_windows_saving_the_same_notes_at_once_save_once():
    tender = opened_tender(["18000.00"])
    members = compose(tender, 1)
    declare_all(tender)
    bid = tender.bids.get()

    def worker(note):
        try:
            save(tender, bid, members[0], notes(tender, note))
        except StaleNotes:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(worker, [61, 62, 63, 64]))

    assert outcomes == [False, False, False, True]
    assert set(Score.objects.values_list("version", flat=True)) == {1}


# --- disqualification ----------------------------------------------------------------------------


def set_aside(bid, actor, reason=Disqualification.INCOMPLETE, text="L’annexe B manque."):
    return disqualify_bid(bid_id=bid.pk, reason=reason, text=text, actor=actor, at=now())


def test_the_chair_sets_a_bid_aside_with_a_reason(scoring):
    tender, members, (first, _second) = scoring

    set_aside(first, members[0])

    first.refresh_from_db()
    assert first.status == BidStatus.DISQUALIFIED
    assert (first.disqualification, first.disqualification_reason, first.disqualified_by) == (
        "incomplete",
        "L’annexe B manque.",
        members[0],
    )
    note_all(tender, members)
    assert Score.objects.filter(bid=first).count() == 0


@pytest.mark.parametrize(
    ("who", "reason", "text", "refusal"),
    [
        ("member", Disqualification.INCOMPLETE, "Manque.", NotAuthorized),
        ("author", Disqualification.INCOMPLETE, "Manque.", NotAuthorized),
        ("chair", Disqualification.INCOMPLETE, "  ", Invalid),
        ("chair", Disqualification.QUALITY, "Faible.", Invalid),
    ],
)
def test_a_bid_is_not_set_aside_otherwise(scoring, who, reason, text, refusal):
    tender, members, (first, _second) = scoring
    actor = {"member": members[1], "author": author_of(tender), "chair": members[0]}[who]
    before = facts()

    with pytest.raises(refusal):
        set_aside(first, actor, reason, text)

    assert facts() == before


def test_what_only_a_price_shows_is_decided_once_it_is_open():
    tender, chair = judged_tender()
    first, second = tender.bids.order_by("pk")

    set_aside(first, chair, Disqualification.ABNORMALLY_LOW, "Sans explication.")
    assert Tender.objects.get(pk=tender.pk).status == TenderStatus.AWARD_PENDING
    set_aside(second, chair, Disqualification.ABNORMALLY_LOW, "Sans explication.")

    assert Tender.objects.get(pk=tender.pk).status == TenderStatus.UNSUCCESSFUL


def test_a_bid_that_could_not_be_opened_must_be_decided_before_the_lock():
    tender = past_tender(award_method=AwardMethod.LOWEST_PRICE)
    bid_on(tender)
    close_and_open(tender)
    chair = compose(tender, 1)[0]
    declare_all(tender)
    bid = tender.bids.get()
    Bid.objects.filter(pk=bid.pk).update(opening_fault="technical:broken")
    before = facts()
    with pytest.raises(Invalid):
        lock_evaluation(tender_id=tender.pk, actor=chair, at=now())
    assert facts() == before

    set_aside(bid, chair, Disqualification.INCOMPLETE, "Illisible.")
    lock_evaluation(tender_id=tender.pk, actor=chair, at=now())

    assert Tender.objects.get(pk=tender.pk).status == TenderStatus.UNSUCCESSFUL
