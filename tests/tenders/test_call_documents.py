"""Documents of a draft, through its pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tenders.models import TenderDocument
from tests.factories import TenderFactory
from tests.tenders.everything import everything
from tests.tenders.paper_form import fields_of

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def tender():
    return TenderFactory()


@pytest.fixture
def author(tender):
    client = Client()
    client.force_login(tender.author)
    return client


def upload(author, tender, name, content):
    return author.post(
        reverse("tenders:document_add", args=[tender.ocid]),
        {"file": SimpleUploadedFile(name, content), "title": "Plan", "language": "fr"},
    )


def test_a_document_is_added_read_and_removed(tender, author):
    upload(author, tender, "plan.pdf", PDF)
    document = TenderDocument.objects.get()
    own = [tender.ocid, document.file.public_id]

    read = author.get(reverse("tenders:document_own", args=own))
    author.post(reverse("tenders:document_remove", args=own))

    assert b"".join(read.streaming_content) == PDF
    assert not TenderDocument.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("plan.pdf", b"MZ not a PDF"), ("run.exe", b"MZ"), ("plan.pdf", b"")],
)
def test_a_file_that_is_not_what_it_says_is_refused(tender, author, name, content):
    before = everything()

    answer = upload(author, tender, name, content)

    assert "error-summary" in answer.content.decode()
    assert fields_of(answer)["title"] == ["Plan"]
    assert everything() == before
