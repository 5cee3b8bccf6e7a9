"""What entering a bid asks of the database: in the last minute, everybody does it at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.bids import drafted_bid
from tests.factories import TenderFactory, member
from tests.faults.client import Fields

pytestmark = pytest.mark.django_db


def test_entering_a_reviewed_bid_takes_fifteen_statements(client):
    bid = drafted_bid(TenderFactory(open=True))
    client.force_login(member(bid.vendor))
    review = reverse("tenders:bid_review", args=[bid.public_id])
    form = Fields(client.get(review).content.decode()).found

    with CaptureQueriesContext(connection) as captured:
        answer = client.post(review, form)

    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert answer.url == reverse("tenders:bid_receipt", args=[bid.public_id, 1])
    assert len(asked) == 15, "\n".join(asked)
