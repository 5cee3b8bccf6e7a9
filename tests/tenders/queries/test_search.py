"""Finding calls: words in both languages, typing mistakes, filters, order."""

from datetime import timedelta
from decimal import Decimal

import pytest

from marketplace.clock import now
from marketplace.reference.models import Category
from marketplace.web.search import count_up_to_cap
from tenders.queries.search import MARK, Search, find_tenders, near_titles
from tests.factories import BuyerFactory, TenderFactory, weekday
from tests.tenders import stages

pytestmark = pytest.mark.django_db


def numbers(search: Search, language: str = "fr") -> set[str]:
    found = find_tenders(search, language=language, at=now())
    return set(found.values_list("number", flat=True))


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
        ("' OR 1=1; -- & | ! <-> :* (", "fr", False),
    ],
)
def test_words_are_found_in_the_readers_language(q, language, is_found):
    tender = TenderFactory(open=True)

    assert numbers(Search(q=q), language) == ({tender.number} if is_found else set())


def test_a_call_without_english_is_found_in_french_by_english_readers():
    tender = TenderFactory(open=True, title_en="", summary_en="", need_en="")

    assert numbers(Search(q="formulaires"), "en") == {tender.number}


def test_a_call_is_found_by_its_number_and_its_buyers_name():
    tender = TenderFactory(open=True, buyer=BuyerFactory(name_fr="Ville de Témiscaming"))
    TenderFactory(open=True)

    assert numbers(Search(q=tender.number.lower())) == {tender.number}
    assert numbers(Search(q="temiscaming")) == {tender.number}


def test_the_snippet_marks_the_words_found():
    TenderFactory(open=True)

    found = find_tenders(Search(q="citoyens"), language="fr", at=now()).get()

    assert f"Les {MARK[0]}citoyens{MARK[1]} abandonnent" in found.snippet


def test_typing_mistakes_find_near_titles():
    tender = TenderFactory(open=True)
    TenderFactory(open=True, title_fr="Entretien de la patinoire", title_en="Rink care")

    assert [near.pk for near in near_titles("formulare de permi", language="fr")] == [tender.pk]
    assert [near.pk for near in near_titles("rebuid form", language="en")] == [tender.pk]
    assert near_titles("zzzzzz", language="fr") == []


def test_views_tell_open_closing_soon_and_closed_apart():
    at = now()
    late = TenderFactory(open=True, at=at, submission_deadline=weekday((at + timedelta(28)).date()))
    soon = TenderFactory(open=True, at=at - timedelta(days=20))
    closed = stages.published()
    stages.advance(soon, submission_deadline=at + timedelta(days=2))

    assert numbers(Search(view="open")) == {late.number, soon.number}
    assert numbers(Search(view="soon")) == {soon.number}
    assert numbers(Search(view="closed")) == {closed.number}
    assert numbers(Search(view="all")) == {late.number, soon.number, closed.number}


def test_drafts_are_in_no_view():
    TenderFactory(in_review=True)

    assert numbers(Search(view="all")) == set()


@pytest.mark.parametrize(
    ("filters", "is_found"),
    [
        ({"region": "01"}, True),
        ({"region": "06"}, False),
        ({"place": "hybrid"}, True),
        ({"place": "remote"}, False),
        ({"budget": "25000-50000"}, True),
        ({"budget": "10000-25000"}, False),
        ({"budget": "50000-"}, False),
        ({"method": "adjusted_price"}, True),
        ({"method": "lowest_price"}, False),
    ],
)
def test_filters(filters, is_found):
    tender = TenderFactory(open=True, region="01", city="Rimouski", place="hybrid")

    assert numbers(Search(**filters)) == ({tender.number} if is_found else set())


def test_a_hidden_budget_is_not_found_by_its_range():
    TenderFactory(open=True, budget=Decimal(45000), budget_is_public=False)

    assert numbers(Search(budget="25000-50000")) == set()


@pytest.mark.parametrize(
    ("code", "is_found"),
    [("81111509", True), ("81111500", True), ("81110000", True), ("81112000", False)],
)
def test_a_category_finds_what_is_under_it(code, is_found):
    tender = TenderFactory(open=True, main_category_id="81111509")
    category = Category.objects.filter(pk=code).first()
    if category is None:
        category = Category(code=code, level="class")

    assert numbers(Search(category=category)) == ({tender.number} if is_found else set())


def test_a_second_category_counts_too():
    tender = TenderFactory(open=True, main_category_id="81111509")
    other = Category.objects.get(pk="81112103")
    tender.categories.add(other)

    assert numbers(Search(category=other)) == {tender.number}


def test_the_count_stops_at_its_cap(monkeypatch):
    monkeypatch.setattr("marketplace.web.search.COUNT_CAP", 2)
    for _ in range(3):
        TenderFactory(open=True)

    assert count_up_to_cap(find_tenders(Search(), language="fr", at=now())) == 2
