"""Who sees bids and notes, when: the rule for one row and its twin for many never differ."""

import pytest

from marketplace.clock import now
from tenders.actions.committee import declare_interest
from tenders.actions.evaluation import lock_evaluation, start_consensus
from tenders.models import Bid, BuyerMembership, Evaluator, Score
from tenders.values import Capability
from tests.factories import LONG_AGO, UserFactory, member, officer
from tests.judging import (
    agree,
    author_of,
    bid_on,
    compose,
    declare_all,
    note_all,
    opened_tender,
    past_tender,
)
from vendors.models import VendorMembership

pytestmark = pytest.mark.django_db

STEPS = ["sealed", "opened", "declared", "noted", "consensus", "locked"]
# The first step at which each person sees the first bid; None: never.
BIDS = {
    "its own firm": "sealed",
    "another bidder": None,
    "evaluator": "declared",
    "recused": None,
    "author": "locked",
    "auditor": "locked",
    "conflicted auditor": None,
    "officer of another body": None,
    "nobody": None,
}
SCORES = {
    "its own firm": None,
    "another bidder": None,
    "evaluator": "consensus",  # another evaluator's; one's own from the first
    "recused": None,
    "author": "locked",
    "auditor": "locked",
    "conflicted auditor": None,
    "officer of another body": None,
    "nobody": None,
}


def story(until):
    """A call taken up to the step ``until``, and its people by name."""
    tender = past_tender() if until == "sealed" else opened_tender()
    if until == "sealed":
        bid_on(tender), bid_on(tender)
    first, second = tender.bids.order_by("pk")
    members = compose(tender, 3)
    cast = {
        "its own firm": member(first.vendor),
        "another bidder": member(second.vendor),
        "evaluator": members[1],
        "recused": members[2],
        "author": author_of(tender),
        "auditor": officer(tender.buyer, Capability.AUDITOR),
        "conflicted auditor": _conflicted(tender, second),
        "officer of another body": officer(past_tender().buyer, Capability.AUDITOR),
        "nobody": UserFactory(),
    }
    if STEPS.index(until) >= STEPS.index("declared"):
        declare_interest(
            tender_id=tender.pk, has_interest=True, interest="Oui.", actor=members[2], at=now()
        )
        declare_all(tender)
    if STEPS.index(until) >= STEPS.index("noted"):
        note_all(tender, members[:2])
    if until == "consensus":
        start_consensus(tender_id=tender.pk, actor=members[0], at=now())
    if until == "locked":
        agree(tender, members[0], {first.pk: 80, second.pk: 75})
        lock_evaluation(tender_id=tender.pk, actor=members[0], at=now())
    return first, members[0], cast


def _conflicted(tender, bid):
    user = UserFactory()
    BuyerMembership.objects.create(
        buyer=tender.buyer, user=user, capabilities=["auditor"], created_at=LONG_AGO
    )
    VendorMembership.objects.create(
        vendor=bid.vendor, user=user, role="reader", created_at=LONG_AGO
    )
    return user


def expected(table, who, step):
    begins = table[who]
    return begins is not None and STEPS.index(step) >= STEPS.index(begins)


@pytest.mark.parametrize("step", STEPS)
def test_view_bid_and_visible_to_agree(step):
    first, _chair, cast = story(step)
    bid = Bid.objects.get(pk=first.pk)

    wanted = {who: expected(BIDS, who, step) for who in cast}

    assert {who: user.has_perm("tenders.view_bid", bid) for who, user in cast.items()} == wanted
    assert {
        who: Bid.objects.visible_to(user).filter(pk=bid.pk).exists() for who, user in cast.items()
    } == wanted


@pytest.mark.parametrize("step", ["noted", "consensus", "locked"])
def test_view_score_and_visible_to_agree(step):
    first, chair, cast = story(step)
    score = Score.objects.filter(evaluator__user=chair, bid=first).first()

    wanted = {who: expected(SCORES, who, step) for who in cast}

    assert {who: user.has_perm("tenders.view_score", score) for who, user in cast.items()} == wanted
    assert {
        who: Score.objects.visible_to(user).filter(pk=score.pk).exists()
        for who, user in cast.items()
    } == wanted
    assert chair.has_perm("tenders.view_score", score)
    assert Score.objects.visible_to(chair).filter(pk=score.pk).exists()


def test_a_bid_is_listed_once_however_many_evaluators_sit():
    first, chair, _cast = story("locked")
    assert Evaluator.objects.filter(evaluation__tender=first.tender).count() == 3

    assert Bid.objects.visible_to(chair).count() == 2
    assert Score.objects.visible_to(chair).count() == Score.objects.count()
