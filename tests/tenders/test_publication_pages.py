"""The last look, the second person's decision, changes and the end of a call, through the pages."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from marketplace.clock import now
from tenders.models import Amendment, Enquiry, Tender
from tenders.states import EnquiryStatus, TenderStatus
from tenders.values import Capability
from tests.factories import TenderFactory, VendorFactory, member, officer
from tests.tenders.everything import everything
from tests.tenders.paper_form import fields_of
from tests.tenders.test_enquiries import asked

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def page(name, tender, *more):
    return reverse(f"tenders:{name}", args=[tender.ocid, *more])


def status_of(tender):
    return Tender.objects.get(pk=tender.pk).status


def approver_of(tender):
    return signed_in(officer(tender.buyer, Capability.APPROVER))


def test_the_review_says_what_is_missing_and_where():
    tender = TenderFactory(budget=None)
    author = signed_in(tender.author)

    shown = author.get(page("draft_review", tender))
    author.post(page("draft_review", tender))

    assert page("draft_contract", tender) + "#id_budget" in shown.content.decode()
    assert status_of(tender) == TenderStatus.DRAFT


def test_a_complete_draft_is_sent_for_review():
    tender = TenderFactory()

    signed_in(tender.author).post(page("draft_review", tender))

    assert status_of(tender) == TenderStatus.IN_REVIEW


def test_the_approver_reads_the_call_as_the_public_will_and_publishes():
    tender = TenderFactory(in_review=True)
    approver = approver_of(tender)

    shown = approver.get(page("approval", tender)).content.decode()
    approver.post(page("approval", tender), {"do": "publish"})

    assert "Les citoyens abandonnent le formulaire" in shown
    assert status_of(tender) == TenderStatus.OPEN


def test_the_approver_schedules():
    tender = TenderFactory(in_review=True)
    moment = localtime(now() + timedelta(hours=30))
    data = {
        "do": "schedule",
        "publish_at_0": moment.strftime("%Y-%m-%d"),
        "publish_at_1": moment.strftime("%H:%M"),
    }

    approver_of(tender).post(page("approval", tender), data)

    assert status_of(tender) == TenderStatus.SCHEDULED


@pytest.mark.parametrize(
    "data",
    [
        {"do": "schedule", "publish_at_0": "2020-01-01", "publish_at_1": "10:00"},
        {"do": "schedule", "publish_at_0": "demain", "publish_at_1": ""},
        {"do": "return", "reason": ""},
        {"do": "dance"},
        {},
    ],
)
def test_a_decision_that_makes_no_sense_changes_nothing(data):
    tender = TenderFactory(in_review=True)
    approver = approver_of(tender)
    before = everything()

    answer = approver.post(page("approval", tender), data)

    assert answer.status_code == 200
    assert everything() == before


def test_the_approver_returns_with_reasons():
    tender = TenderFactory(in_review=True)

    approver_of(tender).post(page("approval", tender), {"do": "return", "reason": "Trop long."})

    assert Tender.objects.get().return_reason == "Trop long."


def test_an_author_does_not_see_the_approval_of_their_own_call():
    tender = TenderFactory(in_review=True)

    answer = signed_in(tender.author).get(page("approval", tender))

    assert answer.status_code == 403


def test_a_cancellation_is_asked_twice():
    tender = TenderFactory(open=True)
    approver = approver_of(tender)

    asked_once = approver.post(page("cancel", tender), {"reason_fr": "Erreur.", "reason_en": ""})
    still = status_of(tender)
    data = fields_of(asked_once)
    approver.post(page("cancel", tender), {**data, "confirmed": "yes"})

    assert (still, status_of(tender)) == (TenderStatus.OPEN, TenderStatus.CANCELLED)
    assert Tender.objects.get().cancel_reason_fr == "Erreur."


def test_a_change_is_looked_at_then_published():
    tender = TenderFactory(open=True)
    author = signed_in(tender.author)
    data = fields_of(author.get(page("amend", tender)))
    data |= {"title_fr": "Titre corrigé", "rationale_fr": "Une faute."}

    looked = author.post(page("amend", tender), {**data, "do": "look"})
    unchanged = Amendment.objects.exists()
    carried = fields_of(looked, marker="method")
    author.post(page("amend", tender), {**carried, "do": "publish"})

    assert unchanged is False
    assert "Titre corrigé" in looked.content.decode()
    assert Tender.objects.get().title_fr == "Titre corrigé"
    assert list(Amendment.objects.get().changes) == ["title_fr"]


def test_going_back_from_the_look_keeps_every_word():
    tender = TenderFactory(open=True)
    author = signed_in(tender.author)
    data = fields_of(author.get(page("amend", tender)))
    data |= {"title_fr": "Titre corrigé", "rationale_fr": "Une faute."}

    looked = author.post(page("amend", tender), {**data, "do": "look"})
    carried = fields_of(looked, marker="method")
    again = fields_of(author.post(page("amend", tender), {**carried, "do": "edit"}))

    assert (again["title_fr"], again["rationale_fr"]) == (["Titre corrigé"], ["Une faute."])


def test_a_document_travels_with_the_change_until_it_is_published():
    tender = TenderFactory(open=True)
    author = signed_in(tender.author)
    data = fields_of(author.get(page("amend", tender))) | {"rationale_fr": "Un plan manquait."}
    file = {"document-file": SimpleUploadedFile("plan.pdf", PDF), "document-title": "Plan"}

    with_file = author.post(
        page("amend", tender), {**data, **file, "document-language": "fr", "do": "file"}
    )
    carried = fields_of(with_file)
    looked = fields_of(author.post(page("amend", tender), {**carried, "do": "look"}), "method")
    author.post(page("amend", tender), {**looked, "do": "publish"})

    assert [row.title for row in tender.documents.all()] == ["Plan"]


@pytest.mark.parametrize(
    "changes",
    [
        {"rationale_fr": ""},
        {"submission_deadline_0": "2020-01-01"},
        {"contract_end": "jamais"},
        {"version": "99", "title_fr": "Autre"},
        {"kept": "forged", "title_fr": ""},
    ],
)
def test_a_wrong_change_says_why_and_keeps_what_was_typed(changes):
    tender = TenderFactory(open=True)
    author = signed_in(tender.author)
    data = fields_of(author.get(page("amend", tender))) | {"rationale_fr": "Parce que."}
    before = everything()

    answer = author.post(page("amend", tender), {**data, **changes, "do": "publish"})

    assert "error-summary" in answer.content.decode()
    assert fields_of(answer)["summary_fr"] == [tender.summary_fr]
    assert everything() == before


def test_a_firm_asks_and_takes_back_and_the_buyer_answers():
    tender, vendor = TenderFactory(open=True), VendorFactory()
    firm, author = signed_in(member(vendor)), signed_in(tender.author)
    form = fields_of(firm.get(page("ask", tender)))

    firm.post(page("ask", tender), {**form, "question": "Hors ligne?"})
    firm.post(page("ask", tender), {**form, "question": "Erreur"})
    first, second = Enquiry.objects.order_by("pk")
    firm.post(reverse("tenders:enquiry_withdraw", args=[second.public_id]))
    shown = author.get(page("enquiries", tender)).content.decode()
    author.post(page("answer", tender, first.public_id), {"answer_fr": "Oui.", "answer_en": ""})

    assert ("Hors ligne?" in shown, vendor.name in shown) == (True, False)
    statuses = Enquiry.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [EnquiryStatus.ANSWERED, EnquiryStatus.WITHDRAWN]


def test_an_empty_question_or_answer_is_refused_in_place():
    enquiry = asked()
    tender = enquiry.tender
    firm, author = signed_in(member(enquiry.vendor)), signed_in(tender.author)
    before = everything()

    answers = [
        firm.post(page("ask", tender), {"vendor": enquiry.vendor.public_id, "question": " "}),
        author.post(
            page("answer", tender, enquiry.public_id), {"answer_fr": "", "answer_en": "Yes."}
        ),
    ]

    assert ["error-summary" in answer.content.decode() for answer in answers] == [True, True]
    assert fields_of(answers[1])["answer_en"] == ["Yes."]
    assert everything() == before


def test_a_question_of_another_firm_is_not_taken_back():
    enquiry, stranger = asked(), signed_in(member(VendorFactory()))

    answer = stranger.post(reverse("tenders:enquiry_withdraw", args=[enquiry.public_id]))

    assert answer.status_code == 404
    assert Enquiry.objects.get().status == EnquiryStatus.ASKED


def test_the_buyers_own_people_do_not_ask():
    tender = TenderFactory(open=True)

    answer = signed_in(tender.author).get(page("ask", tender))

    assert answer.status_code == 403


def test_questions_on_a_draft_are_not_found():
    tender = TenderFactory()

    answer = signed_in(member(VendorFactory())).get(page("ask", tender))

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ({}, {"draft_basics", "draft_review", "copy"}),
        ({"in_review": True}, {"take_back", "copy"}),
        ({"open": True}, {"enquiries", "amend", "copy"}),
    ],
)
def test_the_home_of_a_call_offers_what_its_author_may_do_now(state, shown):
    tender = TenderFactory(**state)
    names = ("draft_basics", "draft_review", "take_back", "enquiries", "amend", "copy", "cancel")

    html = signed_in(tender.author).get(page("tender", tender)).content.decode()

    assert {name for name in names if f'"{page(name, tender)}"' in html} == shown
