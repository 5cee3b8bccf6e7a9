"""Typing mistakes find the titles that were meant."""

import pytest

from tenders.actions.notice import show_notices
from tenders.models import Notice, TitleWord
from tenders.queries.near import near_titles
from tenders.queries.search import AWARDS
from tests.factories import TenderFactory
from tests.tenders import stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def rink():
    return TenderFactory(
        open=True, title_fr="Réseau d'éclairage de la patinoire", title_en="Rink lighting network"
    )


def near(q: str) -> list[int]:
    return [row.pk for row in near_titles(Notice.objects.all(), q)]


def test_typing_mistakes_find_near_titles(rink):
    tender = TenderFactory(open=True)

    assert near("formulare de permi") == [tender.pk]
    assert near("rebuid form") == [tender.pk]
    assert near("zzzzzz") == []


@pytest.mark.parametrize(
    "q",
    ["patinore", "patimoare", "PATINOIR", "pâtinnoire", "reseu", "réseo", "eclairag",
     "rikn ligthing", "ligting netwok", "patinoire lightng", "patinoire zzzzzz",
     "rseau -patinoire", "d'éclairrage"],
)  # fmt: skip
def test_wrong_letters_accents_and_either_language_are_forgiven(rink, q):
    TenderFactory(open=True)

    assert near(q) == [rink.pk]


@pytest.mark.parametrize("q", ["", "zz", "20", "-patinore", "zzzzzz qqqqqq", "& | ! <-> :*"])
def test_what_is_near_nothing_finds_nothing(rink, q):
    assert near(q) == []


@pytest.mark.parametrize(
    "q", ["\0patinore", "patinore & | ! (", "'; DROP TABLE x -- patinore", "patinore " * 2_000]
)
def test_odd_characters_and_length_are_no_matter(rink, q):
    assert near(q) == [rink.pk]


def test_no_more_than_so_many_words_are_mended(rink, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        assert near(" ".join(f"{chr(97 + n)}zzqq" for n in range(20)) + " patinore") == []
    assert near("é" * 10_000) == []


def test_words_that_are_never_said_together_find_what_says_either(rink):
    tender = TenderFactory(open=True)

    assert near("rink permit") == [tender.pk, rink.pk]


def test_a_word_that_no_title_has_any_more_leads_to_its_like(rink):
    TitleWord.objects.create(word="patinore")

    assert near("patinore") == [rink.pk]


def test_the_nearest_title_comes_first():
    keep, upkeep = (
        TenderFactory(open=True, title_fr=title, title_en="").pk
        for title in ("Entretenir les arénas", "Entretien")
    )

    assert near("entretein") == [upkeep, keep]
    assert near("entretein qqqqqq") == [upkeep, keep]
    assert near("arenas entretein") == [keep]


def test_what_only_a_text_says_is_offered_where_no_title_says_it():
    said = TenderFactory(open=True, title_fr="Glace", title_en="", need_fr="Une patinoire.")
    TitleWord.objects.create(word="patinoire")

    assert near("patinore") == [said.pk]

    title = TenderFactory(open=True, title_fr="Patinoire", title_en="")
    assert near("patinore") == [title.pk]


def test_only_what_is_listed_is_offered(rink):
    tender = stages.published(award_method="lowest_price", title_en="Rink dashboard")
    stages.awarded(stages.opened(tender), stages.bid(tender, price="12000.00"))
    found = Notice.objects.filter(awarded_at__isnull=False)

    assert [row.pk for row in near_titles(found, "rikn", listing=AWARDS)] == [tender.pk]


def test_beyond_the_newest_the_index_is_asked(rink, monkeypatch):
    TenderFactory(open=True)
    monkeypatch.setattr("tenders.queries.near.NEWEST", 1)

    assert near("patinore") == [rink.pk]
    assert Notice.objects.order_by("pk").first().pk == rink.pk


def words() -> set[str]:
    return set(TitleWord.objects.values_list("word", flat=True))


def test_the_words_of_a_title_are_known_at_once_and_once(rink):
    assert words() == {"reseau", "eclairage", "patinoire", "rink", "lighting", "network"}

    show_notices([rink.pk])

    assert TitleWord.objects.count() == 6


def test_the_words_of_a_draft_are_not_known():
    TenderFactory(in_review=True)

    assert words() == set()
