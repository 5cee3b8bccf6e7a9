"""What search engines read on every kind of public page: RDF, in the words of schema.org."""

import json
import re
from datetime import UTC, datetime

import pytest
from rdflib import RDF, SDO, Graph, URIRef

from cms.demo import load_content
from tests.factories import TenderFactory, VendorFactory
from tests.tenders.views.pages import address, awarded_on_quality, named

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),  # rdflib's own use
]
FACTS = re.compile(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', re.DOTALL)
HERE = {"@vocab": str(SDO)}  # what the context at schema.org comes to, without the network
QUESTIONS = {"fr": "/fr/guides/questions-frequentes/", "en": "/en/guides/frequent-questions/"}


def facts(client, path: str) -> list[dict]:
    return [json.loads(each) for each in FACTS.findall(client.get(path).content.decode())]


def graph_of(client, path: str) -> Graph:
    found = facts(client, path)
    assert found, path
    graph = Graph()
    for told in found:
        assert told["@context"] == "https://schema.org"
        graph.parse(data=json.dumps({**told, "@context": HERE}), format="json-ld")
    return graph


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_machines_read_is_linked_data(client, language):
    """On every kind of page, and in words of schema.org alone."""
    load_content(datetime(2026, 1, 5, tzinfo=UTC))
    awarded, firm = awarded_on_quality(), VendorFactory()
    call = TenderFactory(open=True)
    pages = {
        f"/{language}/": SDO.WebSite,
        QUESTIONS[language]: SDO.FAQPage,
        address(call, language): SDO.GovernmentOrganization,
        address(awarded, language): SDO.GovernmentOrganization,
        named("tenders:buyer", call.buyer.slug, language=language): SDO.GovernmentOrganization,
        named("vendors:detail", firm.public_id, language=language): SDO.Organization,
    }

    for path, kind in pages.items():
        graph = graph_of(client, path)
        words = {each for each in graph.predicates() if each != RDF.type}
        kinds = set(graph.objects(predicate=RDF.type))
        assert kind in kinds, path
        assert [word for word in words | kinds if not is_known(word)] == [], path


def is_known(word: URIRef) -> bool:
    """Rdflib lists every term of schema.org; one of our invention is none of them.

    ``query-input`` is how schema.org annotates the action of searching (Actions, part 4).
    """
    return word in SDO or word == URIRef(f"{SDO}query-input")


def test_a_word_of_our_invention_would_be_found():
    assert is_known(SDO.availabilityStarts)
    assert not is_known(URIRef(f"{SDO}availabilityBegins"))


def test_a_call_is_a_demand_of_its_buyer(client):
    call = TenderFactory(open=True)

    graph = graph_of(client, address(call, "en"))

    (demand,) = graph.subjects(RDF.type, SDO.Demand)
    assert str(graph.value(demand, SDO.identifier)) == call.ocid
    (buyer,) = graph.subjects(SDO.seeks, demand)
    assert (buyer, RDF.type, SDO.GovernmentOrganization) in graph


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
