"""The files of the open data, and the addresses that releases name for ever."""

import orjson
import pytest
from django.core.files.base import ContentFile

from marketplace.clock import now
from marketplace.files.models import StoredFile
from tenders.models import Tender, TenderDocument
from tests.factories import TenderFactory
from tests.tenders.views.pages import named

pytestmark = pytest.mark.django_db


def test_our_extension_is_served_where_the_packages_say(client):
    package = orjson.loads(client.get("/api/ocds/releases").content)
    address = package["extensions"][-1].removeprefix("http://localhost:8000")

    extension = orjson.loads(client.get(address).content)

    for name in extension["codelists"]:
        response = client.get(address.replace("extension.json", f"codelists/{name}"))
        assert response.content.startswith(b"Code,")
    assert client.get(address.replace("extension.json", "release-schema.json")).json()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_permanent_address_leads_to_the_page_in_the_readers_language(client, language):
    tender = TenderFactory(open=True)
    release = orjson.loads(tender.releases.get().body)
    address = release["tender"]["documents"][0]["url"].removeprefix("http://localhost:8000")

    response = client.get(address, headers={"Accept-Language": language})

    assert address == f"/id/{tender.ocid}"
    assert response["Location"] == named("tenders:detail", tender.ocid, language=language)


def test_the_permanent_address_of_no_call_is_not_found(client):
    assert client.get("/id/ocds-zz9999-nothing").status_code == 404


def document_of(tender: Tender) -> StoredFile:
    stored = StoredFile.objects.create(
        name="devis é.pdf",
        content_type="application/pdf",
        size=4,
        sha256="0" * 64,
        content=ContentFile(b"%PDF", "x"),
        created_at=now(),
    )
    TenderDocument.objects.create(tender=tender, file=stored, title="Devis", added_at=now())
    return stored


def test_a_document_of_a_public_call_is_saved_not_run(client, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    stored = document_of(TenderFactory(open=True))

    response = client.get(f"/documents/{stored.public_id}")

    assert b"".join(response.streaming_content) == b"%PDF"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_document_of_a_draft_is_not_found(client, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    stored = document_of(TenderFactory(in_review=True))

    assert client.get(f"/documents/{stored.public_id}").status_code == 404
