"""What waits for whom, from the opening to the signatures."""

import pytest

from marketplace.clock import now
from tenders.actions.award import recommend_award
from tenders.actions.contract import attach_pdf
from tenders.models import Contract
from tenders.queries.waiting import waiting_for
from tenders.values import Capability
from tests.factories import member, officer
from tests.judging import (
    approved_award,
    approver_of,
    author_of,
    compose,
    declare_all,
    final_award,
    in_consensus,
    judged_tender,
    note_all,
    opened_tender,
)

pytestmark = pytest.mark.django_db


def duties(user):
    return [item.what for item in waiting_for(user, at=now())]


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def test_the_committee_then_declarations_then_notes_then_the_chair():
    tender = opened_tender(["18000.00"])
    assert duties(author_of(tender)) == ["Compose the committee"]

    chair, other = members = compose(tender, 2)
    assert duties(author_of(tender)) == []
    assert duties(chair) == duties(other) == ["Declare your interests"]

    declare_all(tender)
    assert duties(chair) == duties(other) == ["Note the bids"]

    note_all(tender, [other])
    assert duties(other) == []
    note_all(tender, members[:1])
    assert duties(chair) == ["Start the consensus"]


def test_the_lock_the_recommendation_and_the_approval():
    tender, chair = in_consensus()
    assert duties(chair) == ["Agree, then lock the evaluation"]

    tender, chair = judged_tender()
    assert duties(author_of(tender)) == ["Recommend an award"]
    assert duties(approver_of(tender)) == []

    recommend_award(tender_id=tender.pk, rationale_fr="Oui.", actor=author_of(tender), at=now())
    assert duties(author_of(tender)) == []
    assert duties(approver_of(tender)) == ["Approve or return the award"]
    assert duties(chair) == []


def test_debriefs_while_the_standstill_runs():
    award = approved_award()

    for bid in award.tender.bids.all():
        assert duties(member(bid.vendor)) == ["Read your debrief"]
    assert duties(author_of(award.tender)) == []


def test_signatures_of_both_parties():
    award = final_award()
    signatory = officer(award.tender.buyer, Capability.SIGNATORY)
    assert duties(signatory) == []

    attach_pdf(contract_id=Contract.objects.get(award=award).pk, at=now())

    assert duties(signatory) == ["Sign the contract"]
    assert duties(member(award.bid.vendor)) == ["Sign the contract"]
