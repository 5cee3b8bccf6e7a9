"""Packages of releases and records: pages, periods, conditional requests, errors."""

from copy import deepcopy
from datetime import datetime
from zoneinfo import ZoneInfo

import orjson
import pytest

from tenders.ocds.check import faults
from tenders.ocds.merging import merger
from tests.counting import statements
from tests.factories import TenderFactory
from tests.tenders import stages

pytestmark = pytest.mark.django_db
QUEBEC = ZoneInfo("America/Toronto")


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


@pytest.mark.parametrize("kind", ["releases", "records"])
def test_a_period_includes_its_last_day_and_follows_the_links(client, kind):
    days = (datetime(2026, 3, day, 23, 30, tzinfo=QUEBEC) for day in (30, 31))
    before, within = (TenderFactory(open=True, at=day).ocid for day in days)
    late = TenderFactory(open=True, at=datetime(2026, 4, 1, 0, 0, tzinfo=QUEBEC)).ocid

    def found(query):
        package = orjson.loads(client.get(f"/api/ocds/{kind}?{query}").content)
        return [each["ocid"] for each in package[kind]], package.get("links", {})

    assert found("until=2026-03-31")[0] == [within, before]
    assert found("from=2026-03-31")[0] == [late, within]
    assert found("from=2026-03-31&until=2026-03-31")[0] == [within]
    assert found("from=2026-04-01T04:00:00Z")[0] == [late]
    assert "until=2026-03-31&limit=1&cursor=" in found("until=2026-03-31&limit=1")[1]["next"]


def test_one_release_is_found_by_its_id(client):
    tender = TenderFactory(open=True)
    stages.ask(tender, "Combien ?", "Trois.")

    response = client.get(f"/api/ocds/releases/{tender.ocid}/{tender.ocid}-0002")

    (release,) = orjson.loads(response.content)["releases"]
    assert release["tag"] == ["tenderUpdate"]
    assert faults(orjson.loads(response.content)) == []


def test_the_record_merges_what_the_merge_routine_merges(client):
    tender = TenderFactory(open=True)
    stages.ask(tender, "Combien ?", "Trois.")
    stages.amend(tender, {"title_en": ""})

    (record,) = orjson.loads(client.get(f"/api/ocds/records/{tender.ocid}").content)["records"]

    releases = [orjson.loads(release.body) for release in tender.releases.order_by("number")]
    assert record["releases"] == releases
    assert record["compiledRelease"] == merger().create_compiled_release(deepcopy(releases))


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
        ("releases?cursor=%00", 400),
        ("releases/%00", 400),
        ("releases?from=yesterday", 400),
        ("records?until=2026-02-31", 400),
        ("releases?from=2026-03-31T10:00", 400),
        ("releases?until=9999-12-31", 400),
        ("releases?since=ocds-zz9999-nothing-0001", 400),
        ("releases?since=&from=2026-01-01", 400),
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
