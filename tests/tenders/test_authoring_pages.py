"""Writing a call through its pages, without a script: nothing typed is ever lost."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.clock import now
from tenders.actions.tender import save_draft
from tenders.models import Tender
from tenders.states import TenderStatus
from tenders.values import Capability, Draft
from tests.factories import PASSWORD, BuyerFactory, TenderFactory, UserFactory, officer
from tests.tenders.everything import everything
from tests.tenders.paper_form import fields_of

pytestmark = pytest.mark.django_db

SECTIONS = ["basics", "need", "deliverables", "conditions", "contract", "evaluation", "dates"]


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def tender():
    return TenderFactory()


@pytest.fixture
def author(tender):
    return signed_in(tender.author)


def address(tender, section):
    return reverse(f"tenders:draft_{section}", args=[tender.ocid])


def typed(author, tender, section, **changes):
    """The section's form as it shows, with ``changes`` typed into it."""
    fields = fields_of(author.get(address(tender, section)), "data-autosave")
    return {**fields, **{name.replace("__", "-"): value for name, value in changes.items()}}


@pytest.mark.parametrize("section", [*SECTIONS, "review"])
def test_every_section_shows_what_is_saved(tender, author, section):
    answer = author.get(address(tender, section))

    assert answer.status_code == 200
    assert tender.number in answer.content.decode()


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_sent_back_untouched_changes_nothing_and_goes_on(tender, author, section):
    data = typed(author, tender, section)
    before = everything()

    answer = author.post(address(tender, section), data)

    following = [*SECTIONS, "review"][SECTIONS.index(section) + 1]
    assert answer.headers["Location"] == address(tender, following)
    assert everything() == before


@pytest.mark.parametrize(
    ("command", "following"), [("previous", "basics"), ("stay", "need"), ("next", "deliverables")]
)
def test_left_right_and_in_place_what_is_typed_is_saved(tender, author, command, following):
    data = typed(author, tender, "need", need_fr="Autre besoin.", do=command)

    answer = author.post(address(tender, "need"), data)

    assert answer.headers["Location"] == address(tender, following)
    assert Tender.objects.get().need_fr == "Autre besoin."


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1 234,56 $", "1234.56"), ("$1,234.56", "1234.56"), ("45000", "45000"), ("", None)],
)
def test_a_budget_is_read_as_people_write_it(tender, author, text, amount):
    author.post(address(tender, "contract"), typed(author, tender, "contract", budget=text))

    assert Tender.objects.get().budget == (amount and Decimal(amount))


@pytest.mark.parametrize(
    ("section", "name", "text"),
    [
        ("contract", "budget", "environ mille"),
        ("contract", "contract_start", "31 février"),
        ("dates", "submission_deadline_0", "2026-13-45"),
        ("evaluation", "rows__0__weight", "beaucoup"),
        ("evaluation", "k", "150"),
        ("deliverables", "rows__0__due_on", "bientôt"),
        ("basics", "title_fr", "x" * 151),
    ],
)
def test_what_can_not_be_read_is_said_and_stays_typed(tender, author, section, name, text):
    data = typed(author, tender, section, **{name: text})
    before = everything()

    answer = author.post(address(tender, section), data)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "error-summary" in page
    assert fields_of(answer, "data-autosave")[name.replace("__", "-")] == [text]
    assert everything() == before


@pytest.mark.parametrize(("weight", "said"), [("0", 1), ("12,5", 0), ("30 %", 0), ("", 1)])
def test_weights_are_percentages_above_zero(tender, author, weight, said):
    data = typed(author, tender, "evaluation", rows__0__weight=weight)

    answer = author.post(address(tender, "evaluation"), data)

    assert answer.status_code == (200 if said else 302)


def test_rows_are_added_moved_and_removed_without_losing_a_word(tender, author):
    data = typed(author, tender, "deliverables", rows__0__title_fr="Tapé", do="add")
    before = everything()
    path = address(tender, "deliverables")

    more = fields_of(author.post(path, data), "data-autosave")
    down = fields_of(author.post(path, {**more, "do": "down:0"}), "data-autosave")
    fewer = fields_of(author.post(path, {**down, "do": "remove:0"}), "data-autosave")

    assert more["rows-TOTAL_FORMS"] == ["3"]
    assert [down[f"rows-{n}-title_fr"] for n in range(3)] == [["Version finale"], ["Tapé"], [""]]
    assert [fewer[f"rows-{n}-title_fr"] for n in range(2)] == [["Tapé"], [""]]
    assert everything() == before

    author.post(path, {**fewer, "do": "stay"})

    assert [row.title_fr for row in tender.deliverables.all()] == ["Tapé"]


def test_a_ready_made_grid_makes_a_hundred(tender, author):
    path = address(tender, "evaluation")
    data = typed(author, tender, "evaluation", do="grid:development")

    filled = fields_of(author.post(path, data), "data-autosave")
    author.post(path, {**filled, "do": "stay"})

    assert sum(row.weight for row in tender.criteria.all()) == 100
    assert tender.criteria.count() == 5


def test_somebody_elses_newer_text_is_shown_beside_what_is_typed(tender, author):
    data = typed(author, tender, "basics", title_fr="Le mien")
    theirs = Draft({"title_fr": "Le leur"})
    save_draft(tender_id=tender.pk, draft=theirs, actor=tender.author, at=now())

    answer = author.post(address(tender, "basics"), data)

    again = fields_of(answer, "data-autosave")
    assert [text for _name, text in answer.context["there"]] == ["Le leur"]
    assert again["title_fr"] == ["Le mien"]
    assert Tender.objects.get().title_fr == "Le leur"

    author.post(address(tender, "basics"), again)

    assert Tender.objects.get().title_fr == "Le mien"


def autosave(client, tender, section, data):
    return client.post(address(tender, section), data, headers={"X-Autosave": "1"})


def test_a_draft_saves_itself_again_and_again(tender, author):
    data = typed(author, tender, "need", need_fr="Un.")
    first = autosave(author, tender, "need", data)
    data |= {"basis": first.json()["fields"]["basis"], "need_fr": "Deux."}

    second = autosave(author, tender, "need", data)

    assert (first.status_code, second.status_code) == (200, 200)
    assert Tender.objects.get().need_fr == "Deux."


def test_a_draft_that_can_not_save_itself_says_why(tender, author):
    wrong = typed(author, tender, "contract", budget="?")
    stale = typed(author, tender, "need", need_fr="Le mien.", basis="older")
    before = everything()

    answers = [
        autosave(author, tender, "contract", wrong),
        autosave(author, tender, "need", stale),
    ]

    assert [answer.status_code for answer in answers] == [422, 409]
    assert all(answer.json()["message"] for answer in answers)
    assert everything() == before


def test_a_text_typed_while_the_session_ended_is_there_after_signing_in():
    buyer = BuyerFactory(allows_single_officer=True)
    tender = TenderFactory(buyer=buyer)
    author = signed_in(tender.author)
    data = typed(author, tender, "need", need_fr="Long texte.")
    author.logout()

    refused = author.post(address(tender, "need"), data)
    author.force_login(tender.author)
    answer = author.get(address(tender, "need"))
    again = author.get(address(tender, "need"))

    assert refused.status_code == 302
    assert "/login/" in refused.headers["Location"] or "connexion" in refused.headers["Location"]
    assert fields_of(answer, "data-autosave")["need_fr"] == ["Long texte."]
    assert Tender.objects.get().need_fr == tender.need_fr
    assert fields_of(again, "data-autosave")["need_fr"] == [tender.need_fr]


def test_another_bodys_draft_is_not_found():
    tender, other = TenderFactory(), BuyerFactory()
    stranger = signed_in(officer(other, Capability.AUTHOR))

    statuses = {
        stranger.get(reverse(f"tenders:{name}", args=[tender.ocid])).status_code
        for name in ("tender", "draft_need", "draft_review", "approval", "enquiries", "cancel")
    }

    assert statuses == {404}


def test_a_colleague_who_does_not_write_may_read_but_not_write():
    tender = TenderFactory()
    payer = signed_in(officer(tender.buyer, Capability.PAYER))

    assert payer.get(reverse("tenders:tender", args=[tender.ocid])).status_code == 200
    assert payer.get(address(tender, "need")).status_code == 403


def test_nobody_reads_a_draft_without_signing_in():
    tender = TenderFactory()

    answer = Client().get(address(tender, "need"))

    assert answer.status_code == 302


def test_a_call_is_begun_from_a_title_or_from_another_call():
    source = TenderFactory(open=True)
    author = signed_in(source.author)
    path = reverse("tenders:tender_new", args=[source.buyer.slug])

    nothing = author.post(path, {"title_fr": "", "source": ""})
    author.post(path, {"title_fr": "Une carte", "source": ""})
    author.post(path, {"title_fr": "", "source": source.ocid})

    assert "error-summary" in nothing.content.decode()
    titles = Tender.objects.order_by("pk").values_list("title_fr", "status")
    assert list(titles)[1:] == [
        ("Une carte", TenderStatus.DRAFT),
        (source.title_fr, TenderStatus.DRAFT),
    ]


def test_signing_in_keeps_the_typed_text_for_the_same_page_only():
    person = UserFactory()
    client = Client()
    path = reverse("tenders:register_buyer")
    client.post(path, {"name_fr": "Ville perdue", "email": person.email})
    client.login(email=person.email, password=PASSWORD)

    answer = client.get(path)

    assert fields_of(answer)["name_fr"] == ["Ville perdue"]
