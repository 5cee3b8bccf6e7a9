"""Catalogues of data read what we have: DCAT in two forms that say the same, and CKAN's package."""

from datetime import UTC, date, datetime

import orjson
import pytest
from rdflib import Graph
from rdflib.compare import to_isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF

from tenders.ocds.manifest import File, Manifest, write_manifest

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),  # rdflib's own use
]
AT = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.BULK_ROOT = tmp_path
    made = [
        File(f"{kind}-2026-03.{name}", kind, name, date(2026, 3, 1), 3, 4096, "ab" * 32, AT)
        for kind, name in (("calls", "xlsx"), ("calls", "csv"), ("releases", "jsonl"))
    ]
    write_manifest(Manifest("", made), tmp_path)


def graph(client, form: str, kind: str) -> Graph:
    response = client.get(f"/catalog.{form}")
    assert response.status_code == 200
    return Graph().parse(data=response.content, format=kind)


def test_both_forms_say_the_same(client):
    nested, flat = graph(client, "jsonld", "json-ld"), graph(client, "ttl", "turtle")

    assert len(nested) > 100
    assert to_isomorphic(nested) == to_isomorphic(flat)


def test_the_catalogue_leads_to_every_file_and_service(client):
    found = graph(client, "jsonld", "json-ld")
    (catalogue,) = found.subjects(RDF.type, DCAT.Catalog)

    assert {title.language for title in found.objects(catalogue, DCTERMS.title)} == {"fr", "en"}
    assert len(list(found.objects(catalogue, DCAT.dataset))) == 3
    assert len(list(found.objects(catalogue, DCAT.service))) == 2
    addresses = {str(url) for url in found.objects(None, DCAT.downloadURL)}
    assert "http://localhost:8000/data/calls-2026-03.xlsx" in addresses
    lists = [url for url in addresses if "/codelists/" in url]
    for url in lists:
        assert client.get(url.removeprefix("http://localhost:8000")).status_code == 200


def test_ckan_takes_the_package(client):
    package = orjson.loads(client.get("/catalog.ckan.json").content)

    assert package["license_id"] == "cc-by"
    assert [each["format"] for each in package["resources"]] == ["XLSX", "CSV", "JSON"]
    assert package["resources"][0]["hash"] == "ab" * 32


def test_there_is_no_other_form(client):
    assert client.get("/catalog.xml").status_code == 404
