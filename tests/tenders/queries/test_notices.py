"""What the home page and the lists show of calls and awards."""

from datetime import timedelta
from decimal import Decimal

import pytest

from marketplace.clock import now
from tenders.queries.notices import Figures, closing_soon, figures, latest_awards, open_tenders
from tests.factories import TenderFactory, weekday
from tests.tenders import stages

pytestmark = pytest.mark.django_db


def test_open_calls_come_newest_first_and_only_while_bids_are_accepted():
    first = TenderFactory(open=True, at=now() - timedelta(days=2))
    second = TenderFactory(open=True)
    TenderFactory(in_review=True)
    stages.published()

    assert open_tenders(5) == [second, first]
    assert open_tenders(1) == [second]


def test_calls_closing_soon_come_by_deadline():
    late = TenderFactory(open=True, submission_deadline=weekday(now().date() + timedelta(days=28)))
    early = TenderFactory(open=True)

    assert closing_soon(5) == [early, late]


def test_latest_awards_are_approved_ones():
    tender = stages.published(award_method="lowest_price")
    winner = stages.bid(tender, price="12000.00")
    award = stages.awarded(stages.opened(tender), winner)

    assert latest_awards(5) == [award]


def test_figures_count_the_last_twelve_months():
    TenderFactory(open=True)
    tender = stages.published(award_method="lowest_price")
    winner = stages.bid(tender, price="12000.00")
    stages.bid(tender, price="13000.00")
    stages.awarded(stages.opened(tender), winner)

    assert figures() == Figures(
        open_calls=1, awards=1, awarded=Decimal("12000.00"), bids_per_call=Decimal("2.0")
    )


def test_figures_of_an_empty_market():
    assert figures() == Figures(open_calls=0, awards=0, awarded=Decimal(0), bids_per_call=None)
