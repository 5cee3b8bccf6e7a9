"""The pages from the opening to the award: they answer, and show each no more than is theirs."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from marketplace.clock import now
from tenders.actions.evaluation import start_consensus
from tenders.documents.receipt import receipt_hash
from tenders.models import Award, ConsensusScore, Evaluation, Evaluator, Score, Tender
from tenders.states import AwardStatus, EvaluationStatus, TenderStatus
from tenders.values import AwardMethod, Capability
from tests.bids import PDF, sealed_bid
from tests.factories import UserFactory, VendorFactory, member, officer
from tests.judging import (
    agree,
    approved_award,
    approver_of,
    author_of,
    bid_on,
    close_and_open,
    compose,
    declare_all,
    evaluator,
    in_consensus,
    judged_tender,
    note_all,
    opened_tender,
    past_tender,
    recommended_award,
)
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def url(name, *args, language="fr"):
    with override(language):
        return reverse(f"tenders:{name}", args=args)


def get(client, user, name, *args, language="fr"):
    return sign_in(client, user).get(url(name, *args, language=language))


def typed(tender, note, comment="Clair et complet.", version=0):
    data = {"version": version}
    for criterion in tender.criteria.all():
        data |= {f"note_{criterion.pk}": note, f"comment_{criterion.pk}": comment}
    return data


# --- the way through, by its forms ---------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_committee_goes_from_its_seats_to_the_lock_by_the_pages(client, language):
    tender = opened_tender(["18000.00"])
    author, person = author_of(tender), evaluator(tender)
    ocid, bid = tender.ocid, tender.bids.get()

    def send(user, name, data, *args):
        answer = sign_in(client, user).post(url(name, ocid, *args, language=language), data)
        assert answer.status_code == 302, answer.content.decode()
        return client.get(answer.url)

    send(author, "committee", {"members": [person.public_id], "chair": person.public_id})
    send(person, "declaration", {"has_interest": "no"})
    assert Evaluation.objects.get().status == EvaluationStatus.SCORING
    send(person, "sheet", typed(tender, "82,5"), bid.public_id)
    assert set(Score.objects.values_list("note", flat=True)) == {Decimal("82.50")}
    send(person, "hand_in", {})
    send(person, "consensus_start", {})
    send(person, "consensus", typed(tender, "80"), bid.public_id)
    send(person, "evaluation_lock", {})

    tender.refresh_from_db()
    assert tender.status == TenderStatus.AWARD_PENDING
    send(author, "award_decision", {"rationale_fr": "Seule soumission, et bonne."})
    send(approver_of(tender), "award_approval", {})
    assert Award.objects.get().bid == bid
    tender.refresh_from_db()
    assert tender.status == TenderStatus.AWARDED


@pytest.mark.parametrize(
    ("method", "language"),
    [
        (AwardMethod.ADJUSTED_PRICE, "fr"),
        (AwardMethod.LOWEST_PRICE, "fr"),
        (AwardMethod.BEST_QUALITY, "en"),
    ],
)
def test_every_page_answers_at_every_step(client, method, language):
    tender = past_tender(award_method=method)
    bid_on(tender), bid_on(tender, "17000.00")
    members = compose(tender, 2)
    cast = [author_of(tender), approver_of(tender), *members]

    def look(*names, bids=True):
        for user in cast:
            for name in ("evaluation", *names):
                answer = get(client, user, name, tender.ocid, language=language)
                assert answer.status_code in (200, 302, 403), (name, user, answer.status_code)
            for bid in tender.bids.all() if bids else []:
                for name in ("sheet", "consensus", "disqualification"):
                    answer = get(client, user, name, tender.ocid, bid.public_id, language=language)
                    assert answer.status_code in (200, 302, 403, 404), (name, user)

    look("committee", "declaration")
    close_and_open(tender)
    look("committee", "declaration", "comparison", "opening")
    declare_all(tender)
    look("committee", "declaration", "comparison", "hand_in")
    if method != AwardMethod.LOWEST_PRICE:
        note_all(tender, members)
        look("hand_in", "comparison")
        agree(tender, members[0], {bid.pk: 80 for bid in tender.bids.all()})
    look("comparison", "evaluation_lock")
    client.force_login(members[0])
    assert client.post(url("evaluation_lock", tender.ocid, language=language)).status_code == 302
    look("comparison", "award_decision")


# --- what stays hidden ---------------------------------------------------------------------------


def test_the_declaration_shows_the_names_of_the_bidders_and_nothing_else(client):
    tender = past_tender()
    bid = bid_on(tender, "17654.32", answer="Une réponse secrète.")
    close_and_open(tender)
    person = compose(tender, 1)[0]

    page = get(client, person, "declaration", tender.ocid).content.decode()

    assert bid.vendor.legal_name in page
    assert "secrète" not in page
    assert get(client, person, "sheet", tender.ocid, bid.public_id).status_code == 403
    compared = get(client, person, "comparison", tender.ocid).content.decode()
    assert bid.vendor.legal_name not in compared


def test_prices_show_nowhere_before_the_lock(client):
    tender = past_tender()
    bid_on(tender, "17654.32")
    close_and_open(tender)
    members = compose(tender, 1)
    declare_all(tender)
    bid = tender.bids.get()

    for name, *args in (("evaluation",), ("comparison",), ("sheet", bid.public_id), ("opening",)):
        page = get(client, members[0], name, tender.ocid, *args).content.decode()
        assert "17654" not in page.replace("\u00a0", ""), name


def test_nobody_sees_anothers_notes_before_the_consensus(client):
    tender = opened_tender(["18000.00"])
    members = compose(tender, 2)
    declare_all(tender)
    bid = tender.bids.get()
    client.force_login(members[0])
    client.post(
        url("sheet", tender.ocid, bid.public_id), typed(tender, "61", "Une faiblesse notable.")
    )

    seen = get(client, members[1], "sheet", tender.ocid, bid.public_id).content.decode()
    asked = get(client, members[1], "consensus", tender.ocid, bid.public_id)

    assert "faiblesse notable" not in seen
    assert asked.status_code == 302


@pytest.mark.parametrize(
    "name",
    [
        "evaluation",
        "committee",
        "declaration",
        "hand_in",
        "comparison",
        "evaluation_lock",
        "award_decision",
        "award_approval",
        "award_return",
    ],
)
def test_people_of_another_body_find_nothing(client, name):
    tender = opened_tender()
    stranger = officer(past_tender().buyer, Capability.AUTHOR)

    assert get(client, stranger, name, tender.ocid).status_code == 404


@pytest.mark.parametrize("who", ["auditor", "other firm", "stranger", "undeclared"])
def test_a_file_of_a_bid_is_for_the_committee_alone_until_the_lock(client, who):
    tender = past_tender()
    at = tender.published_at
    bid = sealed_bid(tender, VendorFactory(), at=at, files=[("plan.pdf", PDF)])
    close_and_open(tender)
    chair, other = compose(tender, 2)
    declare_all(tender)
    Evaluator.objects.filter(user=other).update(declared_at=None)
    file = bid.files.get()
    cast = {
        "auditor": officer(tender.buyer, Capability.AUDITOR),
        "other firm": member(VendorFactory()),
        "stranger": UserFactory(),
        "undeclared": other,
    }
    address = ("opened_file", tender.ocid, bid.public_id, file.public_id)

    assert get(client, cast[who], *address).status_code == 404

    answer = get(client, chair, *address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Cache-Control"] == "private, no-store"
    assert "attachment" in answer["Content-Disposition"]


# --- stale and wrong input -----------------------------------------------------------------------


def test_a_stale_save_keeps_what_was_typed_beside_what_is_there(client):
    tender = opened_tender(["18000.00"])
    person = compose(tender, 1)[0]
    declare_all(tender)
    address = url("sheet", tender.ocid, tender.bids.get().public_id)
    client.force_login(person)
    client.post(address, typed(tender, "70", "Enregistré ailleurs."))

    answer = client.post(address, typed(tender, "90", "Ce que je tape ici."))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Ce que je tape ici." in page
    assert "Enregistré ailleurs." in page
    assert 'name="version" value="1"' in page
    assert set(Score.objects.values_list("note", flat=True)) == {Decimal(70)}
    assert client.post(address, typed(tender, "90", version=1)).status_code == 302


def test_autosave_answers_with_the_version_to_go_on_from(client):
    tender = opened_tender(["18000.00"])
    person = compose(tender, 1)[0]
    declare_all(tender)
    address = url("sheet", tender.ocid, tender.bids.get().public_id)
    client.force_login(person)

    saved = client.post(address, typed(tender, ""), headers={"X-Autosave": "1"})
    stale = client.post(address, typed(tender, "50"), headers={"X-Autosave": "1"})
    wrong = client.post(address, typed(tender, "150", version=1), headers={"X-Autosave": "1"})

    assert (saved.status_code, saved.json()) == (200, {"fields": {"version": 1}})
    assert (stale.status_code, wrong.status_code) == (409, 422)
    assert "message" in stale.json()
    assert set(Score.objects.values_list("note", flat=True)) == {None}


@pytest.mark.parametrize("note", ["101", "-3", "beaucoup", "8,555"])
def test_a_note_that_cannot_be_is_refused_and_stays_typed(client, note):
    tender = opened_tender(["18000.00"])
    person = compose(tender, 1)[0]
    declare_all(tender)
    address = url("sheet", tender.ocid, tender.bids.get().public_id)
    client.force_login(person)

    page = client.post(address, typed(tender, note)).content.decode()

    assert f'value="{note}"' in page
    assert not Score.objects.exists()


def test_setting_aside_asks_for_certainty_first(client):
    tender, chair = in_consensus()
    bid = tender.bids.first()
    address = url("disqualification", tender.ocid, bid.public_id)
    data = {"reason": "incomplete", "text": "Il manque l’annexe B."}
    client.force_login(chair)

    asked = client.post(address, data)
    bid.refresh_from_db()
    assert (asked.status_code, bid.status) == (200, "opened")
    assert 'name="confirmed"' in asked.content.decode()

    assert client.post(address, data | {"confirmed": "1"}).status_code == 302
    bid.refresh_from_db()
    assert (bid.status, bid.disqualification_reason) == ("disqualified", "Il manque l’annexe B.")


def test_a_wide_spread_is_pointed_out_in_the_consensus(client):
    tender = opened_tender(["18000.00"])
    members = compose(tender, 2)
    declare_all(tender)
    note_all(tender, members[:1], 40)
    note_all(tender, members[1:], 90)
    start_consensus(tender_id=tender.pk, actor=members[0], at=now())

    page = get(
        client, members[0], "consensus", tender.ocid, tender.bids.get().public_id, language="en"
    ).content.decode()

    assert "The notes are far apart" in page
    assert "50 points" in page


# --- the award -----------------------------------------------------------------------------------


def test_the_ranking_is_shown_with_its_formulas_and_offers_to_recommend_the_first(client):
    tender, _chair = judged_tender()

    page = get(client, author_of(tender), "award_decision", tender.ocid, language="en")

    text = page.content.decode().replace("\u00a0", " ")
    assert "$16,744.19" in text
    assert "$17,029.70" in text
    assert "Recommend " + tender.bids.order_by("pk").first().vendor.legal_name in text


def test_only_who_may_approve_gets_the_page_of_approval(client):
    award = recommended_award()
    ocid = award.tender.ocid

    assert get(client, author_of(award.tender), "award_approval", ocid).status_code == 403
    assert get(client, approver_of(award.tender), "award_approval", ocid).status_code == 200


@pytest.mark.parametrize(("ago", "method"), [(1200, "mfa"), (0, "password")])
def test_approving_asks_for_a_second_factor_first(client, ago, method):
    award = recommended_award()
    page = url("award_approval", award.tender.ocid)
    sign_in(client, approver_of(award.tender), ago=ago, method=method)

    asked, refused = client.get(page), client.post(page)

    assert asked.url.startswith(reverse("mfa_reauthenticate"))
    assert refused.url == url("award_decision", award.tender.ocid)
    award.refresh_from_db()
    assert award.status == AwardStatus.RECOMMENDED


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_bidder_reads_its_own_debrief_and_no_other(client, language):
    award = approved_award()
    winner, loser = award.tender.bids.order_by("pk")

    page = get(client, member(loser.vendor), "debrief", loser.public_id, language=language)

    text = page.content.decode().replace("\u00a0", " ")
    assert page.status_code == 200
    assert winner.vendor.legal_name in text
    assert "Le comité a apprécié." in text
    assert ("17 200,00 $" if language == "fr" else "$17,200.00") in text
    assert get(client, member(loser.vendor), "debrief", winner.public_id).status_code == 404
    assert get(client, author_of(award.tender), "debrief", loser.public_id).status_code == 404


def test_there_is_no_debrief_before_the_award_is_approved(client):
    award = recommended_award()
    bid = award.bid

    assert get(client, member(bid.vendor), "debrief", bid.public_id).status_code == 404


# --- the public record ---------------------------------------------------------------------------


def test_the_record_of_an_opening_names_the_bidders_and_later_the_prices(client):
    tender, chair = in_consensus(totals=("17654.32", "18000.00"))
    address = url("opening", tender.ocid)

    page = client.get(address).content.decode().replace("\u00a0", " ")
    for bid in tender.bids.all():
        assert bid.vendor.legal_name in page
        assert receipt_hash(bid.versions.get()) in page
    assert "17 654,32 $" not in page

    client.force_login(chair)
    client.post(url("evaluation_lock", tender.ocid))
    client.logout()
    page = client.get(address).content.decode().replace("\u00a0", " ")
    assert "17 654,32 $" not in page


def test_lowest_price_tells_the_prices_at_the_opening(client):
    tender = opened_tender(["17654.32"], award_method=AwardMethod.LOWEST_PRICE)

    page = client.get(url("opening", tender.ocid)).content.decode().replace("\u00a0", " ")

    assert "17 654,32 $" in page


def test_an_open_call_has_no_record_of_an_opening(client):
    tender = past_tender()

    assert client.get(url("opening", tender.ocid)).status_code == 404


# --- queries -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["evaluation", "comparison", "evaluation_lock", "opening"])
def test_pages_take_as_many_queries_for_three_bids_as_for_one(
    client, name, django_assert_max_num_queries
):
    counts = []
    for totals in (["18000.00"], ["18000.00", "17000.00", "16000.00"]):
        tender, chair = in_consensus([80] * len(totals), totals=totals)
        client.force_login(chair)
        client.get(url(name, tender.ocid))
        with django_assert_max_num_queries(80) as counted:
            assert client.get(url(name, tender.ocid)).status_code == 200
        counts.append(len(counted))

    assert counts[0] == counts[1]


def test_the_ranking_takes_as_many_queries_for_three_bids_as_for_one(
    client, django_assert_max_num_queries
):
    counts = []
    for totals in (["18000.00"], ["18000.00", "17000.00", "16000.00"]):
        tender, _chair = judged_tender([80] * len(totals), totals=totals)
        client.force_login(author_of(tender))
        client.get(url("award_decision", tender.ocid))
        with django_assert_max_num_queries(80) as counted:
            client.get(url("award_decision", tender.ocid))
        counts.append(len(counted))

    assert counts[0] == counts[1]
    assert ConsensusScore.objects.count() == 12
    assert Tender.objects.count() == 2
