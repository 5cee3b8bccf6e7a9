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


def graph_of(client, path: str) -> Graph:
    found = FACTS.findall(client.get(path).content.decode())
    assert found, path
    graph = Graph()
    for text in found:
        told = json.loads(text)
        assert told["@context"] == "https://schema.org"
        graph.parse(data=json.dumps({**told, "@context": HERE}), format="json-ld")
    return graph


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_kind_of_page_is_told_in_the_words_of_schema_org(client, language):
    load_content(datetime(2026, 1, 5, tzinfo=UTC))
    awarded, firm = awarded_on_quality(), VendorFactory()
    call = TenderFactory(open=True)
    pages = [
        f"/{language}/",
        address(call, language),
        address(awarded, language),
        named("tenders:buyer", call.buyer.slug, language=language),
        named("vendors:detail", firm.public_id, language=language),
    ]

    for path in pages:
        graph = graph_of(client, path)
        words = {each for each in graph.predicates() if each != RDF.type}
        kinds = set(graph.objects(predicate=RDF.type))
        assert kinds, path
        unknown = [word for word in words | kinds if not is_known(word)]
        assert unknown == [], path


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
