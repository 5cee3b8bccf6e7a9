"""A disk that is full and a database that is away are told as such, and nothing is half done."""

import pytest
from django.db import connection
from django.test import Client
from django.utils.translation import gettext, override

from marketplace.clock import now
from marketplace.files.store import store
from marketplace.ledger.models import Event
from tenders.actions.bid_prepare import review_bid
from tenders.models import Bid, BidFile, BidVersion
from tenders.queries.bidding import last_change
from tests.bids import PDF, access_of, drafted_bid
from tests.factories import TenderFactory, member
from tests.marketplace.files.samples import upload
from tests.plumbing.disks import NotAllowed, small_disk
from tests.plumbing.faults import inserts_fail, updates_fail

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = {
    "fr": ("soumissions", "revision", "fichiers", "conditions"),
    "en": ("bids", "review", "files"),
}
OURS = {"Sec-Fetch-Site": "same-origin"}
FULL = "The site’s disk is full, so that nothing can be kept just now."
AWAY = "The site’s database does not answer just now."


@pytest.fixture(params=["fr", "en"])
def language(request):
    return request.param


@pytest.fixture
def full_disk(tmp_path, settings):
    try:
        with small_disk(tmp_path / "disk", megabytes=1) as disk:
            settings.PRIVATE_ROOT = disk.path
            disk.fill()
            yield disk
    except NotAllowed as reason:
        pytest.skip(str(reason))


@pytest.fixture
def bid():
    bid = drafted_bid(TenderFactory(open=True))
    actor = member(bid.vendor)
    review_bid(bid=bid, access=access_of(actor), actor=actor, at=now())
    bid.refresh_from_db()
    return bid


def browser_of(bid):
    browser = Client(raise_request_exception=False)
    browser.force_login(member(bid.vendor))
    return browser


def page_of(bid, language, step):
    pages = PAGES[language]
    return f"/{language}/{pages[0]}/{bid.public_id}/{pages[step]}/"


def said(sentence, language):
    with override(language):
        words = gettext(sentence)
    assert (words == sentence) == (language == "en")
    return words


def submit(bid, language):
    form = {
        "submission_key": "6d1f1c9e-1c5c-4a7c-8a35-0b0a0c5f2f10",
        "reviewed": bid.draft_digest,
        "amendment": last_change(bid.tender),
        "confirm": "on",
    }
    return browser_of(bid).post(page_of(bid, language, 1), form, headers=OURS)


def counts():
    return Bid.objects.get().status, BidVersion.objects.count(), Event.objects.count()


def test_a_submission_that_the_database_has_no_room_for_is_given_back(bid, language):
    before = counts()

    with inserts_fail("tenders_bidversion", code="disk_full"):
        answer = submit(bid, language)

    text = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert said(FULL, language) in text
    assert f'name="reviewed" value="{bid.draft_digest}"' in text
    assert counts() == before
    assert "/accuses/" in submit(bid, "fr").url


def test_a_file_that_the_disk_has_no_room_for_is_refused_whole(full_disk, bid, language):
    before = (BidFile.objects.count(), Bid.objects.get().draft_version)

    file = upload(PDF + bytes(200_000), name="plan.pdf")
    answer = browser_of(bid).post(page_of(bid, language, 2), {"file": file}, headers=OURS)

    assert answer.status_code == 503
    assert said(FULL, language) in answer.content.decode()
    assert (BidFile.objects.count(), Bid.objects.get().draft_version) == before
    assert [path.name for path in full_disk.path.rglob("*") if path.is_file()] == [".ballast"]


def test_once_there_is_room_again_the_same_file_is_taken(full_disk, bid):
    full_disk.free()

    answer = browser_of(bid).post(page_of(bid, "fr", 2), {"file": upload(PDF)}, headers=OURS)

    assert (answer.status_code, BidFile.objects.count()) == (302, 1)


def test_half_a_file_leaves_nothing_behind(full_disk, bid):
    full_disk.free()
    large = upload(PDF + bytes(2_000_000), name="plan.pdf")

    with pytest.raises(OSError, match="No space left"):
        store(large, name="plan.pdf", uploaded_by=member(bid.vendor), at=now())

    assert [path for path in full_disk.path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_database_that_is_away_is_told_in_a_page_that_needs_none(bid, language, signed_in):
    browser = browser_of(bid) if signed_in else Client(raise_request_exception=False)
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "no_such_database"
    try:
        answer = browser.get(page_of(bid, language, 1) if signed_in else f"/{language}/")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name

    text = answer.content.decode()
    assert (answer.status_code, text.count("<h1")) == (503, 1)
    assert said(AWAY, language) in text
    assert "<header" not in text


def test_what_saves_by_itself_hears_of_it_too(bid):
    form = {"version": bid.draft_version, "answer": "x"}
    headers = {**OURS, "X-Autosave": "1"}
    with updates_fail("tenders_bid", code="disk_full"):
        answer = browser_of(bid).post(page_of(bid, "fr", 3), form, headers=headers)

    assert (answer.status_code, answer.json()) == (503, {"message": said(FULL, "fr")})


def test_a_mistake_of_ours_is_still_a_500(bid, language):
    with inserts_fail("tenders_bidversion", code="raise_exception"):
        answer = submit(bid, language)

    assert answer.status_code == 500
