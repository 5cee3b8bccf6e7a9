"""A private file that was lost or changed on the disk is found."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from marketplace.clock import now
from marketplace.files.store import keep
from tenders.actions.bid_files import remove_bid_file
from tenders.models import BidFile
from tenders.queries.stored import kept_files
from tests.bids import PDF, access_of, drafted_bid, submit
from tests.factories import TenderFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


@pytest.fixture
def sealed():
    """The sealed file of a draft."""
    return drafted_bid(TenderFactory(open=True), files=[("offre.pdf", PDF)]).files.get()


@pytest.fixture
def stored():
    return keep(ContentFile(PDF), name="n", content_type="x/y", uploaded_by=None, at=now())


def faults():
    return {file.public_id: file.fault for file in kept_files()}


def remove(file, django_capture):
    person = member(file.bid.vendor)
    with django_capture(execute=True):
        remove_bid_file(
            bid_id=file.bid_id,
            file_id=str(file.public_id),
            access=access_of(person),
            actor=person,
            at=now(),
        )


def test_whole_files_are_counted(sealed, stored):
    out = StringIO()
    call_command("check_files", stdout=out)
    assert out.getvalue() == "All 2 files are there and whole.\n"


def test_what_is_missing_and_what_was_changed_is_told_apart(sealed, stored):
    Path(sealed.content.path).unlink()
    Path(stored.content.path).write_bytes(b"something else")

    assert faults() == {sealed.public_id: "missing", stored.public_id: "changed"}
    with pytest.raises(CommandError, match="2 of 2 files are not what was stored"):
        call_command("check_files", stderr=StringIO())


def test_a_file_taken_out_of_a_draft_is_not_missed(sealed, django_capture_on_commit_callbacks):
    remove(sealed, django_capture_on_commit_callbacks)

    assert not Path(sealed.content.path).exists()
    assert faults() == {}


def test_a_file_of_a_submitted_version_is_missed_all_the_same(sealed):
    submit(sealed.bid)
    BidFile.objects.update(removed_at=now())
    Path(sealed.content.path).unlink()

    assert faults() == {sealed.public_id: "missing"}
