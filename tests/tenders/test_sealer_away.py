"""While the sealer is away every page that needs it says so, and nothing that was typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from marketplace.clock import now
from tenders.actions.bid_prepare import review_bid
from tenders.actions.opening import close_tender
from tenders.models import BidVersion, Tender
from tenders.values import Capability
from tests.bids import access_of, drafted_bid, sealed_bid
from tests.factories import TenderFactory, member, officer, weekday
from tests.judging import bid_on, opener_of, past_tender
from tests.tenders.paper_form import fields_of
from tests.tenders.test_bidding_pages import page, sign_in, submission, text_of
from tests.tenders.test_opening_approval import sign_in as officer_signs_in
from vendors.states import VendorRole

pytestmark = pytest.mark.django_db
FROM_OUR_PAGE = {"headers": {"Sec-Fetch-Site": "same-origin"}}


@pytest.fixture
def bid():
    return drafted_bid(TenderFactory(open=True))


def review(bid):
    actor = member(bid.vendor)
    review_bid(bid=bid, access=access_of(actor), actor=actor, at=now())


# --- firms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bid_price", "bid_answers", "bid_files", "bid_review"])
def test_a_page_that_shows_a_draft_says_what_works_meanwhile(client, bid, no_sealer, name):
    sign_in(client, member(bid.vendor))
    no_sealer()

    answer = client.get(page(name, bid))

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert answer["Cache-Control"] == "private, no-store"
    assert "réessayez dans quelques minutes" in text_of(answer)
    assert "Ce qui fonctionne entre-temps" in text_of(answer)


def test_a_page_that_shows_the_firms_copy_says_so_too(client, no_sealer):
    bid = sealed_bid(TenderFactory(open=True))
    sign_in(client, member(bid.vendor))
    no_sealer()

    copy = client.get(page("bid_copy", bid))
    begun = client.post(page("bid_replace", bid), follow=True)

    assert copy.status_code == 503
    assert (begun.redirect_chain, begun.status_code) == ([(page("bid", bid), 302)], 200)
    assert "Rien n’est perdu" in text_of(begun)
    bid.refresh_from_db()
    assert bid.draft is None


def test_it_says_so_in_the_language_of_the_address(client, bid, no_sealer):
    sign_in(client, member(bid.vendor))
    no_sealer()

    with translation.override("en"):
        english = client.get(page("bid_price", bid))

    assert (english.status_code, "What works meanwhile" in text_of(english)) == (503, True)
    assert "signed receipt as usual" in text_of(english)


def test_what_was_typed_in_a_draft_comes_back(client, bid, no_sealer):
    sign_in(client, member(bid.vendor))
    no_sealer()

    typed = {"version": 1, "answer_1": "Mon texte"}
    sent = client.post(page("bid_answers", bid), typed, **FROM_OUR_PAGE)
    saved = client.post(page("bid_answers", bid), {"version": 1}, headers={"X-Autosave": "1"})

    assert (sent.status_code, "Mon texte" in text_of(sent)) == (503, True)
    assert (saved.status_code, "Rien n’est perdu" in saved.json()["message"]) == (503, True)


def test_a_review_that_was_open_already_is_submitted(client, bid, no_sealer):
    sign_in(client, member(bid.vendor))
    shown = client.get(page("bid_review", bid))
    no_sealer()

    sent = client.post(page("bid_review", bid), submission(shown, confirm_low="on"))

    assert sent["Location"] == page("bid_receipt", bid, 1)
    assert "scellée" in text_of(client.get(page("bid", bid)))


def test_a_bid_that_was_reviewed_before_is_submitted_from_its_own_page(client, bid, no_sealer):
    sign_in(client, member(bid.vendor))
    client.get(page("bid_review", bid))
    no_sealer()

    led = client.get(page("bid_review", bid), follow=True)
    form = led.context["as_reviewed"]
    fields = {field.name: field.value() for field in form.hidden_fields()}
    sent = client.post(page("bid_review", bid), {**fields, "confirm": "on"})

    assert led.redirect_chain == [(page("bid", bid), 302)]
    assert "telle qu’elle a été révisée le" in text_of(led)
    assert sent["Location"] == page("bid_receipt", bid, 1)
    assert BidVersion.objects.get().bid == bid


def test_a_draft_that_nobody_reviewed_is_not_offered_for_submission(client, bid, no_sealer):
    sign_in(client, member(bid.vendor))
    no_sealer()

    shown = client.get(page("bid", bid))

    assert (shown.status_code, shown.context["as_reviewed"]) == (200, None)
    assert "ne peut pas être affiché en ce moment" in text_of(shown)
    assert "prolongation avant toute fermeture" in text_of(shown)


def test_who_only_reads_for_the_firm_is_not_offered_to_submit(client, bid, no_sealer):
    review(bid)
    sign_in(client, member(bid.vendor, VendorRole.READER))
    no_sealer()

    shown = client.get(page("bid", bid))

    assert (shown.status_code, "tout de même la déposer" in text_of(shown)) == (200, False)


# --- buyers ---------------------------------------------------------------------------------------


def test_publishing_waits_and_is_sent_again_with_one_button(client, no_sealer):
    tender = TenderFactory(in_review=True)
    officer_signs_in(client, officer(tender.buyer, Capability.APPROVER))
    address = reverse("tenders:approval", args=[tender.ocid])
    no_sealer()

    answer = client.post(address, {"do": "publish"}, **FROM_OUR_PAGE)

    tender.refresh_from_db()
    assert (answer.status_code, tender.published_at) == (503, None)
    assert "Publier un appel, reporter sa date limite" in text_of(answer)
    assert 'name="do" value="publish"' in text_of(answer)


def test_a_later_deadline_waits_and_what_was_typed_comes_back(client, no_sealer):
    tender = TenderFactory(open=True)
    officer_signs_in(client, tender.author)
    address = reverse("tenders:amend", args=[tender.ocid])
    typed = fields_of(client.get(address)) | {"rationale_fr": "Plus de temps.", "do": "publish"}
    later = weekday(tender.submission_deadline.date() + timedelta(days=3))
    typed["submission_deadline_0"] = f"{later:%Y-%m-%d}"
    no_sealer()

    answer = client.post(address, typed, **FROM_OUR_PAGE)

    assert (answer.status_code, "Plus de temps." in text_of(answer)) == (503, True)
    deadline = tender.submission_deadline
    assert Tender.objects.get(pk=tender.pk).submission_deadline == deadline


def test_the_opening_waits_and_says_that_the_sealer_is_away(client, no_sealer):
    tender = past_tender()
    bid_on(tender)
    close_tender(tender_id=tender.pk, at=now())
    officer_signs_in(client, opener_of(tender))
    address = reverse("tenders:opening_approval", args=[tender.ocid])
    no_sealer()

    before = client.get(address)
    confirmed = client.post(address, follow=True)

    tender.refresh_from_db()
    assert "Le scelleur ne répond pas en ce moment" in text_of(before)
    assert "dès qu’il sera de retour" in text_of(confirmed)
    assert (tender.opened_at, tender.opening_approvals.count()) == (None, 1)
