import pytest
from django.urls import resolve
from django.utils.translation import override

from marketplace.web.language import alternates, page_in


def asked(rf, path):
    request = rf.get(path)
    with override("en"):
        request.resolver_match = resolve(request.path)
    return request


def test_a_view_is_found_again_in_the_other_language_with_its_query(rf):
    request = asked(rf, "/en/account/protection/?a=1&a=2")

    assert page_in(request, "en", {}) == "/en/account/protection/?a=1&a=2"
    assert page_in(request, "fr", {}).startswith("/fr/")
    assert page_in(request, "fr", {}).endswith("/protection/?a=1&a=2")


def test_a_view_may_say_where_its_translation_is(rf):
    given = {"alternates": {"fr": "/fr/appels/a", "en": "/en/tenders/a"}}

    assert page_in(asked(rf, "/en/account/"), "fr", given) == "/fr/appels/a"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_where_nothing_was_found_the_other_language_begins_at_home(rf, language):
    request = rf.get("/en/nowhere/?next=//evil.example")
    request.resolver_match = None

    assert page_in(request, language, {}).split("?")[0] == f"/{language}/"


def test_each_language_has_a_path_and_an_absolute_address(rf, settings):
    settings.SITE_URL = "https://marche.example"

    found = alternates(asked(rf, "/en/account/"), {})

    assert [there["code"] for there in found] == ["fr", "en"]
    assert found[1]["url"] == "https://marche.example/en/account/"
