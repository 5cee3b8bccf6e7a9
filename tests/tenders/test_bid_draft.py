"""The draft of a bid and its files: kept sealed, never lost, for the firm alone."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from marketplace.clock import now, travel
from marketplace.errors import Conflict, Invalid, NotAuthorized
from marketplace.ledger.models import Event
from marketplace.sealing.errors import NoLiveSession, ProofTooOld
from tenders.actions.bid import start_bid, withdraw_bid
from tenders.actions.bid_draft import (
    drop_replacement,
    read_copy,
    read_draft,
    save_bid_draft,
    start_replacement,
)
from tenders.actions.bid_files import LARGEST_FILE, add_bid_file, remove_bid_file
from tenders.models import Bid, BidFile
from tenders.values import Capability
from tests.bids import PDF, access_of, drafted_bid, sealed_bid, submit, whole_offer
from tests.factories import TenderFactory, VendorFactory, member, officer
from vendors.states import VendorRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def tender():
    return TenderFactory(open=True)


@pytest.fixture
def bid(tender):
    return drafted_bid(tender)


def sealed_files():
    """Every sealed file on disk, of whatever test."""
    return set(Path(settings.PRIVATE_ROOT).glob("sealed/*/*"))


def save(bid, *, actor=None, version=None, at=None, **section):
    actor = actor or member(bid.vendor)
    return save_bid_draft(
        bid_id=bid.pk,
        section=section,
        version=bid.draft_version if version is None else version,
        access=access_of(actor),
        actor=actor,
        at=at or now(),
    )


def add(bid, name="reponse.pdf", content=PDF, actor=None):
    actor = actor or member(bid.vendor)
    return add_bid_file(
        bid_id=bid.pk,
        name=name,
        content=ContentFile(content),
        access=access_of(actor),
        actor=actor,
        at=now(),
    )


def remove(bid, file):
    actor = member(bid.vendor)
    access = access_of(actor)
    remove_bid_file(
        bid_id=bid.pk, file_id=str(file.public_id), access=access, actor=actor, at=now()
    )


def draft_of(bid, actor=None):
    bid.refresh_from_db()
    actor = actor or member(bid.vendor)
    return read_draft(bid=bid, access=access_of(actor), actor=actor)


def test_a_draft_comes_back_as_it_was_typed(tender, bid):
    wanted = whole_offer(tender)
    offer = draft_of(bid)
    assert (offer.prices, offer.answers, offer.eligibility) == (
        wanted["prices"],
        wanted["answers"],
        wanted["eligibility"],
    )
    assert offer.total == Decimal("18000.00")


def test_a_new_bid_has_an_empty_draft(tender):
    vendor = VendorFactory(charges_taxes=False)
    actor = member(vendor)
    bid = start_bid(tender_id=tender.pk, vendor_id=vendor.pk, actor=actor, at=now())
    offer = draft_of(bid)
    assert (offer.prices, offer.answers, offer.charges_taxes) == ({}, {}, False)


def test_saving_one_section_leaves_the_others(tender, bid):
    answers = {criterion.pk: "Autre chose" for criterion in tender.criteria.all()}
    assert save(bid, answers=answers) == 2
    offer = draft_of(bid)
    assert (offer.answers, offer.total) == (answers, Decimal("18000.00"))


def test_a_stale_window_saves_nothing(bid):
    save(bid, answers={})
    bid.refresh_from_db()
    before = bytes(bid.draft)

    with pytest.raises(Conflict):
        save(bid, version=1, answers={1: "plus ancien"})

    bid.refresh_from_db()
    assert (bytes(bid.draft), bid.draft_version) == (before, 2)


def test_what_is_typed_after_the_deadline_is_still_kept(tender, bid):
    with travel(tender.submission_deadline):
        save(bid, answers={})
    assert draft_of(bid).answers == {}


def test_an_unknown_section_is_a_mistake_of_ours(bid):
    with pytest.raises(ValueError, match="charges_taxes"):
        save(bid, charges_taxes=False)


@pytest.mark.parametrize("who", ["reader", "stranger", "officer"])
def test_only_who_bids_for_the_firm_saves(tender, bid, who):
    actor = {
        "reader": lambda: member(bid.vendor, VendorRole.READER),
        "stranger": lambda: member(VendorFactory()),
        "officer": lambda: officer(tender.buyer, Capability.AUTHOR),
    }[who]()
    before = bytes(bid.draft)

    with pytest.raises(NotAuthorized):
        save(bid, actor=actor, answers={})
    with pytest.raises(NotAuthorized):
        add(bid, actor=actor)

    bid.refresh_from_db()
    assert (bytes(bid.draft), BidFile.objects.count()) == (before, 0)


@pytest.mark.parametrize("who", ["stranger", "officer"])
def test_nobody_else_reads_a_draft(tender, bid, who):
    actor = {
        "stranger": lambda: member(VendorFactory()),
        "officer": lambda: officer(tender.buyer, Capability.OPENER),
    }[who]()
    with pytest.raises(NotAuthorized):
        draft_of(bid, actor)


def test_a_reader_of_the_firm_reads_its_draft(bid):
    assert draft_of(bid, member(bid.vendor, VendorRole.READER)).total == Decimal("18000.00")


def test_a_draft_is_not_read_without_a_live_session(bid):
    actor = member(bid.vendor)
    access = access_of(actor)
    stale = type(access)(access.person, "no-such-session")
    with pytest.raises(NoLiveSession):
        read_draft(bid=bid, access=stale, actor=actor)


def test_a_submitted_bid_has_no_draft_to_change(tender):
    bid = sealed_bid(tender)
    with pytest.raises(Conflict):
        save(bid, answers={})
    with pytest.raises(Conflict):
        add(bid)


def test_a_withdrawn_bid_is_not_changed(tender):
    bid = sealed_bid(tender)
    withdraw_bid(bid_id=bid.pk, actor=member(bid.vendor), at=now())
    with pytest.raises(Conflict):
        save(bid, answers={})


# --- the firm's copy ----------------------------------------------------------------------------


def test_the_firm_reads_its_copy_with_a_recent_proof_and_that_is_recorded(tender):
    bid = sealed_bid(tender)
    actor = member(bid.vendor)
    access = access_of(actor, confirmed_at=now())
    offer = read_copy(version=bid.versions.get(), access=access, actor=actor, at=now())
    assert offer.total == Decimal("18000.00")
    assert Event.objects.filter(action="bid.copy-read", subject=bid.reference).count() == 1


def test_without_a_recent_proof_the_copy_stays_sealed(tender):
    bid = sealed_bid(tender)
    actor = member(bid.vendor)
    access = access_of(actor)
    with pytest.raises(ProofTooOld):
        read_copy(version=bid.versions.get(), access=access, actor=actor, at=now())
    with pytest.raises(ProofTooOld):
        start_replacement(bid_id=bid.pk, access=access, actor=actor, at=now())
    bid.refresh_from_db()
    assert (bid.draft, Event.objects.filter(action="bid.copy-read").count()) == (None, 0)


def test_the_buyers_people_read_no_copy(tender):
    bid = sealed_bid(tender)
    actor = officer(tender.buyer, Capability.OPENER)
    access = access_of(actor, confirmed_at=now())
    with pytest.raises(NotAuthorized):
        read_copy(version=bid.versions.get(), access=access, actor=actor, at=now())
    assert not Event.objects.filter(action="bid.copy-read").exists()


# --- files --------------------------------------------------------------------------------------


def test_a_file_is_sealed_on_arrival_and_acknowledged(bid):
    file = add(bid)
    stored = Path(file.content.path).read_bytes()
    assert PDF not in stored
    assert [(item.id, item.name, item.size) for item in draft_of(bid).files] == [
        (str(file.public_id), "reponse.pdf", len(PDF))
    ]
    assert file.size == len(stored)


def test_a_file_that_is_not_what_its_name_says_is_refused(bid):
    before = sealed_files()
    for name, content in [
        ("reponse.pdf", b"MZ\x90\x00 a program"),
        ("page.html", b"<html><script></script></html>"),
        ("vide.pdf", b""),
    ]:
        with pytest.raises(Invalid):
            add(bid, name, content)
    assert (BidFile.objects.count(), draft_of(bid).files, sealed_files()) == (0, (), before)


def test_a_file_that_is_too_large_is_refused(bid):
    before = sealed_files()
    with pytest.raises(Invalid):
        add(bid, content=PDF + bytes(LARGEST_FILE))
    assert (BidFile.objects.count(), sealed_files()) == (0, before)


def test_a_bid_holds_a_hundred_megabytes_of_files(bid):
    add(bid)
    BidFile.objects.update(size=100_000_000 - len(PDF) + 1)
    with pytest.raises(Invalid):
        add(bid, "deux.pdf")
    assert BidFile.objects.count() == 1


def test_a_removed_file_leaves_the_draft_and_the_disk(bid, django_capture_on_commit_callbacks):
    before = sealed_files()
    file = add(bid)
    with django_capture_on_commit_callbacks(execute=True):
        remove(bid, file)
        remove(bid, file)
    assert (draft_of(bid).files, sealed_files()) == ((), before)


def test_the_bytes_of_a_submitted_file_stay_until_the_bid_is_opened(
    tender, django_capture_on_commit_callbacks
):
    bid = drafted_bid(tender, files=[("reponse.pdf", PDF)])
    version = submit(bid)
    file = bid.files.get()
    actor = member(bid.vendor)
    access = access_of(actor, confirmed_at=now())
    start_replacement(bid_id=bid.pk, access=access, actor=actor, at=now())
    with django_capture_on_commit_callbacks(execute=True):
        remove(bid, file)

    assert Path(file.content.path).exists()
    assert version.manifest["files"][0]["digest"] == file.digest

    drop_replacement(bid_id=bid.pk, actor=actor, at=now())
    assert bid.files.get().removed_at is None


def test_a_file_of_another_bid_is_not_found(tender, bid):
    file = add(drafted_bid(tender))
    with pytest.raises(BidFile.DoesNotExist):
        remove(bid, file)
    assert BidFile.objects.get().removed_at is None


def test_a_refused_file_is_not_in_a_bid_that_is_then_submitted(tender, bid):
    with pytest.raises(Invalid):
        add(bid, "faux.pdf", b"MZ")
    assert submit(bid).manifest["files"] == []
    assert Bid.objects.get().files.count() == 0
