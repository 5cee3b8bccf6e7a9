"""What search engines read of pages of words."""

import json
import re
from datetime import UTC, datetime

import pytest
from rdflib import RDF, Graph, URIRef

from cms.demo import load_content
from tests.factories import TenderFactory

pytestmark = pytest.mark.django_db
SCHEMA = "https://schema.org/"


def facts(client, path):
    found = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(path).content.decode()
    )
    return [json.loads(each) for each in found]


def test_the_home_page_tells_how_to_search_the_site(client, settings):
    load_content(datetime(2026, 1, 5, tzinfo=UTC))

    [site] = facts(client, "/en/")
    target = site["potentialAction"]["target"]["urlTemplate"]

    assert (site["@type"], site["name"]) == ("WebSite", settings.PRODUCT_NAME)
    assert target == f"{settings.SITE_URL}/en/tenders/?q={{search_term_string}}"
    assert client.get(target.removeprefix(settings.SITE_URL)).status_code == 200


def test_questions_are_told_with_their_answers_in_plain_words(client):
    load_content(datetime(2026, 1, 5, tzinfo=UTC))

    told = [
        fact
        for fact in facts(client, "/fr/guides/questions-frequentes/")
        if fact["@type"] == "FAQPage"
    ]

    questions = [question for fact in told for question in fact["mainEntity"]]
    assert len(questions) > 3
    assert not any("<" in question["acceptedAnswer"]["text"] for question in questions)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own use
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/fr/", "WebSite"),
        ("/en/guides/frequent-questions/", "FAQPage"),
        ("call", "GovernmentOrganization"),
    ],
)
def test_what_machines_read_is_linked_data(client, path, kind):
    """Read with the vocabulary of schema.org, whose context document says the same."""
    load_content(datetime(2026, 1, 5, tzinfo=UTC))
    path = TenderFactory(open=True).get_absolute_url() if path == "call" else path
    graph = Graph()
    for fact in facts(client, path):
        assert fact.pop("@context") == "https://schema.org"
        graph.parse(data=json.dumps({"@context": {"@vocab": SCHEMA}, **fact}), format="json-ld")

    assert (None, RDF.type, URIRef(f"{SCHEMA}{kind}")) in graph
    assert [
        term for term in graph.predicates() if not str(term).startswith((SCHEMA, str(RDF)))
    ] == []
