"""The open data addresses: packages, pages, conditional requests, errors, documents."""

import orjson
import pytest
from django.core.files.base import ContentFile

from marketplace.clock import now
from marketplace.files.models import StoredFile
from tenders.models import Tender, TenderDocument
from tenders.ocds.check import faults
from tests.counting import statements
from tests.factories import TenderFactory
from tests.tenders import stages
from tests.tenders.views.pages import named

pytestmark = pytest.mark.django_db


def test_a_release_package_holds_what_was_frozen_byte_by_byte(client):
    tender = TenderFactory(open=True)
    stages.ask(tender, "Combien ?", "Trois.")

    response = client.get(f"/api/ocds/releases/{tender.ocid}")

    assert response["Content-Type"] == "application/json"
    for release in tender.releases.all():
        assert release.body.encode() in response.content
    assert faults(orjson.loads(response.content)) == []


def test_a_record_package_is_valid_and_compiled(client):
    tender = TenderFactory(open=True)
    stages.ask(tender, "Combien ?", "Trois.")

    package = orjson.loads(client.get(f"/api/ocds/records/{tender.ocid}").content)

    assert faults(package) == []
    (record,) = package["records"]
    assert len(record["releases"]) == 2
    assert record["compiledRelease"]["tag"] == ["compiled"]
    assert record["compiledRelease"]["tender"]["enquiries"][0]["answer"] == "Trois."
    assert [entry["value"] for entry in record["versionedRelease"]["tender"]["hasEnquiries"]] == [
        False,
        True,
    ]


@pytest.mark.parametrize("kind", ["releases", "records"])
def test_lists_are_followed_to_their_end(client, kind):
    made = [TenderFactory(open=True).ocid for _ in range(3)]

    seen, address = [], f"/api/ocds/{kind}?limit=2"
    while address:
        package = orjson.loads(client.get(address).content)
        assert faults(package) == []
        seen += [each["ocid"] for each in package[kind]]
        address = package.get("links", {}).get("next", "").removeprefix("http://localhost:8000")

    assert seen == made[::-1]


@pytest.mark.parametrize("kind", ["releases", "records"])
def test_lists_cost_the_same_with_one_and_three_calls(client, kind):
    TenderFactory(open=True)
    one = statements(lambda: client.get(f"/api/ocds/{kind}"))
    for _ in range(2):
        TenderFactory(open=True)

    assert len(statements(lambda: client.get(f"/api/ocds/{kind}"))) == len(one)


@pytest.mark.parametrize("path", ["releases", "records", "releases/{}", "records/{}"])
def test_what_did_not_change_is_answered_304(client, path):
    tender = TenderFactory(open=True)
    address = "/api/ocds/" + path.format(tender.ocid)

    etag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    stages.ask(tender, "Combien ?", "Trois.")
    after = client.get(address, headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert after.status_code == 200
    assert after["ETag"] != etag


def test_any_site_may_read_and_no_cookie_is_set(client):
    response = client.get("/api/ocds/releases")

    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "public, max-age=60"
    assert response.cookies.output() == ""


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("releases/ocds-zz9999-nothing", 404),
        ("records/ocds-zz9999-nothing", 404),
        ("extension/../../settings.py", 404),
        ("extension/nothing.csv", 404),
        ("nothing/at/all", 404),
        ("releases?limit=0", 400),
        ("releases?limit=101", 400),
        ("releases?limit=%D9%A1", 400),
        ("releases?limit=" + "9" * 400, 400),
        ("records?cursor=nonsense", 400),
    ],
)
def test_errors_are_problem_details(client, path, status):
    response = client.get(f"/api/ocds/{path}")

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert orjson.loads(response.content)["status"] == status


def test_a_call_that_is_not_public_has_no_data(client):
    tender = TenderFactory(in_review=True)

    assert client.get(f"/api/ocds/releases/{tender.ocid}").status_code == 404
    assert orjson.loads(client.get("/api/ocds/records").content)["records"] == []


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
