"""API v1: what each address answers, pages, filters, conditional requests, errors."""

import orjson
import pytest

from marketplace.reference.models import Category
from tests.counting import statements
from tests.factories import BuyerFactory, TenderFactory, VendorFactory
from tests.tenders import stages
from tests.tenders.api.market import market

pytestmark = pytest.mark.django_db
V1 = "/api/v1/"


def answer(client, path, **headers):
    response = client.get(V1 + path, headers=headers)
    assert response.status_code == 200
    return orjson.loads(response.content)


def found(client, path, key):
    return [row[key] for row in answer(client, path)["results"]]


def test_a_call_is_told_in_full(client):
    call = market().awarded

    told = answer(client, f"tenders/{call.ocid}")

    assert told["ocid"] == call.ocid
    assert told["status"] == "contracted"
    assert told["title"] == {"fr": call.title_fr, "en": call.title_en or None}
    assert told["buyer"] == {
        "slug": "ville",
        "name": {"fr": call.buyer.name_fr, "en": "Town"},
    }
    assert told["category"]["code"] == "81111509"
    assert told["budget"] == {"amount": f"{call.budget:.2f}", "currency": "CAD"}
    assert told["page"]["fr"].startswith("http://localhost:8000/fr/appels/")
    assert told["record"] == f"http://localhost:8000/api/ocds/records/{call.ocid}"
    assert [each["title"]["fr"] for each in told["deliverables"]] == [
        each.title_fr for each in call.deliverables.all()
    ]


def test_awards_and_contracts_name_their_call_and_firm(client):
    made = market()

    (award,) = answer(client, "awards")["results"]
    (contract,) = answer(client, "contracts")["results"]

    assert award["value"] == contract["value"] == {"amount": "17250.50", "currency": "CAD"}
    assert award["call"]["ocid"] == contract["call"]["ocid"] == made.awarded.ocid
    assert award["vendor"] == contract["vendor"]
    assert (award["status"], contract["status"]) == ("final", "terminated")
    assert contract["award"] == award["id"] == str(made.award.public_id)
    assert answer(client, f"awards/{award['id']}") == award
    assert answer(client, f"contracts/{contract['number']}") == contract


def test_a_recommendation_is_not_told(client):
    made = market()
    at = made.open.submission_deadline
    stages.advance(made.open, "closed", "evaluation", "award_pending", closed_at=at, opened_at=at)

    assert answer(client, f"tenders/{made.open.ocid}")["status"] == "evaluation"
    assert found(client, "tenders?status=evaluation", "ocid") == [made.open.ocid]


def test_a_firm_tells_its_public_profile_and_no_more(client):
    vendor = market().award.bid.vendor
    VendorFactory(status="pending")

    told = answer(client, f"vendors/{vendor.public_id}")

    assert set(told) == {
        "id", "name", "legalName", "neq", "size", "city", "region", "website",
        "description", "categories", "page",
    }  # fmt: skip
    assert told["description"] == {"fr": None, "en": "We code."}
    assert len(answer(client, "vendors")["results"]) == 2


def test_buyers_and_categories_are_listed(client):
    market()
    BuyerFactory(status="pending", slug="waiting")

    slugs = found(client, "buyers?region=09", "slug")
    categories = answer(client, "categories")

    assert slugs == ["ville"]
    assert answer(client, "buyers/ville")["neq"] == "8831850100"
    assert len(categories) == Category.objects.count()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["open", "awarded"]),
        ("status=open", ["open"]),
        ("status=contracted", ["awarded"]),
        ("buyer=ville", ["awarded"]),
        ("region=09&buyer=ville", ["awarded"]),
        ("category=81111509", ["awarded"]),
        ("category=81111500", ["awarded"]),
        ("category=99999999", []),
        ("until=2000-01-01", []),
        ("from=2000-01-01", ["open", "awarded"]),
    ],
)
def test_calls_are_filtered(client, query, expected):
    made = market()
    made.open.main_category = Category.objects.get(pk="80101507")
    made.open.categories.clear()
    made.open.save()

    assert found(client, f"tenders?{query}", "ocid") == [
        getattr(made, name).ocid for name in expected
    ]


def test_outcomes_are_filtered_by_firm_and_call(client):
    made = market()
    winner, other = made.award.bid.vendor.public_id, VendorFactory().public_id

    for kind in ("awards", "contracts"):
        assert len(answer(client, f"{kind}?vendor={winner}&category=81111509")["results"]) == 1
        assert answer(client, f"{kind}?vendor={other}")["results"] == []
        assert answer(client, f"{kind}?buyer=nobody")["results"] == []


@pytest.mark.parametrize("kind", ["tenders", "buyers", "vendors"])
def test_lists_are_followed_to_their_end_and_back(client, kind):
    market()
    everything = answer(client, kind)["results"]
    seen, path = [], f"{kind}?limit=1"
    while path:
        page = answer(client, path)
        seen += page["results"]
        path = (page["links"]["next"] or "").removeprefix("http://localhost:8000/api/v1/")

    assert seen == everything
    assert page["links"]["prev"]


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("tenders", lambda: TenderFactory(open=True)),
        ("awards", market),
        ("contracts", market),
        ("buyers", BuyerFactory),
        ("vendors", VendorFactory),
    ],
)
def test_lists_cost_the_same_with_one_and_three_rows(client, kind, make):
    BuyerFactory.reset_sequence()
    make()
    one = statements(lambda: client.get(V1 + kind))
    if make is not market:
        make()
        make()

    assert len(statements(lambda: client.get(V1 + kind))) == len(one) <= 2


def test_what_did_not_change_is_answered_304(client):
    market()

    etag = client.get(V1 + "tenders")["ETag"]
    again = client.get(V1 + "tenders", headers={"If-None-Match": etag})
    TenderFactory(open=True)
    after = client.get(V1 + "tenders", headers={"If-None-Match": etag})

    assert (again.status_code, again.content, after.status_code) == (304, b"", 200)


def test_anyone_may_read_from_anywhere_and_only_read(client):
    response = client.get(V1 + "tenders")

    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.cookies.output() == ""
    assert client.head(V1 + "tenders").status_code == 200
    assert client.options(V1 + "tenders").status_code == 204
    assert client.post(V1 + "tenders").status_code == 405


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("tenders/nothing", 404),
        ("buyers/nothing", 404),
        ("awards/7c9e6679-7425-40de-944b-e07fc1f90ae7", 404),
        ("nothing", 404),
        ("tenders?limit=0", 400),
        ("tenders?limit=101", 400),
        ("tenders?status=draft", 400),
        ("tenders?from=0", 400),
        ("tenders?from=9999-12-31", 400),
        ("tenders?category=8111%", 400),
        ("tenders?cursor=nonsense", 400),
        ("awards?vendor=1", 400),
        ("tenders/%00", 400),
        ("buyers?region=20", 400),
    ],
)
def test_errors_are_problem_details(client, path, status):
    response = client.get(V1 + path, headers={"Accept-Language": "en"})

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert orjson.loads(response.content)["status"] == status


def test_a_call_that_is_not_public_is_not_found(client):
    tender = TenderFactory(in_review=True)

    assert client.get(f"{V1}tenders/{tender.ocid}").status_code == 404
    assert answer(client, "tenders")["results"] == []
