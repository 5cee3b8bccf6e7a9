"""Open data is for every site and program, within limits that they are told."""

import gzip
from datetime import UTC, datetime

import brotli
import orjson
import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.http import HttpResponse

from marketplace.clock import travel
from marketplace.web.open_data import open_data

ADDRESS = "/api/ocds/releases"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


def test_whoever_asks_too_often_is_told_when_to_come_back(client, settings):
    settings.OPEN_DATA_PER_MINUTE = 2
    with travel(datetime(2026, 3, 31, 12, 0, 47, 500_000, tzinfo=UTC)):
        answers = [client.get(ADDRESS).status_code for _ in range(2)]
        refused = client.get(ADDRESS, headers={"Accept-Language": "en"})
    with travel(datetime(2026, 3, 31, 12, 1, tzinfo=UTC)):
        later = client.get(ADDRESS)

    assert answers == [200, 200]
    assert (refused.status_code, refused["Retry-After"]) == (429, "13")
    assert refused["Content-Type"] == "application/problem+json"
    assert orjson.loads(refused.content) == {
        "type": "about:blank",
        "title": "Too many requests",
        "status": 429,
        "detail": "Up to 2 requests a minute are answered. Ask again in 13 seconds.",
    }
    assert later.status_code == 200


def test_one_origin_does_not_use_up_the_limit_of_another(client, settings):
    settings.OPEN_DATA_PER_MINUTE = 1
    same_network = ["2001:db8::1", "2001:db8::2"]

    asked = [client.get(ADDRESS, REMOTE_ADDR=origin) for origin in [*same_network, "192.0.2.1"]]

    assert [response.status_code for response in asked] == [200, 429, 200]


def test_without_redis_the_limit_is_counted_in_memory(client, settings, tmp_path):
    away = {"BACKEND": "marketplace.web.caching.ForgivingCache", "LOCATION": f"unix://{tmp_path}/x"}
    settings.CACHES = {"default": away}
    settings.OPEN_DATA_PER_MINUTE = 1

    assert [client.get(ADDRESS).status_code for _ in range(2)] == [200, 429]


@pytest.mark.parametrize(
    ("accepted", "coding", "decompress"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("", None, bytes),
    ],
)
def test_answers_are_compressed_as_the_caller_likes(client, accepted, coding, decompress):
    plain = client.get(ADDRESS)

    response = client.get(ADDRESS, headers={"Accept-Encoding": accepted})

    assert response.get("Content-Encoding") == coding
    assert decompress(response.content) == plain.content
    assert int(response["Content-Length"]) == len(response.content)
    assert "Accept-Encoding" in response["Vary"]
    again = client.get(ADDRESS, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_browsers_of_other_sites_may_ask_conditionally(client):
    response = client.options(ADDRESS)

    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in response


def test_nothing_is_written(client):
    response = client.post(ADDRESS, {"a": "b"})

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert orjson.loads(response.content)["status"] == 405


@pytest.mark.parametrize(
    ("language", "title"), [("fr", "Introuvable"), ("en-CA,en;q=0.9", "Not found")]
)
def test_errors_speak_the_readers_language(client, language, title):
    response = client.get(f"{ADDRESS}/ocds-nothing", headers={"Accept-Language": language})

    assert orjson.loads(response.content)["title"] == title
    assert response["Cache-Control"] == "no-store"


def test_a_database_that_is_away_is_told_as_such(rf):
    @open_data
    def view(request) -> HttpResponse:
        raise OperationalError

    response = view(rf.get("/"))

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert orjson.loads(response.content)["status"] == 503
