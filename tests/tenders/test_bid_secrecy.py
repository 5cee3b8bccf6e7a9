"""Before the opening, a price planted in a bid is found nowhere but with its firm."""

import base64
import logging
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils.log import AdminEmailHandler

from marketplace.clock import now, travel
from marketplace.devstack.postgres import find_binaries
from marketplace.devstack.server import Server
from marketplace.ledger.models import Event
from marketplace.notifications.tasks import deliver_due_messages
from tenders.actions.bid import withdraw_bid
from tenders.actions.bid_draft import start_replacement
from tenders.states import BidStatus
from tests.bids import PDF, access_of, drafted_bid, sealed_bid, submit
from tests.factories import TenderFactory, member
from tests.plumbing.faults import updates_fail
from tests.tenders.test_bidding_pages import page, sign_in, submission

PRICE = "27182.81"
WITH_TAXES = "31253.44"
ANSWER = "Un canari jaune chante dans la réponse"
FILE_NAME = "canari-offre.pdf"
FILE_TEXT = b"%PDF-1.7\n% le canari du fichier\n%%EOF\n"
SECRETS = (
    PRICE,
    PRICE.replace(".", ","),
    PRICE.replace(".", ""),
    "27\u00a0182,81",
    "27,182.81",
    WITH_TAXES,
    "31\u00a0253,44",
    "13591.40",
    "13591.41",
    ANSWER,
    FILE_NAME,
    "le canari du fichier",
)

pytestmark = pytest.mark.django_db(transaction=True)


def dump(postgres: Server) -> bytes:
    """Every row of every table, by the database's own means."""
    url = postgres.url_of(connection.settings_dict["NAME"])
    command = [find_binaries() / "pg_dump", "--data-only", "--inserts", url]
    return subprocess.run(command, check=True, capture_output=True).stdout


def places(postgres: Server, since: set[Path]) -> Iterator[tuple[str, bytes]]:
    yield "database", dump(postgres)
    for path in set(Path(settings.PRIVATE_ROOT).rglob("*")) - since:
        if path.is_file():
            yield f"file {path.name}", path.read_bytes() + path.name.encode()
    for message in mail.outbox:
        yield "mail", message.message().as_bytes() + message.body.encode()
    for event in Event.objects.all():
        yield "ledger", repr(vars(event)).encode()


def forms_of(secret: str) -> set[bytes]:
    """How a secret could hide: as text, JSON-escaped, or as the hexadecimal of a bytea."""
    data = secret.encode()
    escaped = secret.encode("unicode_escape")
    return {data, escaped, data.hex().encode(), base64.b64encode(data)[:-4]}


def found(postgres: Server, since: set[Path]) -> list[tuple[str, str]]:
    return [
        (place, secret)
        for place, content in places(postgres, since)
        for secret in SECRETS
        if any(form in content for form in forms_of(secret))
    ]


def test_a_price_is_found_nowhere_before_the_opening(postgres):
    since = set(Path(settings.PRIVATE_ROOT).rglob("*"))
    tender = TenderFactory(open=True)
    offer = {"total": PRICE, "answer": ANSWER, "files": [(FILE_NAME, FILE_TEXT)]}

    drafted_bid(tender, **offer)
    sealed_bid(tender, **offer)
    withdrawn = sealed_bid(tender, **offer)
    withdraw_bid(bid_id=withdrawn.pk, actor=member(withdrawn.vendor), at=now())
    replaced = sealed_bid(tender, **offer)
    actor = member(replaced.vendor)
    access = access_of(actor, confirmed_at=now())
    start_replacement(bid_id=replaced.pk, access=access, actor=actor, at=now())
    submit(replaced)
    while deliver_due_messages():
        pass

    assert len(mail.outbox) > 0
    assert found(postgres, since) == []


def test_the_search_for_the_price_would_find_it(postgres):
    """The canary is alive: planted in clear, it is found in the dump and in a file."""
    since = set(Path(settings.PRIVATE_ROOT).rglob("*"))
    bid = drafted_bid(TenderFactory(open=True))
    bid.draft = f"total {PRICE}".encode()
    bid.save()
    planted = Path(settings.PRIVATE_ROOT) / "planted"
    planted.write_bytes(PDF + ANSWER.encode())
    try:
        assert set(found(postgres, since)) == {
            ("database", PRICE),
            ("file planted", ANSWER),
        }
    finally:
        planted.unlink()


def test_the_pages_of_a_bid_leave_its_price_nowhere(client, postgres, caplog, capfd):
    """Typed, refused, saved, submitted late: rows, sessions, files and logs keep none of it."""
    caplog.set_level(logging.DEBUG)
    since = set(Path(settings.PRIVATE_ROOT).rglob("*"))
    tender = TenderFactory(open=True)
    bid = drafted_bid(tender)
    sign_in(client, member(bid.vendor))
    first, second = (f"price_{item.pk}" for item in tender.deliverables.all())
    prices = {first: PRICE, second: "0"}
    answers = {f"answer_{criterion.pk}": ANSWER for criterion in tender.criteria.all()}
    upload = SimpleUploadedFile(FILE_NAME, FILE_TEXT)
    autosave = {"headers": {"X-Autosave": "1"}}

    client.post(page("bid_price", bid), {"version": 1, **prices}, **autosave)
    client.post(page("bid_price", bid), {"version": 1, **prices, first: f"x{PRICE}"})
    client.post(page("bid_answers", bid), {"version": 1, **answers})
    client.post(page("bid_answers", bid), {"version": 2, **answers})
    client.post(page("bid_files", bid), {"file": upload})
    review = client.get(page("bid_review", bid))
    with travel(tender.submission_deadline):
        client.post(page("bid_review", bid), submission(review, confirm_low="on"))
    again = client.get(page("bid_review", bid))
    client.post(page("bid_review", bid), submission(again, confirm_low="on"))
    client.logout()
    client.post(
        page("bid_price", bid),
        {"version": 3, **prices},
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    bid.refresh_from_db()
    assert bid.status == BidStatus.SEALED
    assert found(postgres, since) == []
    printed = capfd.readouterr()
    logged = (printed.out + printed.err + caplog.text).encode()
    assert [word for word in SECRETS if any(form in logged for form in forms_of(word))] == []


@pytest.fixture
def reports_by_mail(settings):
    """As an operator may wish it: every error mailed, with all that Django can show of it."""
    settings.ADMINS = [("Operator", "operator@example.org")]
    handler = AdminEmailHandler(include_html=True)
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)


def failures(client, bid):
    """Post each form of the bid, and its file, to a server that breaks down meanwhile."""
    upload = SimpleUploadedFile(FILE_NAME, FILE_TEXT)
    tender = bid.tender
    prices = {f"price_{item.pk}": PRICE for item in tender.deliverables.all()}
    answers = {f"answer_{criterion.pk}": ANSWER for criterion in tender.criteria.all()}
    yield client.post(page("bid_price", bid), {"version": 1, **prices})
    yield client.post(page("bid_answers", bid), {"version": 1, **answers})
    yield client.post(page("bid_files", bid), {"file": upload})


@pytest.mark.usefixtures("reports_by_mail")
def test_a_failure_while_a_bid_is_posted_tells_nothing_of_it(client, caplog, capfd):
    """Neither the page, nor the log, nor the report that an operator may have mailed."""
    caplog.set_level(logging.DEBUG)
    bid = drafted_bid(TenderFactory(open=True))
    sign_in(client, member(bid.vendor))
    client.raise_request_exception = False

    with updates_fail("tenders_bid"):
        answers = list(failures(client, bid))

    assert [answer.status_code for answer in answers] == [500, 500, 500]
    assert len(mail.outbox) == len(answers)
    reports = [
        body for sent in mail.outbox for body in (sent.subject, sent.body, sent.alternatives[0][0])
    ]
    assert "broken for a test" in reports[1]
    printed = capfd.readouterr()
    said = "".join([*reports, printed.out, printed.err, caplog.text]).encode()
    said += b"".join(answer.content for answer in answers)
    assert [word for word in SECRETS if any(form in said for form in forms_of(word))] == []
