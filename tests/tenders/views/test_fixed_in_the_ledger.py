"""An award notice carries the checkpoint that signed for it: whoever prints it is a witness."""

import pytest
from django.utils.html import escape

from marketplace.ledger.models import Checkpoint
from tests.marketplace.ledger.conftest import own_files  # noqa: F401  for its files
from tests.marketplace.ledger.helpers import enter, sequence
from tests.tenders.views.pages import address, awarded_on_quality, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def tender():
    tender = awarded_on_quality()
    enter("award.approved", tender.reference)
    return tender


def test_a_notice_shows_the_first_checkpoint_that_signed_for_it_and_keeps_it(client, tender):
    sequence()
    first = Checkpoint.objects.get()
    enter()
    sequence()

    shown = page(client, tender, tail="award/")

    assert Checkpoint.objects.count() == 2
    assert escape(first.note) in shown
    assert '<span role="img" aria-label="QR code of the signed checkpoint"><svg' in shown


def test_before_it_is_signed_for_the_notice_says_nothing_and_afterwards_it_is_a_new_page(
    client, tender
):
    before = client.get(address(tender, "en", "award/"))
    sequence()
    again = client.get(address(tender, "en", "award/"), headers={"If-None-Match": before["ETag"]})

    assert "QR code" not in before.content.decode()
    assert (again.status_code, "QR code" in again.content.decode()) == (200, True)
