"""Many calls for measuring: fixed shares, the same every time, nothing a visitor could not see."""

from collections import Counter

import pytest
from django.db import transaction

from marketplace.clock import now
from marketplace.demo.scale import load_scale
from tenders.models import Award, Notice, Release, Tender
from tenders.queries.notices import latest_awards, open_tenders
from tenders.states import TenderStatus

pytestmark = pytest.mark.django_db


def test_it_adds_what_is_missing_and_no_more():
    at = now()

    assert load_scale(tenders=50, seed=1, at=at) == 50
    assert load_scale(tenders=50, seed=1, at=at) == 0
    assert load_scale(tenders=80, seed=1, at=at) == 30
    assert Tender.objects.count() == 80
    assert Release.objects.count() == 80


def test_very_many_are_copies_with_names_of_their_own(monkeypatch):
    monkeypatch.setattr("marketplace.demo.scale.DRAWN", 20)

    assert load_scale(tenders=70, seed=1, at=now()) == 70

    assert Tender.objects.count() == Release.objects.count() == Notice.objects.count() == 70
    assert Award.objects.count() == Tender.objects.filter(status="awarded").count()
    copy = Tender.objects.get(ocid__endswith="scale-0000065")
    assert (copy.number, copy.pk > 20) == ("AE-0000065", True)
    assert copy.get_absolute_url() in copy.notice.call_fr
    assert "AE-0000065" in copy.notice.call_en


def test_calls_of_each_kind_are_there_and_the_public_lists_find_them():
    load_scale(tenders=300, seed=1, at=now())

    shares = Counter(Tender.objects.values_list("status", flat=True))
    assert 10 <= shares[TenderStatus.OPEN] <= 45
    assert shares[TenderStatus.AWARDED] > 150
    assert Award.objects.count() == shares[TenderStatus.AWARDED]
    assert len(open_tenders(6)) == 6
    assert len(latest_awards(6)) == 6


def test_every_open_call_can_still_be_bid_on():
    at = now()
    load_scale(tenders=200, seed=1, at=at)

    late = Tender.objects.filter(status=TenderStatus.OPEN, submission_deadline__lte=at)
    assert not late.exists()


def loaded(seed, at):
    """The calls of ``seed``, without leaving them behind."""
    with transaction.atomic():
        load_scale(tenders=30, seed=seed, at=at)
        columns = ("ocid", "title_fr", "status", "buyer__slug", "budget")
        found = list(Tender.objects.order_by("ocid").values_list(*columns))
        transaction.set_rollback(True)
    return found


def test_the_same_seed_gives_the_same_calls_and_another_gives_others():
    at = now()

    assert loaded(1, at) == loaded(1, at)
    assert loaded(1, at) != loaded(2, at)
