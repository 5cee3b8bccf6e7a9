"""What the browser is told: strict everywhere, looser in the editors' admin alone."""

import pytest
from django.conf import settings


def directives(response):
    policy = response["Content-Security-Policy"]
    return {part.split()[0]: part.split()[1:] for part in policy.split(";")}


def test_a_page_may_load_nothing_inline_and_nothing_from_elsewhere(client):
    policy = directives(client.get("/healthz"))

    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert policy["style-src"] == ["'self'"]
    assert policy["base-uri"] == ["'none'"]
    assert "'unsafe-inline'" not in str(policy)


@pytest.mark.django_db
def test_only_the_editors_path_allows_inline_scripts(client):
    policy = directives(client.get(f"{settings.EDITORS_PATH}login/"))

    assert policy["script-src"] == ["'self'", "'unsafe-inline'"]
    assert policy["default-src"] == ["'none'"]


def test_every_answer_says_what_the_browser_may_not_do(client):
    headers = client.get("/healthz").headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
