"""The pages of a bid, as a firm's people, its readers and strangers meet them."""

import json
import time
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from marketplace import canonical
from marketplace.clock import now, travel
from tenders.actions.bid_draft import read_draft, start_replacement
from tenders.documents.receipt import signed_receipt
from tenders.models import Bid, BidVersion, LateBid
from tenders.queries.bidding import bids_waiting_for, standing
from tenders.queries.firms import firms_waiting_for
from tenders.states import BidStatus, TenderStatus
from tenders.values import AwardMethod, Capability, DeliverableText
from tests.bids import PDF, access_of, drafted_bid, sealed_bid
from tests.factories import (
    OperatorFactory,
    TenderFactory,
    UserFactory,
    VendorFactory,
    member,
    officer,
)
from vendors.actions.member import invite_member
from vendors.models import Registration, VendorMembership
from vendors.states import VendorRole, VendorStatus

pytestmark = pytest.mark.django_db
PROOF = "account_authentication_methods"
PROVEN_FOR = "account_authentication_methods_user"


@pytest.fixture(autouse=True)
def french():
    with translation.override("fr"):
        yield


@pytest.fixture
def tender():
    return TenderFactory(open=True, budget=Decimal(30000))


def sign_in(client, user, *, ago=0):
    """Signed in, having proved who they are ``ago`` seconds before."""
    client.force_login(user)
    session = client.session
    session[PROOF] = [{"method": "password", "at": time.time() - ago}]
    session[PROVEN_FOR] = str(user.pk)
    session.save()
    return client


def page(name, bid, *more):
    return reverse(f"tenders:{name}", args=[bid.public_id, *more])


def text_of(response):
    return response.content.decode()


# --- beginning ------------------------------------------------------------------------------------


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client, tender):
    address = reverse("tenders:bid_start", args=[tender.ocid])
    response = client.get(address)
    assert response.status_code == 302
    assert response.url.endswith(f"?next={address}")


def test_a_member_begins_a_bid(client, tender):
    vendor = VendorFactory()
    sign_in(client, member(vendor))
    address = reverse("tenders:bid_start", args=[tender.ocid])
    assert client.get(address).status_code == 200

    response = client.post(address, {"vendor": vendor.public_id})

    bid = Bid.objects.get()
    assert (bid.vendor, bid.status) == (vendor, BidStatus.DRAFT)
    assert response.url == page("bid", bid)
    assert client.get(response.url).status_code == 200


def test_nobody_begins_a_bid_for_another_firm(client, tender):
    sign_in(client, member(VendorFactory()))
    address = reverse("tenders:bid_start", args=[tender.ocid])
    response = client.post(address, {"vendor": VendorFactory().public_id})
    assert (response.status_code, Bid.objects.count()) == (200, 0)


def test_a_person_without_a_firm_is_shown_the_way(client, tender):
    pending = VendorFactory(status=VendorStatus.PENDING)
    address = reverse("tenders:bid_start", args=[tender.ocid])
    for user, link in [
        (member(pending), reverse("vendors:firm", args=[pending.public_id])),
        (officer(tender.buyer, Capability.AUTHOR), reverse("vendors:register")),
    ]:
        assert link in text_of(sign_in(client, user).get(address))


# --- who sees what ----------------------------------------------------------------------------


PAGES = [
    "bid", "bid_conditions", "bid_price", "bid_answers", "bid_files", "bid_review", "bid_copy",
    "bid_replace", "bid_keep", "bid_confirm", "bid_withdraw",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_bid_does_not_exist_for_strangers_and_the_buyers_people(client, tender, name):
    bid = drafted_bid(tender)
    for user in (member(VendorFactory()), officer(tender.buyer, Capability.OPENER)):
        assert sign_in(client, user).get(page(name, bid)).status_code == 404


@pytest.mark.parametrize("name", ["bid_price", "bid_files", "bid_review", "bid_withdraw"])
def test_a_reader_of_the_firm_changes_nothing(client, tender, name):
    bid = drafted_bid(tender)
    sign_in(client, member(bid.vendor, VendorRole.READER))
    assert client.get(page("bid", bid)).status_code == 200
    assert client.get(page(name, bid)).status_code == 403
    assert client.post(page(name, bid)).status_code == 403


def test_no_page_of_a_bid_is_kept_by_caches(client, tender):
    bid = drafted_bid(tender)
    response = sign_in(client, member(bid.vendor)).get(page("bid_price", bid))
    assert set(response["Cache-Control"].split(", ")) >= {"private", "no-store"}


# --- the steps --------------------------------------------------------------------------------


def empty_bid(client, tender, **firm):
    vendor = VendorFactory(**firm)
    sign_in(client, member(vendor))
    client.post(reverse("tenders:bid_start", args=[tender.ocid]), {"vendor": vendor.public_id})
    return Bid.objects.get()


def offer_of(bid):
    bid.refresh_from_db()
    actor = member(bid.vendor)
    return read_draft(bid=bid, access=access_of(actor), actor=actor)


def test_the_steps_lead_from_the_conditions_to_the_receipt(client, tender):
    bid = empty_bid(client, tender)
    condition = tender.conditions.get()
    first, second = tender.deliverables.all()
    steps = [
        ("bid_conditions", {f"condition_{condition.pk}": "on"}, "bid_price"),
        (
            "bid_price",
            {f"price_{first.pk}": "9\u00a0500,50 $", f"price_{second.pk}": "$8,499.50"},
            "bid_answers",
        ),
        (
            "bid_answers",
            {f"answer_{criterion.pk}": "Voici.\r\nFin." for criterion in tender.criteria.all()},
            "bid_files",
        ),
    ]
    for version, (name, typed, onward) in enumerate(steps):
        assert client.get(page(name, bid)).status_code == 200
        response = client.post(page(name, bid), {"version": version, **typed})
        assert (response.status_code, response.url) == (302, page(onward, bid))

    upload = SimpleUploadedFile("reponse.pdf", PDF, content_type="application/pdf")
    assert client.post(page("bid_files", bid), {"file": upload}).status_code == 302
    review = client.get(page("bid_review", bid))
    assert review.context["gaps"] == []
    for shown in ("18\u00a0000,00\u00a0$", "20\u00a0695,50\u00a0$", "reponse.pdf", "Voici."):
        assert shown in text_of(review)

    form = review.context["form"]
    response = client.post(
        page("bid_review", bid),
        {
            **{name: form[name].value() for name in ("submission_key", "reviewed", "amendment")},
            "confirm": "on",
        },
    )

    assert response.url == page("bid_receipt", bid, 1)
    receipt = client.get(response.url)
    assert BidVersion.objects.get().manifest_hash in text_of(receipt)
    assert "18\u00a0000" not in text_of(receipt)


def test_what_cannot_be_read_stays_in_its_field_and_is_not_saved(client, tender):
    bid = empty_bid(client, tender)
    first, second = tender.deliverables.all()
    response = client.post(
        page("bid_price", bid),
        {"version": 0, f"price_{first.pk}": "douze mille", f"price_{second.pk}": "100"},
    )
    assert response.status_code == 422
    assert 'value="douze mille"' in text_of(response)
    assert offer_of(bid).prices == {}


def test_a_stale_window_keeps_the_text_and_may_save_it_the_second_time(client, tender):
    bid = empty_bid(client, tender)
    criterion = tender.criteria.first()
    field = f"answer_{criterion.pk}"
    client.post(page("bid_answers", bid), {"version": 0, field: "D'une autre fenêtre"})

    response = client.post(page("bid_answers", bid), {"version": 0, field: "Celle-ci"})
    assert response.status_code == 409
    assert "Celle-ci" in text_of(response)
    assert offer_of(bid).answers == {criterion.pk: "D'une autre fenêtre"}

    version = response.context["form"]["version"].value()
    client.post(page("bid_answers", bid), {"version": version, field: "Celle-ci"})
    assert offer_of(bid).answers == {criterion.pk: "Celle-ci"}


def test_saving_the_same_twice_is_no_conflict(client, tender):
    bid = empty_bid(client, tender)
    typed = {"version": 0, f"answer_{tender.criteria.first().pk}": "Une fois"}
    answers = [client.post(page("bid_answers", bid), typed).status_code for _ in range(2)]
    assert answers == [302, 302]


def test_autosave_answers_with_the_version_and_the_totals(client, tender):
    bid = empty_bid(client, tender)
    first = tender.deliverables.first()
    autosave = {"headers": {"X-Autosave": "1"}}

    saved = client.post(
        page("bid_price", bid), {"version": 0, f"price_{first.pk}": "100"}, **autosave
    )
    assert (saved.status_code, saved["X-Draft-Version"]) == (200, "1")
    assert "114,98\u00a0$" in text_of(saved)
    wrong = client.post(
        page("bid_price", bid), {"version": 1, f"price_{first.pk}": "x"}, **autosave
    )
    stale = client.post(page("bid_answers", bid), {"version": 0, "answer_0": "x"}, **autosave)
    text = {f"answer_{tender.criteria.first().pk}": "x"}
    stale = client.post(page("bid_answers", bid), {"version": 0, **text}, **autosave)
    assert (wrong.status_code, stale.status_code) == (422, 409)


def test_one_price_is_divided_where_the_buyer_fixed_the_shares(client):
    deliverables = (
        DeliverableText("Prototype", share=Decimal("33.33")),
        DeliverableText("Version finale", share=Decimal("66.67")),
    )
    tender = TenderFactory(open=True, deliverables=deliverables)
    bid = empty_bid(client, tender)
    client.post(page("bid_price", bid), {"version": 0, "total": "1000,01"})
    assert sorted(offer_of(bid).prices.values()) == [Decimal("333.30"), Decimal("666.71")]


def test_at_a_fixed_price_the_page_asks_for_none_and_shows_the_taxes(client):
    tender = TenderFactory(open=True, award_method=AwardMethod.BEST_QUALITY)
    bid = empty_bid(client, tender, charges_taxes=False, gst_number="", qst_number="")
    response = client.get(page("bid_price", bid))
    assert "45\u00a0000,00\u00a0$" in text_of(response)
    assert response.context["taxes"].gst.amount == 0
    assert [field.name for field in response.context["form"].visible_fields()] == []


# --- files ------------------------------------------------------------------------------------


def test_a_file_of_another_type_than_its_name_is_refused_with_a_sentence(client, tender):
    bid = empty_bid(client, tender)
    upload = SimpleUploadedFile("reponse.pdf", b"MZ\x90 program")
    response = client.post(page("bid_files", bid), {"file": upload})
    assert (response.status_code, bid.files.count()) == (422, 0)
    assert "reponse.pdf" in text_of(response)


def test_a_file_over_the_limit_is_refused_with_a_sentence(client, tender):
    bid = empty_bid(client, tender)
    upload = SimpleUploadedFile("gros.pdf", PDF + bytes(25_000_001))
    response = client.post(page("bid_files", bid), {"file": upload})
    assert (response.status_code, bid.files.count()) == (422, 0)
    assert "25" in response.context["form"].errors["file"][0]


def test_an_upload_never_becomes_a_temporary_file(client, tender, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "where-nothing-can-be-written"
    bid = empty_bid(client, tender)
    upload = SimpleUploadedFile("grand.pdf", PDF + bytes(3_000_000))
    client.post(page("bid_files", bid), {"file": upload})
    assert bid.files.count() == 1


def test_an_upload_needs_its_token(tender):
    from django.test import Client

    bid = drafted_bid(tender)
    strict = sign_in(Client(enforce_csrf_checks=True), member(bid.vendor))
    upload = SimpleUploadedFile("reponse.pdf", PDF)
    response = strict.post(page("bid_files", bid), {"file": upload})
    assert (response.status_code, bid.files.count()) == (403, 0)


def test_a_member_downloads_their_own_file_after_proving_who_they_are(client, tender):
    bid = drafted_bid(tender, files=[("réponse.pdf", PDF)])
    address = page("bid_file", bid, bid.files.get().public_id)
    stale = sign_in(client, member(bid.vendor), ago=3600).get(address)
    assert stale.url.startswith(reverse("account_reauthenticate"))
    response = sign_in(client, member(bid.vendor)).get(address)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")


def test_a_file_is_removed(client, tender):
    bid = drafted_bid(tender, files=[("reponse.pdf", PDF)])
    file = bid.files.get()
    sign_in(client, member(bid.vendor)).post(page("bid_file_remove", bid, file.public_id))
    file.refresh_from_db()
    assert (file.removed_at is None, offer_of(bid).files) == (False, ())


# --- submitting -------------------------------------------------------------------------------


def submission(response, **changes):
    form = response.context["form"]
    shown = {field.name: field.value() for field in form.hidden_fields()}
    return {**shown, "confirm": "on", **changes}


def test_a_double_click_leads_to_the_same_receipt(client, tender):
    bid = drafted_bid(tender)
    review = sign_in(client, member(bid.vendor)).get(page("bid_review", bid))
    answers = [client.post(page("bid_review", bid), submission(review)).url for _ in range(2)]
    assert answers == [page("bid_receipt", bid, 1)] * 2
    assert BidVersion.objects.count() == 1


def test_the_same_form_for_another_content_is_a_409(client, tender):
    bid = drafted_bid(tender)
    review = sign_in(client, member(bid.vendor)).get(page("bid_review", bid))
    client.post(page("bid_review", bid), submission(review))
    response = client.post(page("bid_review", bid), submission(review, reviewed="0" * 64))
    assert (response.status_code, BidVersion.objects.count()) == (409, 1)


def test_what_changed_since_the_review_is_shown_again(client, tender):
    bid = drafted_bid(tender)
    review = sign_in(client, member(bid.vendor)).get(page("bid_review", bid))
    client.post(page("bid_answers", bid), {"version": 1})
    response = client.post(page("bid_review", bid), submission(review))
    assert (response.status_code, BidVersion.objects.count()) == (409, 0)
    assert response.context["form"]["reviewed"].value() == Bid.objects.get().draft_digest


def test_the_amount_must_be_confirmed(client, tender):
    bid = drafted_bid(tender)
    review = sign_in(client, member(bid.vendor)).get(page("bid_review", bid))
    data = submission(review)
    del data["confirm"]
    response = client.post(page("bid_review", bid), data)
    assert (response.status_code, BidVersion.objects.count()) == (422, 0)


def test_a_price_under_half_of_the_budget_must_be_confirmed_apart(client, tender):
    bid = drafted_bid(tender, total="1800.00")
    review = sign_in(client, member(bid.vendor)).get(page("bid_review", bid))
    refused = client.post(page("bid_review", bid), submission(review))
    assert (refused.status_code, BidVersion.objects.count()) == (422, 0)
    client.post(page("bid_review", bid), submission(review, confirm_low="on"))
    assert BidVersion.objects.count() == 1


def test_a_late_submission_leads_to_its_notice_and_the_draft_stays(client, tender):
    bid = drafted_bid(tender)
    review = sign_in(client, member(bid.vendor)).get(page("bid_review", bid))
    with travel(tender.submission_deadline):
        response = client.post(page("bid_review", bid), submission(review))
        notice = client.get(response.url)
    late = LateBid.objects.get()
    assert (response.url, notice.status_code) == (page("bid_late", bid, late.public_id), 200)
    assert json.loads(response.content)["receipt"]["late_by_ms"] == late.late_by_ms
    assert "arrivée trop tard" in text_of(notice)
    assert not BidVersion.objects.exists()
    assert offer_of(bid).total == Decimal("18000.00")


def test_a_web_server_whose_clock_is_ahead_turns_nobody_away(client, tender):
    """What is entered is dated by the database; until it agrees, the deadline has not passed."""
    bid = drafted_bid(tender)
    sign_in(client, member(bid.vendor))
    with time_machine.travel(tender.submission_deadline + timedelta(hours=1)):
        sign_in(client, member(bid.vendor))
        review = client.get(page("bid_review", bid))
        response = client.post(page("bid_review", bid), submission(review))
        assert client.get(page("bid_replace", bid)).status_code == 200
        assert client.post(page("bid_replace", bid)).url == page("bid_conditions", bid)

    assert response.url == page("bid_receipt", bid, 1)
    assert BidVersion.objects.get().received_at < now() + timedelta(minutes=1)


def test_a_web_server_whose_clock_is_behind_lets_nobody_be_late(client, tender):
    bid = drafted_bid(tender)
    with travel(tender.submission_deadline), time_machine.travel(time.time() - 3600, tick=True):
        review = sign_in(client, member(bid.vendor)).get(page("bid_review", bid))
        response = client.post(page("bid_review", bid), submission(review))

    assert response.url == page("bid_late", bid, LateBid.objects.get().public_id)
    assert not BidVersion.objects.exists()


def test_the_proxys_stamp_counts_only_where_it_is_trusted(client, tender, settings):
    bid = drafted_bid(tender)
    review = sign_in(client, member(bid.vendor)).get(page("bid_review", bid))
    stamp = {"headers": {"X-Last-Byte-At": f"{time.time() - 60:.3f}"}}
    with travel(tender.submission_deadline + timedelta(seconds=30)):
        late = client.post(page("bid_review", bid), submission(review), **stamp)
        settings.LAST_BYTE_PROXIES = ["127.0.0.1"]
        fresh = submission(review, submission_key=uuid4())
        good = client.post(page("bid_review", bid), fresh, **stamp)
    assert [json.loads(answer.content)["receipt"]["accepted"] for answer in (late, good)] == [
        False,
        True,
    ]


def test_the_answer_to_a_submission_holds_the_signed_receipt(client, tender):
    bid = drafted_bid(tender)
    review = sign_in(client, member(bid.vendor)).get(page("bid_review", bid))
    answer = client.post(page("bid_review", bid), submission(review))
    assert (answer.status_code, answer["Content-Type"]) == (302, "application/json")
    assert answer.content == signed_receipt(BidVersion.objects.get())
    shown, downloaded = client.get(answer.url), client.get(page("bid_receipt_json", bid, 1))
    assert downloaded.content == answer.content
    receipt = canonical.dumps(json.loads(downloaded.content)["receipt"])
    assert sha256(receipt).hexdigest() in text_of(shown)
    assert client.get(page("bid_receipt", bid, 2)).status_code == 404


# --- afterwards -------------------------------------------------------------------------------


def test_a_copy_asks_who_it_is_and_shows_the_offer(client, tender):
    bid = sealed_bid(tender)
    stale = sign_in(client, member(bid.vendor), ago=3600).get(page("bid_copy", bid))
    assert stale.url.startswith(reverse("account_reauthenticate"))
    response = sign_in(client, member(bid.vendor)).get(page("bid_copy", bid))
    assert "18\u00a0000,00\u00a0$" in text_of(response)


def test_a_bid_is_replaced_from_its_copy(client, tender):
    bid = sealed_bid(tender)
    sign_in(client, member(bid.vendor))
    assert client.get(page("bid_replace", bid)).status_code == 200
    assert client.post(page("bid_replace", bid)).url == page("bid_conditions", bid)
    review = client.get(page("bid_review", bid))
    assert client.post(page("bid_review", bid), submission(review)).url == page(
        "bid_receipt", bid, 2
    )


def test_a_replacement_is_given_up(client, tender):
    bid = sealed_bid(tender)
    actor = member(bid.vendor)
    access = access_of(actor, confirmed_at=now())
    start_replacement(bid_id=bid.pk, access=access, actor=actor, at=now())
    sign_in(client, actor)
    assert client.get(page("bid_keep", bid)).status_code == 200
    client.post(page("bid_keep", bid))
    bid.refresh_from_db()
    assert bid.draft is None


def test_a_bid_is_withdrawn_after_a_page_that_says_what_that_means(client, tender):
    bid = sealed_bid(tender)
    sign_in(client, member(bid.vendor))
    assert client.get(page("bid_withdraw", bid)).status_code == 200
    client.post(page("bid_withdraw", bid))
    bid.refresh_from_db()
    assert bid.status == BidStatus.WITHDRAWN
    assert client.get(page("bid", bid)).status_code == 200


def test_what_was_typed_is_given_back_when_the_session_has_ended(client, tender):
    bid = drafted_bid(tender)
    typed = {"version": "1", f"answer_{tender.criteria.first().pk}": "Un <long> texte"}
    ours = client.post(page("bid_answers", bid), typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert ours.status_code == 403
    assert "Un &lt;long&gt; texte" in text_of(ours)
    theirs = client.post(page("bid_answers", bid), typed, headers={"Sec-Fetch-Site": "cross-site"})
    assert theirs.status_code == 302


# --- lists ------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_bids_takes_as_many_queries_for_one_as_for_three(
    client, count, django_assert_num_queries
):
    vendor = VendorFactory()
    past = TenderFactory(open=True)
    for _ in range(count):
        drafted_bid(TenderFactory(open=True), vendor)
        sealed_bid(TenderFactory(open=True), vendor)
    sign_in(client, member(vendor))
    with django_assert_num_queries(9):
        response = client.get(reverse("tenders:bids"))
    assert len(response.context["current"]) == 2 * count
    assert past.bids.count() == 0


@pytest.mark.parametrize("status", [BidStatus.OPENED, BidStatus.VALID, BidStatus.DISQUALIFIED])
def test_what_the_committee_thinks_is_not_told_before_the_award(tender, status):
    bid = sealed_bid(tender)
    bid.tender.status, bid.status = TenderStatus.EVALUATION, status
    shown = {}
    for decided in (None, now()):
        bid.tender.awarded_at = decided
        shown[bool(decided)] = standing(bid, at=now()).label
    assert shown == {False: translation.gettext("being judged"), True: status.label}


def test_a_bid_waits_until_it_is_submitted(client, tender):
    bid = drafted_bid(tender)
    user = member(bid.vendor)
    waiting = list(bids_waiting_for(user, now()))
    assert [item.url for item in waiting] == [page("bid", bid)]
    assert list(bids_waiting_for(member(bid.vendor, VendorRole.READER), now())) == []


def test_a_refused_firm_an_invitation_and_a_begun_registration_wait(tender):
    owner = UserFactory(email="owner@boreal.example")
    refused = VendorFactory(status=VendorStatus.REFUSED, status_reason="Adresse incomplète")
    VendorMembership.objects.create(
        vendor=refused, user=owner, role=VendorRole.OWNER, created_at=now()
    )
    vendor = VendorFactory()
    invitation = invite_member(
        vendor_id=vendor.pk, email=owner.email, role="bidder", actor=member(vendor), at=now()
    )
    Registration.objects.create(user=owner, updated_at=now())

    assert {item.url for item in firms_waiting_for(owner, now())} == {
        reverse("vendors:register"),
        reverse("vendors:firm", args=[refused.public_id]),
        reverse("vendors:invitation", args=[invitation.public_id]),
    }
    assert list(firms_waiting_for(member(vendor), now())) == []


def test_a_pending_firm_waits_for_the_operator():
    vendor = VendorFactory(status=VendorStatus.PENDING)
    address = reverse("vendors:admission", args=[vendor.public_id])
    assert [item.url for item in firms_waiting_for(OperatorFactory(), now())] == [address]
