"""The demo goes through the same doors as everybody, and what it publishes is valid."""

import gzip
import hashlib
import json
import zipfile
from collections import Counter
from io import StringIO

import orjson
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from flattentool import unflatten
from ocdsmerge import Merger

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.demo.load import is_loaded, load
from marketplace.devstack.accounts import ROLES, email
from marketplace.notifications.models import Message
from tenders.actions.notice import show_notices
from tenders.models import (
    Amendment,
    Bid,
    Buyer,
    Contract,
    Notice,
    PastNotice,
    Record,
    Release,
    Tender,
)
from tenders.ocds import bulk
from tenders.ocds.check import faults
from tenders.tasks import sort_announcements, tell_of_alerts
from tests.waiting import caught_up
from vendors.models import Vendor


@pytest.fixture(scope="module")
def _demo(django_db_setup, working_copy, django_db_blocker):
    """The demo, loaded once for this module and for real: feeds show only what is committed."""
    with django_db_blocker.unblock(), working_copy.changed():
        load()
        caught_up()
        yield


@pytest.fixture(autouse=True)
def _in_the_demo(_demo, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def test_it_has_bodies_firms_and_calls_in_every_state():
    states = Counter(Tender.objects.values_list("status", flat=True))

    assert (Buyer.objects.count(), Vendor.objects.count(), Tender.objects.count()) == (6, 40, 60)
    assert set(states) >= {
        "draft", "in_review", "scheduled", "open", "evaluation", "award_pending", "awarded",
        "contracted", "cancelled", "unsuccessful",
    }  # fmt: skip
    assert states["open"] >= 14
    assert Contract.objects.filter(status="in_force").count() == 16


def test_calls_change_by_a_word_in_substance_and_by_a_document():
    whats = Counter(
        next((what for what in ("submission_deadline", "documents") if what in row.changes), "text")
        for row in Amendment.objects.all()
    )

    assert whats == {"submission_deadline": 4, "documents": 3, "text": 3}
    assert not Amendment.objects.filter(rationale_en="").exclude(tender__title_en="").exists()
    assert Amendment.objects.filter(tender__status="open").count() == 4


def test_the_twelve_accounts_are_there_with_what_they_need():
    addresses = {email(role) for role in ROLES}

    assert (
        set(User.objects.filter(email__in=addresses).values_list("email", flat=True)) == addresses
    )
    assert User.objects.get(email=email("operator")).is_operator


def test_a_second_time_it_changes_nothing():
    before = Bid.objects.count()

    assert is_loaded()
    assert Bid.objects.count() == before


def test_it_is_refused_where_debug_is_off():
    with pytest.raises(CommandError):
        call_command("demo")


def test_every_release_and_record_is_valid_ocds():
    said = StringIO()

    call_command("check_ocds", stdout=said)

    calls = Tender.objects.filter(releases__isnull=False).distinct().count()
    assert said.getvalue() == f"{calls} calls checked, 0 with faults\n"


def test_no_public_step_left_a_list_behind():
    """Each notice, drawn again from the rows it follows from, is the one that is there."""
    columns = [field.name for field in Notice._meta.concrete_fields if field.name != "drawn_at"]
    published = list(Tender.objects.public().values_list("pk", flat=True))
    before = list(Notice.objects.order_by("pk").values(*columns))

    show_notices(published)

    assert len(before) == len(published) > 50
    assert list(Notice.objects.order_by("pk").values(*columns)) == before


def test_the_firm_hears_of_open_calls_that_fit_its_alerts():
    with transaction.atomic():
        sort_announcements()
        tell_of_alerts()
        [mail] = Message.objects.filter(kind="alert-digest", recipient__email=email("vendor"))[:1]
        transaction.set_rollback(True)

    assert mail.context["count"] > 0
    assert {why["alert"] for why in mail.context["calls"][0]["reasons"]} <= {
        "Formulaires et accessibilité",
        "Petits budgets",
    }


# --- its open data, all of it, as it is given out ---------------------------------------------


@pytest.fixture(scope="module")
def data(_demo, django_db_blocker, tmp_path_factory):
    """The files of every month."""
    folder = tmp_path_factory.mktemp("data")
    with django_db_blocker.unblock():
        bulk.make_files(folder, at=now())
    return folder


def pages(client, path):
    """Every page of a list of packages, to its end."""
    while path:
        package = orjson.loads(client.get(path).content)
        yield package
        path = package.get("links", {}).get("next", "").removeprefix("http://localhost:8000")


def unnested(source, kind, schema, folder):
    """The calls of one table file, by ocid, made nested again by flatten-tool."""
    unflatten(
        str(source),
        input_format=kind,
        output_name=str(folder / "nested.json"),
        root_list_path="calls",
        root_id="ocid",
        schema=str(schema),
    )
    calls = orjson.loads((folder / "nested.json").read_bytes())["calls"]
    return {call["ocid"]: call for call in calls}


def test_every_page_of_releases_and_of_records_is_valid(client):
    for kind, whole in (("releases", Release), ("records", Record)):
        found = list(pages(client, f"/api/ocds/{kind}"))

        assert sum(len(package[kind]) for package in found) == whole.objects.count()
        assert [fault for package in found for fault in faults(package)] == []


def test_every_record_is_what_ocdsmerge_makes_of_its_releases(client):
    """With the schema that the site publishes. ``details`` of parties: see ``ocds.merging``."""
    merger = Merger(orjson.loads(client.get("/data/release-schema.json").content))
    seen = 0
    for package in pages(client, "/api/ocds/records"):
        for record in package["records"]:
            told = orjson.dumps(record["releases"])
            assert record["compiledRelease"] == merger.create_compiled_release(orjson.loads(told))
            without_details = orjson.loads(told)
            for release in without_details:
                for party in release["parties"]:
                    party.pop("details", None)
            versioned = merger.create_versioned_release(without_details)
            assert record["versionedRelease"] == orjson.loads(orjson.dumps(versioned))
            seen += 1

    assert seen == Record.objects.count() > 40


def test_every_file_of_releases_is_valid_and_together_they_are_all_there_is(data):
    stored = dict(Release.objects.values_list("release_id", "body"))
    plain, packed = {}, {}
    for path in data.glob("releases-*.json"):
        package = orjson.loads(path.read_bytes())
        assert faults(package) == []
        plain |= {release["id"]: release for release in package["releases"]}
    for path in data.glob("releases-*.jsonl.gz"):
        lines = gzip.decompress(path.read_bytes()).splitlines()
        packed |= {orjson.loads(line)["id"]: line.decode() for line in lines}

    assert packed == stored
    assert plain == {name: orjson.loads(body) for name, body in stored.items()}


@pytest.mark.filterwarnings("ignore::flattentool.exceptions.FlattenToolWarning")
def test_every_table_made_nested_again_is_its_records(client, data, tmp_path):
    schema = tmp_path / "schema.json"
    schema.write_bytes(client.get("/data/release-schema.json").content)
    from_csv, from_workbooks = {}, {}
    for path in data.glob("calls-*.csv.zip"):
        folder = tmp_path / path.name
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder)
        from_csv |= unnested(folder, "csv", schema, tmp_path)
    for path in data.glob("calls-*.xlsx"):
        from_workbooks |= unnested(path, "xlsx", schema, tmp_path)

    records = {
        record.tender.ocid: json.loads(record.compiled)
        for record in Record.objects.select_related("tender")
    }
    assert from_csv == records
    assert from_workbooks == records


def test_the_manifest_tells_of_every_file(data):
    manifest = orjson.loads((data / "manifest.json").read_bytes())

    told = {file["name"]: (file["bytes"], file["sha256"]) for file in manifest["files"]}
    assert told == {
        path.name: (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in data.iterdir()
        if path.name != "manifest.json"
    }
    assert sum(file["rows"] for file in manifest["files"] if file["format"] == "json") == (
        Release.objects.count()
    )


def test_contracts_of_the_past_are_there_and_apart():
    assert PastNotice.objects.count() == 60
    assert not Tender.objects.filter(ocid__startswith="ocds-ec9k95-").exists()


def test_firms_look_for_partners_and_show_their_work(client):
    shown = client.get("/fr/entreprises/partenaires/").content.decode()

    assert shown.count('<article class="card"') == 3
    assert Vendor.objects.get(neq="1167165068").references.count() == 2
