"""The proxy stamps the moment of the last byte, and nobody else can."""

import json
import time

import pytest

from marketplace.devstack.environment import base_environment
from tests.deploy.conftest import start_gunicorn

PAUSE = 0.6
TOLERANCE = 0.25  # nginx reads its clock once per turn of its loop


@pytest.fixture(scope="module")
def echo(family, front):
    environment = base_environment("marketplace.settings.test")
    start_gunicorn(family, front, environment, "tests.deploy.echo:application")
    return front


def answer(connection):
    response = connection.getresponse()
    assert response.status == 200
    return json.loads(response.read())


def post_in_two_parts(front, first, second):
    """Send a body with a pause in it: when it began, when it ended, what the site saw."""
    with front.connect() as connection:
        connection.putrequest("POST", "/")
        connection.putheader("Content-Length", str(len(first) + len(second)))
        connection.endheaders()
        began = time.time()
        connection.send(first)
        time.sleep(PAUSE)
        ended = time.time()
        connection.send(second)
        return began, ended, answer(connection)


def test_the_stamp_is_the_moment_of_the_last_byte_and_not_of_the_first(echo):
    began, ended, seen = post_in_two_parts(echo, b"amount=1720", b"0")

    stamp = float(seen["headers"]["HTTP_X_LAST_BYTE_AT"])
    assert stamp - began > PAUSE - TOLERANCE
    assert abs(stamp - ended) < TOLERANCE
    reading = float(seen["headers"]["HTTP_X_READING_SECONDS"])
    assert abs(stamp - reading - began) < TOLERANCE
    assert seen["size"] == len(b"amount=17200")


def test_the_site_hears_of_a_request_only_when_all_of_it_is_here(echo):
    _, ended, seen = post_in_two_parts(echo, b"a" * 200_000, b"a" * 100_000)

    assert seen["size"] == 300_000
    assert seen["called_at"] >= ended
    assert seen["read_at"] - seen["called_at"] < PAUSE


@pytest.mark.parametrize("name", ["X-Last-Byte-At", "x-last-byte-at", "X_Last_Byte_At"])
def test_what_the_client_claims_about_the_time_is_overwritten(echo, name):
    before = time.time()
    seen = json.loads(echo.get("/", **{name: "1000000000.000"}).text)

    stamp = float(seen["headers"]["HTTP_X_LAST_BYTE_AT"])
    assert before - TOLERANCE < stamp < time.time() + TOLERANCE


def test_what_the_client_claims_about_its_address_and_protocol_is_overwritten(echo):
    claims = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
    headers = json.loads(echo.get("/", **claims).text)["headers"]

    assert headers["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"
    assert headers["HTTP_X_FORWARDED_PROTO"] == "https"


def test_plain_http_is_sent_to_https(echo):
    response = echo.get("/fr/?q=x", tls=False)

    assert (response.status, response.headers["Location"]) == (301, "https://localhost/fr/?q=x")


def test_neither_log_holds_an_address_or_a_question(echo):
    echo.get("/search?q=canary")
    time.sleep(PAUSE)

    written = (echo.place.var / "micromarche.log").read_text()
    written += (echo.place.logs / "gunicorn.log").read_text()
    assert written.count("/search") == 2
    assert "canary" not in written
    assert "127.0.0.1" not in written


def test_files_of_open_data_are_given_out_past_the_site(front):
    folder = front.place.var / "data"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "releases-2026-03.json").write_text("{}")
    (folder / ".manifest.json").write_text("draft")

    answer = front.get("/data/releases-2026-03.json")

    assert (answer.status, answer.text) == (200, "{}")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Last-Modified"]
    assert answer.headers["ETag"]
    assert front.get("/data/.manifest.json").text != "draft"
