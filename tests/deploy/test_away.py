"""A site that is away says so, in the language of the address."""

import shutil

import pytest

from marketplace.devstack.places import ROOT
from tests.deploy.test_first_server import EVERYWHERE


@pytest.fixture(scope="module")
def away(front):
    """The shipped nginx, and nobody behind it."""
    shutil.copytree(ROOT / "marketplace/static", front.place.var / "static")
    return front


@pytest.fixture(params=["broken", "planned"])
def reason(request, away):
    mark = away.place.var / "maintenance"
    if request.param == "planned":
        mark.touch()
    yield request.param
    mark.unlink(missing_ok=True)


@pytest.mark.usefixtures("reason")
@pytest.mark.parametrize(("path", "language"), [("/fr/", "fr"), ("/en/calls/", "en"), ("/", "fr")])
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_a_site_that_is_away_says_so_in_the_language_of_the_address(away, path, language, verb):
    with away.connect() as connection:
        connection.request(verb, path, body=b"a=b" if verb == "POST" else None)
        answer = connection.getresponse()
        text = answer.read().decode()

    assert (answer.status, answer.headers["Retry-After"]) == (503, "120")
    assert f'<html lang="{language}-CA">' in text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "style-src 'self'" in answer.headers["Content-Security-Policy"]
    for header, value in EVERYWHERE.items():
        assert answer.headers.get_all(header) == [value]


def test_nobody_asks_for_the_page_itself(away):
    assert away.get("/away/fr.html").status == 404
