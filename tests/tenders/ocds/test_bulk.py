"""Files by month: whole, valid, made again when something is new, and never half."""

import csv
import gzip
import hashlib
import io
import json
import tracemalloc
import zipfile
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import orjson
import pytest
from flattentool import unflatten
from openpyxl import load_workbook

from marketplace.clock import now
from tenders.models import Record, Release
from tenders.ocds import bulk
from tenders.ocds.check import faults
from tenders.ocds.manifest import read_manifest
from tenders.ocds.schemas import release_schema
from tests.factories import TenderFactory
from tests.tenders import stages
from tests.waiting import caught_up

pytestmark = pytest.mark.django_db(transaction=True)
MARCH = datetime(2026, 3, 31, 23, 30, tzinfo=ZoneInfo("America/Toronto"))
APRIL = datetime(2026, 4, 1, 0, 0, tzinfo=ZoneInfo("America/Toronto"))
NAMES = {"calls-{}.csv.zip", "calls-{}.xlsx", "releases-{}.json", "releases-{}.jsonl.gz"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.BULK_ROOT = tmp_path / "data"
    return settings.BULK_ROOT


def make(folder) -> int:
    caught_up()
    return bulk.make_files(folder, at=now())


def names(folder):
    return {path.name for path in folder.iterdir()}


def of(month):
    return {name.format(month) for name in NAMES}


def a_whole_story():
    tender = stages.published(at=MARCH, award_method="lowest_price")
    stages.ask(tender, "Combien ?", "Trois ; « pas plus », dit-on\nà l’interne.")
    stages.bid(tender, price="18000.00")
    winner = stages.bid(tender, price="17250.50")
    stages.opened(tender)
    stages.awarded(tender, winner)
    return tender


def test_each_month_has_its_files_and_the_manifest_tells_of_them(client, folder):
    TenderFactory(open=True, at=MARCH)
    TenderFactory(open=True, at=APRIL)

    assert make(folder) == 8

    assert names(folder) == of("2026-03") | of("2026-04") | {"manifest.json"}
    manifest = orjson.loads((folder / "manifest.json").read_bytes())
    for told in manifest["files"]:
        content = (folder / told["name"]).read_bytes()
        assert told["rows"] == 1
        assert told["bytes"] == len(content)
        assert told["sha256"] == hashlib.sha256(content).hexdigest()
        assert told["url"] == f"http://localhost:8000/data/{told['name']}"
    assert orjson.loads(client.get(manifest["follow"]).content)["releases"] == []


def test_releases_are_valid_and_the_bytes_that_were_stored(folder):
    tender = a_whole_story()
    make(folder)
    stored = list(tender.releases.order_by("number").values_list("body", flat=True))

    packages = [orjson.loads(path.read_bytes()) for path in folder.glob("releases-*.json")]
    lines = [
        line
        for path in sorted(folder.glob("releases-*.jsonl.gz"))
        for line in gzip.decompress(path.read_bytes()).decode().splitlines()
    ]

    assert sorted(lines) == sorted(stored)
    assert [fault for package in packages for fault in faults(package)] == []
    assert sum(len(package["releases"]) for package in packages) == len(stored)


@pytest.mark.filterwarnings("ignore::flattentool.exceptions.FlattenToolWarning")
def test_tables_made_nested_again_are_the_records(folder, tmp_path):
    tender = a_whole_story()
    make(folder)
    with zipfile.ZipFile(folder / "calls-2026-03.csv.zip") as archive:
        archive.extractall(tmp_path / "csv")
    (tmp_path / "schema.json").write_text(json.dumps(release_schema()))

    unflatten(
        str(tmp_path / "csv"),
        input_format="csv",
        output_name=str(tmp_path / "nested.json"),
        root_list_path="calls",
        root_id="ocid",
        schema=str(tmp_path / "schema.json"),
    )

    nested = orjson.loads((tmp_path / "nested.json").read_bytes())
    assert nested["calls"] == [orjson.loads(Record.objects.get(tender=tender).compiled)]


def test_the_workbook_opens_on_a_line_per_call(folder):
    tender = a_whole_story()
    make(folder)

    sheet = load_workbook(folder / "calls-2026-03.xlsx")["calls"]

    head, row = sheet.iter_rows(values_only=True)
    call = dict(zip(head, row, strict=True))
    assert call["ocid"] == tender.ocid
    assert call["tender/title"] == tender.title_fr
    with zipfile.ZipFile(folder / "calls-2026-03.csv.zip") as archive:
        text = archive.read("calls.csv").decode()
    assert next(csv.reader(io.StringIO(text))) == list(head)


def test_only_months_with_something_new_are_made_again(folder):
    old = TenderFactory(open=True, at=MARCH)
    TenderFactory(open=True, at=APRIL)
    make(folder)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}

    assert make(folder) == 0
    stages.ask(old, "Combien ?", "Trois.", at=datetime(2026, 4, 3, tzinfo=UTC))
    assert make(folder) == 4

    changed = {
        path.name for path in folder.iterdir() if path.stat().st_mtime_ns != before[path.name]
    }
    assert changed == {
        "calls-2026-03.csv.zip",  # the call stays where it began
        "calls-2026-03.xlsx",
        "releases-2026-04.json",  # the release is where it was published
        "releases-2026-04.jsonl.gz",
        "manifest.json",
    }


def test_a_run_that_fails_leaves_what_there_was(folder, monkeypatch):
    old = TenderFactory(open=True, at=MARCH)
    make(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    stages.ask(old, "Combien ?", "Trois.", at=MARCH)

    def fails(*args, **kwargs):
        raise OSError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(bulk, "write_tables", fails)
        with pytest.raises(OSError, match="full"):
            make(folder)
    after = names(folder)
    assert read_manifest(folder).since.endswith("-0001")

    assert make(folder) == 4
    assert after == before.keys()
    assert read_manifest(folder).since.endswith("-0002")


def test_files_of_another_database_are_made_anew(folder):
    TenderFactory(open=True, at=MARCH)
    make(folder)
    told = (folder / "manifest.json").read_text()
    (folder / "manifest.json").write_text(told.replace("ocds-zz9999", "ocds-xx0000"))
    (folder / "calls-2019-01.xlsx").write_bytes(b"?")

    assert make(folder) == 4

    assert names(folder) == of("2026-03") | {"manifest.json"}


def test_the_site_serves_them_where_no_proxy_does(client, folder):
    TenderFactory(open=True, at=MARCH)
    make(folder)
    (folder / "secret.txt").write_text("?")

    response = client.get("/data/releases-2026-03.json")
    again = client.get(
        "/data/releases-2026-03.json", headers={"If-Modified-Since": response["Last-Modified"]}
    )

    assert b"".join(response.streaming_content) == (folder / "releases-2026-03.json").read_bytes()
    assert response["Access-Control-Allow-Origin"] == "*"
    assert again.status_code == 304
    assert orjson.loads(client.get("/data/manifest.json").getvalue())["files"]
    assert client.get("/data/secret.txt").status_code == 404
    assert client.get("/data/release-schema.json").json()["title"]


def test_memory_does_not_grow_with_the_month(folder):
    """Lines come from the database one by one and are written one by one."""
    tender = TenderFactory(open=True, at=MARCH)
    body = json.dumps({"ocid": tender.ocid, "filler": "x" * 100_000})
    for number in range(2, 202):
        Release.objects.create(
            tender=tender,
            release_id=f"{tender.ocid}-{number:04d}",
            number=number,
            tags=["tenderUpdate"],
            published_at=MARCH,
            body=body,
        )
    tracemalloc.start()

    make(folder)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (folder / "releases-2026-03.json").stat().st_size > 20_000_000
    assert peak < 15_000_000
