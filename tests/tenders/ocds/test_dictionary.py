"""The data dictionary is what releases say: nothing less, and nothing that can't be."""

import csv
import io

import orjson
import pytest

from marketplace.reference.models import Region
from tenders.models import Record
from tenders.ocds.codelists import CODELISTS, codelist
from tenders.ocds.dictionary import IN_ENGLISH, Entry, entries, paths
from tenders.ocds.schemas import release_schema
from tests.tenders.ocds import test_validity as stages
from tests.tenders.views.pages import named

pytestmark = pytest.mark.django_db


def fields_of_schema() -> set[str]:
    """Every path that the schema of releases has, with the objects that it refers to."""
    schema = release_schema()
    found: set[str] = set()

    def walk(node, at, depth):
        node = schema["definitions"].get(node.get("$ref", "").rpartition("/")[2], node)
        node = schema["definitions"].get(
            node.get("items", {}).get("$ref", "").rpartition("/")[2], node
        )
        for name, inner in node.get("properties", {}).items():
            path = f"{at}/{name}" if at else name
            found.add(path.removesuffix(IN_ENGLISH))
            if depth < 6:
                walk(inner, path, depth + 1)

    walk(schema, "", 0)
    return found


def test_every_field_that_is_published_is_explained():
    for stage in (
        stages.contracted,
        stages.awarded_on_quality,
        stages.unsuccessful,
        stages.cancelled,
    ):
        stage()

    published = {
        path for record in Record.objects.all() for path in paths(orjson.loads(record.compiled))
    }

    assert [
        path for path in sorted(published) if not any(e.explains(path) for e in entries())
    ] == []


def test_every_field_that_is_explained_can_be_published():
    possible = fields_of_schema()

    def known(entry: Entry) -> bool:
        return any(entry.explains(path) for path in possible)

    assert [entry.field for entry in entries() if not known(entry)] == []
    assert len({entry.field for entry in entries()}) == len(entries())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_explains_every_field(client, language):
    page = client.get(named("tenders:dictionary", language=language)).content.decode()

    for entry in entries():
        assert f"<code>{entry.field}</code>" in page
    assert ("Toujours UNSPSC." in page) == (language == "fr")


def test_the_same_can_be_downloaded(client):
    rows = csv.DictReader(io.StringIO(client.get("/data/dictionary.csv").content.decode()))

    assert [row["field"] for row in rows] == [entry.field for entry in entries()]


@pytest.mark.parametrize("name", CODELISTS)
def test_each_code_list_names_its_codes_in_both_languages(client, name):
    response = client.get(f"/data/codelists/{name}.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.decode() == codelist(name)
    assert all(row["code"] and row["fr"] and row["en"] for row in rows)
    assert len({row["code"] for row in rows}) == len(rows)


def test_regions_have_their_official_numbers():
    assert codelist("regions").splitlines()[1] == "01,Bas-Saint-Laurent,Bas-Saint-Laurent"
    assert len(codelist("regions").splitlines()) == len(Region) + 1


def test_there_is_no_other_code_list(client):
    assert client.get("/data/codelists/secrets.csv").status_code == 404
