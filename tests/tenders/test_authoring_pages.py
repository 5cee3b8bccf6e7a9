"""Writing a call through its pages, without a script."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import TenderFactory

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def tender():
    return TenderFactory()


@pytest.fixture
def author(tender):
    return signed_in(tender.author)


SECTIONS = ["basics", "need", "deliverables", "conditions", "contract", "evaluation", "dates"]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_shows_what_is_saved(tender, author, section, language):
    path = reverse(f"tenders:draft_{section}", args=[tender.ocid]).replace("/fr/", f"/{language}/")
    answer = author.get(path, follow=True)

    assert answer.status_code == 200
