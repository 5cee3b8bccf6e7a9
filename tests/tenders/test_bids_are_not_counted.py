"""T9: before the closing nobody but the bidder can tell no bid from ten."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from marketplace.clock import now, travel
from marketplace.ledger.export import export
from marketplace.ledger.models import Leaf
from marketplace.ledger.record import record
from marketplace.ledger.sequencer import COVER, Sequencer
from tenders.urls import opendata, urlpatterns
from tenders.values import Capability
from tests.bids import sealed_bid
from tests.factories import OperatorFactory, TenderFactory, VendorFactory, member, officer
from tests.tenders.test_opening_approval import sign_in

BIDS = 10
PASSING = re.compile(
    r'(name="csrfmiddlewaretoken" value|nonce|name="submission_key" value)="[^"]*"'
    r"|\d{2}:\d{2}:\d{2}(\.\d+)?"
)
LITERAL = re.compile(r"'[^']*'|\b\d+\b|_django_curs_\w+")


def flat(patterns) -> Iterator:
    """The patterns and those that they include."""
    for pattern in patterns:
        yield from flat(getattr(pattern, "url_patterns", ()))
        if hasattr(pattern, "name"):
            yield pattern


def addresses(tender) -> Iterator[str]:
    """Every address of the calls that names nothing, this call, or its buyer."""
    for pattern in flat([*urlpatterns, *opendata.urlpatterns]):
        for arguments in ({}, {"ocid": tender.ocid}, {"slug": tender.buyer.slug}):
            for prefix in ("tenders:", "opendata:"):
                try:
                    yield reverse(f"{prefix}{pattern.name}", kwargs=arguments)
                    break
                except NoReverseMatch:
                    continue


def seen(clients: dict[str, Client], tender) -> dict[tuple[str, str], tuple]:
    """What each role is answered at each address, and the statements that this took."""
    answers = {}
    paths = sorted({*addresses(tender), "/fr/", "/sitemap.xml", "/ledger/checkpoint"})
    for role, client in clients.items():
        for path in paths:
            cache.clear()
            reset_queries()
            with CaptureQueriesContext(connection) as queries:
                response = client.get(path)
            body = b"".join(response) if response.streaming else response.content
            answers[role, path] = (
                response.status_code,
                PASSING.sub("", body.decode(errors="replace")),
                [LITERAL.sub("?", query["sql"]) for query in queries],
            )
    return answers


@pytest.mark.long
@pytest.mark.django_db
def test_no_page_of_anybody_else_differs_by_a_byte_or_a_query():
    tender = TenderFactory(open=True)
    firms = [VendorFactory() for _ in range(BIDS)]
    people = [officer(tender.buyer, role) for role in (Capability.AUTHOR, Capability.APPROVER)]
    people += [officer(tender.buyer, Capability.OPENER), OperatorFactory(), member(VendorFactory())]
    bidder, *_others = [member(firm) for firm in firms]
    clients = {"public": Client()}
    for person in [*people, bidder]:
        clients[str(person)] = Client()
        sign_in(clients[str(person)], person)
    at = now()
    with travel(at):
        seen({"public": clients["public"]}, tender)  # what is made at a first visit is made
    with travel(at):
        before = seen(clients, tender)
    for firm in firms:
        sealed_bid(tender, firm, at=at)
    with travel(at):
        after = seen(clients, tender)

    answered = {path for (_role, path), (status, *_rest) in before.items() if status == 200}
    assert len(answered) > 15, answered
    assert reverse("tenders:detail", args=[tender.ocid]) in answered
    differ = {place for place in before if before[place] != after[place]}
    own = {place for place in before if place[0] == str(bidder)}
    assert differ - own == set()
    assert differ & own  # so a difference would be seen


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("bids", [0, 1, 3])
def test_an_interval_of_the_log_looks_the_same_with_and_without_bids(settings, tmp_path, bids):
    """As many leaves, each as long; which of them are covers nobody can see."""
    settings.LEDGER_CHECKPOINT_FILE = tmp_path / "checkpoint"
    tender = TenderFactory(open=True)
    firms = [VendorFactory() for _ in range(bids)]
    Sequencer().step()
    before = Leaf.objects.count()

    for firm in firms:
        sealed_bid(tender, firm)
    with transaction.atomic():
        record("session.started", subject="person:x", actor=None, at=now())
    Sequencer().step()

    added = b"".join(export()).splitlines()[1 + before :]
    assert [len(line) for line in added] == [len('"' + "A" * 44 + '"')] * COVER
