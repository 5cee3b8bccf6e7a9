"""A call is begun, written by several hands, copied."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection

from marketplace.clock import now
from marketplace.errors import Conflict, IllegalTransition, Invalid, NotAuthorized
from tenders.actions.cancellation import cancel_tender
from tenders.actions.tender import copy_tender, create_tender, save_draft
from tenders.models import Tender
from tenders.queries.drafts import current, fingerprint
from tenders.states import TenderStatus
from tenders.values import Capability, CriterionText, DeliverableText, Draft
from tests.factories import CRITERIA, BuyerFactory, TenderFactory, officer
from tests.tenders.everything import everything

pytestmark = pytest.mark.django_db

TITLE = Draft(fields={"title_fr": "Carte des travaux"})
NEW_YEARS_EVE_IN_QUEBEC = datetime(2027, 1, 1, 3, 0, tzinfo=UTC)


def begin(buyer=None, at=None):
    buyer = buyer or BuyerFactory()
    author = officer(buyer, Capability.AUTHOR)
    return create_tender(buyer_id=buyer.pk, draft=TITLE, actor=author, at=at or now())


def test_calls_are_numbered_within_the_year_over_all_bodies(settings):
    first, second = (
        begin(at=datetime(2026, 3, 2, 15, tzinfo=UTC)),
        begin(at=NEW_YEARS_EVE_IN_QUEBEC),
    )

    assert (first.number, second.number) == ("AP-2026-0001", "AP-2026-0002")
    assert second.ocid == f"{settings.OCID_PREFIX}-2026-0002"


@pytest.mark.django_db(transaction=True)
def test_calls_begun_at_once_get_different_numbers():
    buyer = BuyerFactory()
    author = officer(buyer, Capability.AUTHOR)
    at = now()

    def create(_nth):
        try:
            return create_tender(buyer_id=buyer.pk, draft=TITLE, actor=author, at=at).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(create, range(8)))

    assert numbers == [f"AP-{at.year}-{n:04d}" for n in range(1, 9)]


def test_a_call_begins_with_a_title():
    buyer = BuyerFactory()
    author = officer(buyer, Capability.AUTHOR)
    before = everything()

    with pytest.raises(Invalid) as refusal:
        create_tender(
            buyer_id=buyer.pk, draft=Draft(fields={"title_fr": " "}), actor=author, at=now()
        )

    assert refusal.value.field == "title_fr"
    assert everything() == before


@pytest.mark.parametrize("status", ["pending", "refused", "suspended"])
def test_only_an_admitted_body_begins_calls(status):
    buyer = BuyerFactory(status=status)
    author = officer(buyer, Capability.AUTHOR)
    before = everything()

    with pytest.raises(NotAuthorized):
        create_tender(buyer_id=buyer.pk, draft=TITLE, actor=author, at=now())

    assert everything() == before


@pytest.mark.parametrize("capability", [Capability.APPROVER, Capability.ADMINISTRATOR])
def test_only_authors_write(capability):
    tender = begin()
    person = officer(tender.buyer, capability)
    before = everything()

    with pytest.raises(NotAuthorized):
        save_draft(tender_id=tender.pk, draft=TITLE, actor=person, at=now())

    assert everything() == before


def test_a_section_saves_what_it_has_and_leaves_the_rest():
    tender = TenderFactory()
    draft = Draft(
        fields={"budget": Decimal("1234.56")},
        deliverables=[DeliverableText("Une carte", share=Decimal(100))],
    )

    save_draft(tender_id=tender.pk, draft=draft, actor=tender.author, at=now())

    saved = Tender.objects.get(pk=tender.pk)
    assert (saved.budget, saved.title_fr) == (Decimal("1234.56"), tender.title_fr)
    assert [(row.position, row.title_fr) for row in saved.deliverables.all()] == [(1, "Une carte")]
    assert saved.criteria.count() == len(CRITERIA)


def test_a_text_saved_elsewhere_meanwhile_is_not_overwritten():
    tender = TenderFactory()
    mine, theirs = Draft({"summary_fr": "Le mien."}), Draft({"summary_fr": "Le leur."})
    basis = fingerprint(current(tender, mine))
    save_draft(tender_id=tender.pk, draft=theirs, basis=basis, actor=tender.author, at=now())
    before = everything()

    with pytest.raises(Conflict):
        save_draft(tender_id=tender.pk, draft=mine, basis=basis, actor=tender.author, at=now())

    assert everything() == before


def test_saving_another_section_is_no_conflict():
    tender = TenderFactory()
    summary, need = Draft({"summary_fr": "Le mien."}), Draft({"need_fr": "Le leur."})
    basis = fingerprint(current(tender, summary))
    save_draft(tender_id=tender.pk, draft=need, actor=tender.author, at=now())

    save_draft(tender_id=tender.pk, draft=summary, basis=basis, actor=tender.author, at=now())

    tender.refresh_from_db()
    assert (tender.summary_fr, tender.need_fr) == ("Le mien.", "Le leur.")


def test_saving_the_same_again_changes_nothing():
    tender = TenderFactory()
    draft = Draft({"summary_fr": "Le mien."})
    save_draft(tender_id=tender.pk, draft=draft, actor=tender.author, at=now())
    before = everything()

    save_draft(tender_id=tender.pk, draft=draft, basis="older", actor=tender.author, at=now())

    assert everything() == before


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Draft({"licence": "mine"}), "licence"),
        (Draft({"title_fr": "x" * 151}), "title_fr"),
        (Draft({"budget": Decimal("99999999999.00")}), "budget"),
        (Draft(criteria=[CriterionText("Équipe", Decimal(0))]), "weight"),
        (Draft(criteria=[CriterionText("Équipe", Decimal(101))]), "weight"),
        (Draft(deliverables=[DeliverableText("")]), "title_fr"),
        (
            Draft(
                {
                    "enquiry_deadline": datetime(2027, 3, 2, tzinfo=UTC),
                    "submission_deadline": datetime(2027, 3, 1, tzinfo=UTC),
                }
            ),
            "enquiry_deadline",
        ),
    ],
)
def test_a_wrong_value_is_refused_whoever_sends_it(draft, field):
    tender = TenderFactory()
    before = everything()

    with pytest.raises(Invalid) as refusal:
        save_draft(tender_id=tender.pk, draft=draft, actor=tender.author, at=now())

    assert refusal.value.field == field
    assert everything() == before


def test_the_text_of_a_published_call_is_not_rewritten():
    tender = TenderFactory(open=True)
    before = everything()

    with pytest.raises(IllegalTransition):
        save_draft(tender_id=tender.pk, draft=TITLE, actor=tender.author, at=now())

    assert everything() == before


def test_a_copy_has_the_texts_and_not_the_dates():
    source = TenderFactory(open=True)

    copy = copy_tender(tender_id=source.pk, actor=source.author, at=now())

    copy = Tender.objects.get(pk=copy.pk)
    assert copy.status == TenderStatus.DRAFT
    assert (copy.title_fr, copy.need_fr, copy.budget) == (
        source.title_fr,
        source.need_fr,
        source.budget,
    )
    assert [row.title_fr for row in copy.criteria.all()] == [row.title_fr for row in CRITERIA]
    assert (copy.submission_deadline, copy.enquiry_deadline, copy.contract_start) == (None,) * 3
    assert copy.relaunch_of is None


def test_a_cancelled_call_is_relaunched_with_a_link():
    source = TenderFactory(open=True)
    approver = officer(source.buyer, Capability.APPROVER)
    cancel_tender(tender_id=source.pk, reason_fr="Erreur.", actor=approver, at=now())

    copy = copy_tender(tender_id=source.pk, actor=source.author, at=now(), relaunch=True)

    assert copy.relaunch_of == source


def test_an_open_call_is_not_relaunched():
    source = TenderFactory(open=True)
    before = everything()

    with pytest.raises(IllegalTransition):
        copy_tender(tender_id=source.pk, actor=source.author, at=now(), relaunch=True)

    assert everything() == before


def test_another_bodys_call_is_not_copied():
    source, other = TenderFactory(open=True), BuyerFactory()
    stranger = officer(other, Capability.AUTHOR)
    before = everything()

    with pytest.raises(NotAuthorized):
        copy_tender(tender_id=source.pk, actor=stranger, at=now())

    assert everything() == before
