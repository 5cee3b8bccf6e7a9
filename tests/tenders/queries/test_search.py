"""Finding calls: words in both languages, typing mistakes, filters, order."""

from datetime import timedelta
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.http import QueryDict

from marketplace.clock import now
from marketplace.reference.models import Category
from tenders.actions.notice import show_notices
from tenders.forms.search import read_search
from tenders.queries import counts
from tenders.queries.counts import count_facets
from tenders.queries.find import estimate, find, in_order, snippets
from tenders.queries.search import AWARDS, CALLS, MARK, Search
from tests.factories import BuyerFactory, TenderFactory, weekday
from tests.tenders import stages

pytestmark = pytest.mark.django_db


def asked(query: str, listing=CALLS) -> Search:
    return read_search(listing, QueryDict(query))


def numbers(query: str, language: str = "fr", listing=CALLS) -> set[str]:
    found = find(asked(query, listing), language=language, at=now())
    return set(found.values_list("tender__number", flat=True))


@pytest.mark.parametrize(
    ("q", "language", "is_found"),
    [
        ("formulaires", "fr", True),
        ("accessibles", "fr", True),
        ("téléphone", "fr", True),
        ("telephone", "fr", True),
        ('"demande de permis"', "fr", True),
        ('"permis de demande"', "fr", False),
        ("formulaire -permis", "fr", False),
        ("formulaire OR drone", "fr", True),
        ("drone", "fr", False),
        ("forms", "en", True),
        ("formulaire", "en", False),
        ("formul*", "fr", True),
        ("formul* acces*", "fr", True),
        ("formulaire -perm*", "fr", False),
        ("xyz*", "fr", False),
        ("'*", "fr", False),
        ("' OR 1=1; -- & | ! <-> :* (", "fr", False),
    ],
)
def test_words_are_found_in_the_readers_language(q, language, is_found):
    tender = TenderFactory(open=True)

    assert numbers(f"q={quote(q)}", language) == ({tender.number} if is_found else set())


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("soumission", "soumissions"),
        ("soumissions", "soumission"),
        ("appel", "appels"),
        ("réseaux", "reseau"),
        ("réseau", "réseaux"),
        ("logiciel libre", "logiciels libres"),
        ("logiciels libres", '"logiciel libre"'),
        ("portail municipal", "portails municipaux"),
        ("données ouvertes", "donnee ouverte"),
        ("travaux", "travail"),
        ("journal", "journaux"),
        ("transmission des permis", "transmissions -drone"),
    ],
)
def test_a_word_finds_its_other_number(said, asked):
    tender = TenderFactory(open=True, title_fr=f"Outil pour {said}")

    assert numbers(f"q={quote(asked)}&view=all") == {tender.number}


def test_the_snippet_marks_a_word_in_its_other_number():
    tender = TenderFactory(open=True, summary_fr="Un outil pour recevoir une soumission.")

    found = snippets([tender.pk], "soumissions", language="fr")

    assert f"une {MARK[0]}soumission{MARK[1]}." in found[tender.pk]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=drone", {"Un", "Deux", "Loin"}),
        ("q=drone+arpentage", {"Deux"}),
        ("q=%22drone+arpentage%22", set()),
        ("q=%22arpentage+par+drone%22", {"Deux"}),
        ("q=drone+-arpentage", {"Un", "Loin"}),
        ("q=drone+-%22arpentage+drone%22", {"Un", "Deux", "Loin"}),
        ("q=-drone", {"Autre"}),
        ("q=arpentage+OR+inventaire", {"Un", "Deux"}),
        ("q=arpent*", {"Deux"}),
        ("q=drone&region=01", {"Un", "Deux"}),
        ("q=drone+inventaire&region=03", set()),
    ],
)
@pytest.mark.parametrize(
    ("expected", "many", "sorted_", "order"),
    [(0, 4, 9, "-rank"), (5, 4, 9, "-moment"), (5, 4, 0, "-published_at"),
     (5, -1, 0, "-published_at")],
)  # fmt: skip
def test_the_same_is_found_and_counted_whatever_the_planner_expects(
    query, found, expected, many, sorted_, order, monkeypatch
):
    """Ranked; sorted, as expected or not; by the dates, by key where the index knows few."""
    for title, summary, region in (
        ("Un", "Un drone et un inventaire.", "01"),
        ("Deux", "Un arpentage par drone.", "01"),
        ("Loin", "Un drone.", "03"),
        ("Autre", "Un formulaire.", "01"),
    ):
        TenderFactory(
            open=True, title_fr=title, summary_fr=summary, need_fr=summary, region=region, city="Là"
        )
    monkeypatch.setattr("tenders.queries.find.estimate", lambda _found: expected)
    monkeypatch.setattr("tenders.queries.find.MANY", many)
    monkeypatch.setattr("tenders.queries.find.SORTED", sorted_)
    search = asked(f"view=all&{query}")

    rows, names = in_order(find(search, language="fr", at=now()), search, language="fr")

    assert names[0] == order
    assert {row.title_fr for row in rows.order_by(*names)} == found
    assert count_facets(search, language="fr", at=now()).total == len(found)


def test_a_call_without_english_is_found_in_french_by_english_readers():
    tender = TenderFactory(open=True, title_en="", summary_en="", need_en="")

    assert numbers("q=formulaires", "en") == {tender.number}


def test_a_call_is_found_by_its_number_and_its_buyers_name():
    tender = TenderFactory(open=True, buyer=BuyerFactory(name_fr="Ville de Témiscaming"))
    TenderFactory(open=True)

    assert numbers(f"q={tender.number.lower()}") == {tender.number}
    assert numbers("q=temiscaming") == {tender.number}


def test_the_snippet_marks_the_words_found():
    tender = TenderFactory(open=True)

    found = snippets([tender.pk], "citoyens", language="fr")

    assert f"Les {MARK[0]}citoyens{MARK[1]} abandonnent" in found[tender.pk]


def test_views_tell_open_and_closed_apart_by_the_clock():
    at = now()
    late = TenderFactory(open=True, at=at, submission_deadline=weekday((at + timedelta(28)).date()))
    soon = TenderFactory(open=True, at=at - timedelta(days=20))
    closed = stages.published()
    stages.advance(soon, submission_deadline=at + timedelta(days=2))
    show_notices([soon.pk])

    assert numbers("") == {late.number, soon.number}
    assert numbers("closing=5") == {soon.number}
    assert numbers("view=closed") == {closed.number}
    assert numbers("view=all") == {late.number, soon.number, closed.number}


def test_drafts_are_in_no_view():
    TenderFactory(in_review=True)

    assert numbers("view=all") == set()


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("region=01", True),
        ("region=06", False),
        ("region=06&region=01", True),
        ("place=hybrid", True),
        ("place=remote", False),
        ("budget=25000-50000", True),
        ("budget=10000-25000", False),
        ("budget=50000-", False),
        ("method=adjusted_price", True),
        ("method=lowest_price", False),
        ("licence=LiLiQ-P-1.1", True),
        ("licence=MIT", False),
        ("region=01&place=hybrid&budget=25000-50000", True),
        ("region=01&place=remote", False),
        ("region=nowhere&place=", True),
        ("buyer=nobody", False),
    ],
)
def test_filters(query, is_found):
    tender = TenderFactory(open=True, region="01", city="Rimouski", place="hybrid")

    assert numbers(query) == ({tender.number} if is_found else set())


def test_a_hidden_budget_is_not_found_by_its_range():
    TenderFactory(open=True, budget=Decimal(45000), budget_is_public=False)

    assert numbers("budget=25000-50000") == set()


@pytest.mark.parametrize(
    ("code", "is_found"),
    [("81111509", True), ("81111500", True), ("81110000", True), ("81112000", False)],
)
def test_a_category_finds_what_is_under_it(code, is_found):
    tender = TenderFactory(open=True, main_category_id="81111509")

    assert numbers(f"category={code}") == ({tender.number} if is_found else set())


def test_a_second_category_counts_too():
    tender = TenderFactory(open=True, main_category_id="81111509")
    tender.categories.add(Category.objects.get(pk="81112103"))
    show_notices([tender.pk])

    assert numbers("category=81112103") == {tender.number}


def test_awards_are_found_by_firm_price_and_size():
    tender = stages.published(award_method="lowest_price")
    winner = stages.bid(tender, price="12000.00")
    stages.awarded(stages.opened(tender), winner)
    TenderFactory(open=True)

    for query in ("", f"q={quote(winner.vendor.legal_name)}", "price=10000-25000", "size=micro"):
        assert numbers(query, listing=AWARDS) == {tender.number}
    assert numbers("price=0-10000", listing=AWARDS) == set()


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("sort=newest&region=03&q=web&region=01", "q=web&region=03&region=01&sort=newest"),
        ("view=open&status=open&cursor=x", ""),
        ("status=awarded&view=closed&closing=5", "view=closed&status=awarded"),
        ("sort=newest", ""),
        ("sort=relevance&view=nothing", ""),
    ],
)
def test_a_search_has_one_address(query, canonical):
    assert asked(query).query == canonical


def test_a_value_is_chosen_and_let_go():
    search = asked("place=remote&region=01")
    region = next(facet for facet in search.facets if facet.name == "region")

    assert search.toggled(region, "03").query == "region=01&region=03&place=remote"
    assert search.toggled(region, "01").query == "place=remote"


def counted(query: str, facet: str) -> dict[str, int]:
    found = count_facets(asked(query), language="fr", at=now())
    return {count.value: count.number for count in found.by_facet[facet]}


def test_counts_are_what_choosing_one_more_would_find():
    for region in ("01", "01", "03"):
        TenderFactory(open=True, region=region, city="Là", place="hybrid")
    TenderFactory(open=True)

    assert counted("", "region") == {"01": 2, "03": 1}
    assert counted("region=01", "region") == {"01": 2, "03": 1}
    assert counted("region=01", "place") == {"hybrid": 2}
    assert counted("place=remote", "region") == {}
    assert counted("buyer=nobody", "buyer")["nobody"] == 0
    assert count_facets(asked("place=hybrid"), language="fr", at=now()).total == 3


def test_counts_stop_at_their_cap(monkeypatch):
    monkeypatch.setattr(counts, "CAP", 2)
    for _ in range(3):
        TenderFactory(open=True)

    found = count_facets(asked(""), language="fr", at=now())

    assert (found.total, found.is_capped) == (2, True)


def test_what_is_said_in_the_title_comes_first_and_common_words_are_not_ranked(monkeypatch):
    named = TenderFactory(open=True, at=now() - timedelta(days=1), title_fr="Drone de relevés")
    TenderFactory(open=True, need_fr="Un inventaire, peut-être fait par drone.")
    search = asked("q=drone")
    found = find(search, language="fr", at=now())

    ranked, order = in_order(found, search, language="fr")
    monkeypatch.setattr("tenders.queries.find.MANY", 0)
    _unranked, plain = in_order(found, search, language="fr")

    assert order[0] == "-rank"
    assert ranked.order_by(*order).first().pk == named.pk
    monkeypatch.setattr("tenders.queries.find.MANY", 1)
    monkeypatch.setattr("tenders.queries.find.estimate", lambda _found: 1)
    _unranked, counted_too = in_order(found, search, language="fr")
    assert plain[0] == counted_too[0] == "-moment"
    assert estimate(found) >= 1
