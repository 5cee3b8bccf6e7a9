"""A published call changes in the open, and nobody bids on what they didn't read."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils.translation import override

from marketplace.clock import now
from marketplace.errors import Conflict, DomainError, IllegalTransition, Invalid, NotAuthorized
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message
from marketplace.sealing.models import SealingKey
from tenders.actions.amendment import amend_tender, rehearse_amendment
from tenders.actions.document import keep_for_amendment
from tenders.actions.publication import NotReady
from tenders.documents.terms import hash_terms
from tenders.models import Amendment, Release, Tender
from tenders.queries.amendments import described
from tenders.queries.drafts import deliverables_of
from tenders.templatetags.public import change_rows
from tenders.values import Capability, Change, NewDocument
from tests.bids import drafted_bid
from tests.factories import TenderFactory, VendorFactory, member, officer, weekday
from tests.tenders.everything import everything

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 6, 1, 15, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def amend(tender, change=None, *, at=MONDAY, **more):
    arguments = {
        "tender_id": tender.pk,
        "change": change or Change({"summary_fr": "Un formulaire simple."}),
        "rationale_fr": "Une question l'a montré.",
        "of_substance": False,
        "version": tender.version,
        "actor": tender.author,
        "at": at,
        **more,
    }
    return amend_tender(**arguments)


@pytest.fixture
def tender():
    return TenderFactory(open=True, at=MONDAY)


def last_day(tender):
    """Half an hour before the deadline."""
    return tender.submission_deadline - timedelta(minutes=30)


def test_a_correction_keeps_the_deadline_and_asks_nothing_of_bidders(tender):
    deadline = tender.submission_deadline

    amendment = amend(tender, at=last_day(tender))

    tender.refresh_from_db()
    assert (amendment.number, amendment.of_substance) == (1, False)
    assert amendment.changes == {
        "summary_fr": [
            "Un formulaire accessible, utilisable au téléphone.",
            "Un formulaire simple.",
        ]
    }
    assert (tender.summary_fr, tender.submission_deadline) == ("Un formulaire simple.", deadline)
    assert Release.objects.last().tags == ["tenderUpdate"]


def test_a_change_of_substance_extends_a_near_deadline_for_the_keys_too(tender):
    deadline, at = tender.submission_deadline, last_day(tender)

    amendment = amend(tender, of_substance=True, at=at)

    tender.refresh_from_db()
    assert tender.submission_deadline >= at + timedelta(days=3)
    assert amendment.changes["submission_deadline"] == [
        deadline.isoformat(),
        tender.submission_deadline.isoformat(),
    ]
    assert set(SealingKey.objects.values_list("not_before", flat=True)) == {
        tender.submission_deadline
    }
    assert Release.objects.last().tags == ["tenderAmendment"]


def test_a_change_of_substance_early_on_keeps_the_deadline(tender):
    deadline = tender.submission_deadline

    amendment = amend(tender, of_substance=True)

    tender.refresh_from_db()
    assert (amendment.of_substance, tender.submission_deadline) == (True, deadline)


@pytest.mark.parametrize(
    "change",
    [
        Change({"contract_end": datetime(2026, 12, 1, tzinfo=UTC).date()}),
        Change({"place": "on_site", "city": "Rimouski", "region": "01"}),
    ],
)
def test_what_a_bid_depends_on_is_of_substance_whatever_the_author_says(tender, change):
    assert amend(tender, change).of_substance is True


def test_moving_only_the_deadline_is_never_of_substance(tender):
    later = weekday(tender.submission_deadline.date() + timedelta(days=7))
    before = tender.terms_hash

    amendment = amend(tender, Change({"submission_deadline": later}), of_substance=True)

    tender.refresh_from_db()
    assert (amendment.of_substance, tender.submission_deadline) == (False, later)
    assert tender.terms_hash == before


def test_the_terms_hash_follows_the_new_text_and_is_in_the_ledger(tender):
    before = tender.terms_hash

    amend(tender, of_substance=True)

    tender.refresh_from_db()
    assert tender.terms_hash == hash_terms(tender) != before
    event = Event.objects.get(action="tender.amended")
    assert event.data["terms_hash"] == tender.terms_hash


def test_bidders_and_the_buyers_people_are_told(tender):
    bidder, bystander = member(drafted_bid(tender, at=MONDAY).vendor), member(VendorFactory())

    amend(tender)

    told = set(Message.objects.filter(kind="tender-amended").values_list("recipient", flat=True))
    approver = officer(tender.buyer, Capability.APPROVER)
    assert told == {bidder.pk, tender.author_id, approver.pk}
    assert bystander.pk not in told


def test_the_text_of_a_deliverable_changes_and_its_share_of_the_price_does_not(tender):
    row = tender.deliverables.first()
    text = replace(deliverables_of(tender)[0], title_fr="Maquette", share=Decimal(100))

    amendment = amend(tender, Change(deliverables={row.pk: text}))

    row.refresh_from_db()
    assert (row.title_fr, row.share) == ("Maquette", None)
    assert amendment.changes == {f"deliverables.{row.pk}.title_fr": ["Prototype", "Maquette"]}


def test_a_document_is_added_by_a_change_of_substance(tender):
    kept = keep_for_amendment(
        tender_id=tender.pk,
        content=ContentFile(PDF, name="plan.pdf"),
        actor=tender.author,
        at=MONDAY,
    )
    new = NewDocument(str(kept.public_id), "Plan du site")

    amendment = amend(tender, Change(add_documents=[new]))

    assert amendment.of_substance is True
    assert amendment.changes == {"documents": [[], ["Plan du site"]]}
    assert [row.title for row in tender.documents.all()] == ["Plan du site"]


def test_a_rehearsal_says_what_would_happen_and_does_nothing(tender):
    before = everything()

    rehearsal = rehearse_amendment(
        tender_id=tender.pk,
        change=Change({"summary_fr": "Un formulaire simple."}),
        of_substance=True,
        version=tender.version,
        actor=tender.author,
        at=last_day(tender),
    )

    assert rehearsal.of_substance is True
    assert rehearsal.deadline > tender.submission_deadline
    assert list(rehearsal.changes) == ["summary_fr", "submission_deadline"]
    assert everything() == before


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"rationale_fr": " "}, Invalid),
        ({"change": Change()}, Invalid),
        ({"version": 99}, Conflict),
        ({"change": Change({"submission_deadline": MONDAY + timedelta(days=1)})}, Invalid),
        ({"change": Change({"enquiry_deadline": MONDAY + timedelta(days=90)})}, Invalid),
        ({"change": Change({"submission_deadline": None})}, Invalid),
        ({"change": Change({"title_fr": "x" * 200})}, Invalid),
        ({"change": Change({"title_fr": ""})}, NotReady),
        ({"change": Change({"place": "on_site"})}, NotReady),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(tender, more, error):
    before = everything()

    with pytest.raises(error):
        amend(tender, **more)

    assert everything() == before


@pytest.mark.parametrize("column", ["award_method", "k", "minimum_quality", "budget", "status"])
def test_what_bids_are_judged_by_never_changes(tender, column):
    before = everything()

    with pytest.raises(KeyError):
        amend(tender, Change({column: None}))

    assert everything() == before


def test_a_closed_door_stays_closed(tender):
    before = everything()

    with pytest.raises(IllegalTransition):
        amend(tender, at=tender.submission_deadline)

    assert everything() == before


def test_an_approver_does_not_change_a_call(tender):
    approver = officer(tender.buyer, Capability.APPROVER)
    before = everything()

    with pytest.raises(NotAuthorized):
        amend(tender, actor=approver)

    assert everything() == before


def test_somebody_elses_file_is_not_added(tender):
    stranger = officer(tender.buyer, Capability.AUTHOR, Capability.PAYER)
    kept = keep_for_amendment(
        tender_id=tender.pk, content=ContentFile(PDF, name="plan.pdf"), actor=stranger, at=MONDAY
    )
    before = everything()

    with pytest.raises(DomainError):
        amend(tender, Change(add_documents=[NewDocument(str(kept.public_id), "Plan")]))

    assert everything() == before


def test_changes_are_described_in_words(tender):
    later = weekday(tender.submission_deadline.date() + timedelta(days=7))
    where = {"place": "hybrid", "city": "Alma", "region": "02"}
    amendment = amend(tender, Change({"submission_deadline": later, **where}))

    said = {change.after for change in described(tender, amendment.changes)}

    assert "Alma" in said
    assert any(f"{later.year}" in text for text in said)


@pytest.mark.parametrize(("language", "text"), [("fr", "Deux."), ("en", "Two.")])
def test_of_a_text_changed_in_both_languages_readers_get_their_own(tender, language, text):
    amendment = amend(tender, Change({"need_fr": "**Deux.**", "need_en": "**Two.**"}))

    with override(language):
        rows = change_rows(amendment)

    assert [row.after for row in rows] == [text]


def test_a_text_changed_in_one_language_is_shown_in_both(tender):
    amendment = amend(tender, Change({"need_en": "Two."}))

    with override("fr"):
        rows = change_rows(amendment)

    assert [row.after for row in rows] == ["Two."]


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_do_not_overwrite_each_other():
    tender = TenderFactory(open=True)

    def change(text):
        try:
            amend(tender, Change({"summary_fr": text}), at=now())
        except DomainError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(change, ["Un.", "Deux."]))

    assert outcomes == [False, True]
    assert Amendment.objects.count() == 1
    assert Tender.objects.get().version == 1
