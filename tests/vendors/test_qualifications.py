"""A firm's papers: handed in, checked, refused with reasons, renewed in time."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from marketplace.clock import travel
from marketplace.errors import IllegalTransition, Invalid, NotAuthorized
from marketplace.files.models import StoredFile
from marketplace.notifications.models import Message
from tests.bids import PDF
from tests.factories import OperatorFactory, VendorFactory, member
from tests.signing_in import sign_in
from vendors.actions.qualification import (
    accept_qualification,
    refuse_qualification,
    submit_qualification,
    withdraw_qualification,
)
from vendors.models import Qualification
from vendors.queries.qualification import end_of, missing, standings
from vendors.states import FirmSize, QualificationKind, QualificationStatus, VendorRole
from vendors.tasks import remind_of_ending_papers
from vendors.values import Proof

TODAY = date(2026, 3, 10)
NOON = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)
TAX = Proof("tax", TODAY, number="4411-8833")


@pytest.fixture
def firm():
    return VendorFactory()


@pytest.fixture
def operator():
    return OperatorFactory()


def hand_in(firm, proof=TAX, *, at=NOON, actor=None, content=PDF):
    document = content and ContentFile(content, name="attestation.pdf")
    return submit_qualification(
        vendor_id=firm.pk, proof=proof, content=document, actor=actor or member(firm), at=at
    )


def accept(paper, operator):
    return accept_qualification(qualification_id=paper.pk, actor=operator, at=NOON)


def states(firm, **more):
    found = standings(firm, on=more.pop("on", TODAY), **more)
    return {standing.kind: standing.state for standing in found}


@pytest.mark.parametrize(
    ("issued", "end"),
    [
        (date(2026, 3, 10), date(2026, 6, 30)),
        (date(2026, 3, 1), date(2026, 6, 30)),
        (date(2025, 11, 30), date(2026, 2, 28)),
        (date(2027, 11, 1), date(2028, 2, 29)),
    ],
)
def test_the_attestation_counts_to_the_end_of_the_third_month_after_its_issue(issued, end):
    assert end_of(QualificationKind.TAX, issued, None) == end


@pytest.mark.django_db
def test_a_paper_counts_once_the_operator_has_checked_it(firm, operator):
    paper = hand_in(firm)
    assert states(firm)["tax"] == "waiting"

    accept(paper, operator)

    assert states(firm)["tax"] == "ready"
    assert states(firm, on=date(2026, 5, 20))["tax"] == "soon"
    assert states(firm, on=date(2026, 7, 1))["tax"] == "expired"
    told = Message.objects.values_list("kind", "recipient")
    assert list(told) == [
        ("qualification-submitted", operator.pk),
        ("qualification-accepted", member(firm).pk),
    ]


@pytest.mark.django_db
def test_a_refused_paper_says_why_and_another_can_be_handed_in(firm, operator):
    first = hand_in(firm)
    refuse_qualification(qualification_id=first.pk, reason=" Illisible. ", actor=operator, at=NOON)
    assert states(firm)["tax"] == "refused"

    accept(hand_in(firm), operator)

    assert states(firm)["tax"] == "ready"
    first.refresh_from_db()
    assert (first.status, first.reason) == (QualificationStatus.REFUSED, "Illisible.")
    assert Message.objects.get(kind="qualification-refused").context["reason"] == "Illisible."


@pytest.mark.django_db
def test_a_refusal_without_a_reason_is_refused(firm, operator):
    paper = hand_in(firm)

    with pytest.raises(Invalid):
        refuse_qualification(qualification_id=paper.pk, reason="  ", actor=operator, at=NOON)

    paper.refresh_from_db()
    assert paper.status == QualificationStatus.SUBMITTED


@pytest.mark.django_db
def test_what_is_decided_is_not_decided_again(firm, operator):
    paper = accept(hand_in(firm), operator)

    with pytest.raises(IllegalTransition):
        refuse_qualification(qualification_id=paper.pk, reason="Non", actor=operator, at=NOON)

    assert states(firm)["tax"] == "ready"


@pytest.mark.django_db
@pytest.mark.parametrize("role", [VendorRole.BIDDER, VendorRole.READER])
def test_only_owners_hand_in_papers(firm, role):
    with pytest.raises(NotAuthorized):
        hand_in(firm, actor=member(firm, role))

    assert not Qualification.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_an_operator_does_not_check_their_own_firm(firm, operator):
    paper = hand_in(firm)
    firm.memberships.create(user=operator, role=VendorRole.READER, created_at=NOON)

    with pytest.raises(NotAuthorized):
        accept(paper, operator)

    assert states(firm)["tax"] == "waiting"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proof", "content", "field"),
    [
        (Proof("tax", TODAY + timedelta(days=1)), PDF, "issued_on"),
        (Proof("tax", date(2025, 10, 1)), PDF, "issued_on"),
        (TAX, None, "content"),
        (Proof("insurance", TODAY), PDF, "valid_until"),
        (Proof("certificate", TODAY), PDF, "title"),
        (TAX, b"MZ\x90\x00 not a document", ""),
    ],
)
def test_what_can_not_count_is_refused_and_not_kept(firm, proof, content, field):
    with pytest.raises(Invalid) as refused:
        hand_in(firm, proof, content=content)

    assert refused.value.field == field
    assert not Qualification.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_a_statement_needs_no_document_and_counts_for_a_year(firm, operator):
    accept(hand_in(firm, Proof("eligibility", TODAY), content=None), operator)

    assert states(firm, on=date(2027, 1, 5))["eligibility"] == "ready"
    assert states(firm, on=date(2027, 3, 11))["eligibility"] == "expired"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "amount", "kinds"),
    [
        ({}, "24999.99", {"eligibility"}),
        ({}, "25000.00", {"eligibility", "tax"}),
        ({}, None, {"eligibility", "tax"}),
        ({"region": "99"}, "90000.00", {"eligibility"}),
        ({"size": FirmSize.LARGE}, "90000.00", {"eligibility", "tax", "french"}),
    ],
)
def test_what_is_missing_depends_on_the_amount_and_on_the_firm(changes, amount, kinds):
    firm = VendorFactory(**changes)

    lacks = missing(firm, on=TODAY, amount=amount and Decimal(amount))

    assert {standing.kind for standing in lacks} == kinds


@pytest.mark.django_db
def test_a_paper_taken_out_counts_no_more(firm, operator):
    paper = accept(hand_in(firm), operator)

    withdraw_qualification(qualification_id=paper.pk, actor=member(firm), at=NOON)

    assert states(firm)["tax"] == "missing"


@pytest.mark.django_db
def test_the_end_of_a_paper_is_announced_60_30_and_7_days_before_once_each(firm, operator):
    accept(hand_in(firm), operator)  # until 30 June
    owner = member(firm)

    told = []
    moment = datetime(2026, 4, 28, 16, 0, tzinfo=UTC)
    while moment < datetime(2026, 7, 4, tzinfo=UTC):
        with travel(moment):
            remind_of_ending_papers()
            remind_of_ending_papers()
        new = Message.objects.filter(kind="qualification-ending").count()
        if new > len(told):
            told.append(moment.date())
        moment += timedelta(days=1)

    assert told == [date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 23)]
    ending = Message.objects.filter(kind="qualification-ending")
    assert set(ending.values_list("recipient", flat=True)) == {owner.pk}


@pytest.mark.django_db
def test_a_paper_that_has_a_successor_is_not_announced(firm, operator):
    accept(hand_in(firm), operator)
    with travel(datetime(2026, 6, 5, 16, tzinfo=UTC)):
        hand_in(
            firm,
            Proof("tax", date(2026, 6, 5), number="2"),
            at=datetime(2026, 6, 5, 16, tzinfo=UTC),
        )
        remind_of_ending_papers()

    assert not Message.objects.filter(kind="qualification-ending").exists()


@pytest.mark.django_db
def test_a_form_with_a_mistake_keeps_what_was_typed(firm):
    browser = sign_in(Client(), member(firm))
    url = reverse("vendors:submit_qualification", args=[firm.public_id, "insurance"])

    answer = browser.post(
        url,
        {"number": "RC-118", "issued_on": "2026-03-01", "valid_until": "2026-02-01"},
    )

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"valid_until", "content"}
    assert 'value="RC-118"' in answer.content.decode()
    assert not Qualification.objects.exists()


@pytest.mark.django_db
def test_the_file_page_leads_from_missing_to_handed_in(firm):
    with travel(NOON):
        browser = sign_in(Client(), member(firm))
        page = reverse("vendors:qualifications", args=[firm.public_id])
        url = reverse("vendors:submit_qualification", args=[firm.public_id, "tax"])
        assert f'href="{url}"' in browser.get(page).content.decode()
        document = SimpleUploadedFile("attestation.pdf", PDF, content_type="application/pdf")

        answer = browser.post(
            url, {"number": "4411", "issued_on": "2026-03-10", "content": document}
        )

        assert answer.status_code == 302
        assert "4411" in browser.get(page).content.decode()


@pytest.mark.django_db
def test_the_document_is_given_to_the_firm_and_the_operator_alone(firm, operator):
    paper = hand_in(firm)
    url = reverse("vendors:qualification_file", args=[paper.public_id])

    def seen_by(person):
        answer = sign_in(Client(), person).get(url)
        return b"".join(answer.streaming_content) if answer.streaming else answer.status_code

    assert seen_by(member(firm)) == PDF
    assert seen_by(operator) == PDF
    assert seen_by(member(VendorFactory())) == 404
