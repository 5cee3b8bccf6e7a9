"""The OpenAPI document, the page made of it, and programs that try all it allows."""

import orjson
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from marketplace.wsgi import application
from tests.tenders.api.market import market
from tests.tenders.views.pages import named

pytestmark = pytest.mark.django_db
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
TRIES = 20  # of each operation, right and wrong: some twenty seconds in all


@pytest.mark.parametrize(
    ("language", "summary"), [("fr", "Liste des appels"), ("en", "List calls")]
)
def test_the_document_is_openapi_in_the_readers_language(client, language, summary):
    response = client.get("/api/v1/openapi.json", headers={"Accept-Language": language})

    told = orjson.loads(response.content)
    assert told["openapi"] == "3.1.0"
    assert told["paths"]["/api/v1/tenders"]["get"]["summary"] == summary
    assert (
        "application/problem+json"
        in (told["paths"]["/api/v1/tenders"]["get"]["responses"]["404"]["content"])
    )


@pytest.fixture
def _one_connection():
    """Requests that come by WSGI would close the connection of the test."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("mode", GenerationMode)
def test_whatever_is_asked_is_answered_as_the_document_says(mode):
    market()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for operation in (found.ok() for found in schema.get_all_operations()):
        if mode == GenerationMode.NEGATIVE and not list(operation.query):
            continue  # nothing can be asked wrongly

        @given(case=operation.as_strategy(mode))
        @settings(
            max_examples=TRIES,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        def everything_fits(case):
            case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

        everything_fits()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_tells_every_address_and_field(client, language):
    page = client.get(named("tenders:api", language=language)).content.decode()
    told = orjson.loads(
        client.get("/api/v1/openapi.json", headers={"Accept-Language": language}).content
    )

    for path, item in told["paths"].items():
        assert f"GET {path}" in page
        assert item["get"]["summary"] in page
    for field in told["components"]["schemas"]["Call"]["properties"]:
        assert f"<code>{field}</code>" in page
