"""Each refusal is entered, but the same one again and again is entered once."""

import pytest

from marketplace.clock import now
from marketplace.ledger.models import Event
from marketplace.sealing.errors import NotApproved, TooEarly
from marketplace.sealing.refusals import note_refusal
from tests.marketplace.sealing.helpers import enter

pytestmark = pytest.mark.django_db
EARLY = TooEarly(key="tender/1/price", not_before="2026", clock="2025")
EARLY_OTHER_PART = TooEarly(key="tender/1/technical", not_before="2026", clock="2025")
ALONE = NotApproved(key="tender/1/price", required=2, given=1)


def entered(*refusals):
    for refusal in refusals:
        note_refusal("tender:1", refusal, at=now())
    entries = Event.objects.filter(action="seal.refused").order_by("pk")
    return [(each.data["code"], each.data["key"]) for each in entries]


def test_the_same_refusal_again_is_entered_once():
    assert entered(EARLY, EARLY, EARLY) == [("too-early", "tender/1/price")]


def test_another_reason_or_another_key_is_entered_too():
    assert entered(EARLY, EARLY_OTHER_PART, ALONE, EARLY) == [
        ("too-early", "tender/1/price"),
        ("too-early", "tender/1/technical"),
        ("not-approved", "tender/1/price"),
        ("too-early", "tender/1/price"),
    ]


def test_after_anything_else_it_is_entered_again():
    first = entered(EARLY)
    enter("1", "opening.approved")
    assert entered(EARLY) == first * 2
