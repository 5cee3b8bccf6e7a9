"""T10: with Valkey down, sign-in, browsing, upload and submit still work, and nothing is lost."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import requests
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.devstack import valkey
from marketplace.devstack.accounts import PASSWORD
from tenders.models import Bid, BidFile, BidVersion
from tests.bids import PDF, drafted_bid
from tests.factories import TenderFactory
from tests.faults.client import Fields
from tests.journeys.cast import Cast, assemble
from tests.journeys.people import totp
from tests.plumbing.live import LiveStack

WRONG = "ce n’est pas le bon mot de passe"
TRIES = 5  # wrong passwords from one place, of a process; the site has two


@dataclass
class Browser:
    """Somebody new at the live site: cookies and forms, and nothing in between."""

    site: str
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.site + path, timeout=30)

    def send(
        self, path: str, files: dict[str, object] | None = None, **typed: str
    ) -> requests.Response:
        """Fill in the form of that page, its boxes ticked, and send it."""
        page = self.get(path)
        return self.session.post(
            page.url,
            data=Fields(page.text).found | typed,
            files=files,
            headers={"Referer": page.url},
            timeout=30,
        )

    def sign_in(self, person: User) -> requests.Response:
        """With password, and the code of the app where one is enrolled."""
        answer = self.send(reverse("account_login"), login=person.email, password=PASSWORD)
        if 'name="code"' in answer.text:
            path = answer.url.removeprefix(self.site)
            return self.send(path, code=totp())
        return answer


@contextmanager
def valkey_down(stack: LiveStack) -> Iterator[None]:
    family = stack.family
    child = next(child for child in family.children if child.name == "valkey")
    family.children.remove(child)
    child.stop()
    try:
        yield
    finally:
        valkey.start(family)


@pytest.fixture
def cast(live_stack: LiveStack) -> Cast:
    return assemble(live_stack, "fr")


@pytest.fixture
def bid(live_stack: LiveStack, cast: Cast, settings) -> Iterator[Bid]:
    """The whole draft of a firm whose owner is at the door."""
    settings.SEALING_CUSTODY = "marketplace.sealing.client.SealerClient"
    with live_stack.database():
        tender = TenderFactory(open=True, buyer=cast.buyer)
        yield drafted_bid(tender, cast.firms["first"])


def test_people_sign_in_browse_upload_and_submit(live_stack, cast, bid):
    owner, call = cast.people["first"], reverse("tenders:detail", args=[bid.tender.ocid])
    public, firm, officer = (Browser(live_stack.url) for _ in range(3))
    with valkey_down(live_stack):
        for path in ("/fr/", "/en/", reverse("tenders:list"), call, "/healthz", "/readyz"):
            assert public.get(path).status_code == 200, path

        assert firm.sign_in(owner).url == live_stack.url + reverse("tenders:work")
        assert officer.sign_in(cast.people["officer"]).url == live_stack.url + reverse(
            "tenders:work"
        )

        upload = {"file": ("offre.pdf", PDF, "application/pdf")}
        uploaded = firm.send(reverse("tenders:bid_files", args=[bid.public_id]), upload)
        file = BidFile.objects.get(bid=bid)
        assert ("offre.pdf" in uploaded.text, file.digest in uploaded.text) == (True, True)

        submitted = firm.send(reverse("tenders:bid_review", args=[bid.public_id]))
        receipt = json.loads(submitted.history[0].content)["receipt"]
        version = BidVersion.objects.get(bid=bid)
        assert (receipt["accepted"], receipt["manifest_hash"]) == (True, version.manifest_hash)
        assert "Votre soumission est reçue et scellée" in submitted.text
        assert live_stack.mail(to=owner.email) == []  # the worker hears nothing meanwhile

    live_stack.wait_for(lambda: live_stack.mail(to=owner.email), seconds=90)


def test_guessing_passwords_is_still_limited(live_stack, cast):
    owner, guesser = cast.people["second"], Browser(live_stack.url)
    with live_stack.database(), valkey_down(live_stack):
        answers = [
            guesser.send(reverse("account_login"), login=owner.email, password=WRONG).text
            for _ in range(2 * TRIES + 1)
        ]

    refused = ["Trop de tentatives" in answer for answer in answers]
    assert (refused[:TRIES], refused[-1]) == ([False] * TRIES, True)
