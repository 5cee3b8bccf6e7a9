"""Categories are found by plain words, in either language."""

import pytest

from marketplace.reference.models import Category
from marketplace.reference.postal import region_of
from marketplace.reference.suggesting import categories_for

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Nous refaisons des sites Web municipaux avec Wagtail.", "81112103"),
        ("We redesign municipal websites.", "81112103"),
        ("Essais d’intrusion et audits de sécurité", "81111801"),
        ("penetration tests", "81111801"),
        ("On rend les formulaires accessibles au téléphone", "81111509"),
        ("Accessibilité et recherche auprès des utilisateurs", "81111820"),
        ("Migration de vieilles données", "81112010"),
        ("Cours et ateliers pour les équipes", "86101700"),
    ],
)
def test_a_sentence_finds_its_category_first_or_nearly(sentence, code):
    assert code in categories_for(sentence)[:2]


@pytest.mark.parametrize("sentence", ["", "   ", "Bonjour à tous", "& | ! ( 'x", "nul\0octet"])
def test_a_sentence_that_says_nothing_of_them_suggests_none(sentence):
    assert categories_for(sentence) == []


def test_no_more_than_five_are_suggested():
    everything = " ".join(Category.objects.values_list("words", flat=True))

    assert len(categories_for(everything)) == 5


@pytest.mark.parametrize(
    ("code", "region"), [("G5L 1A1", "01"), ("H7N 5H9", "13"), ("H2X 1Y4", "06"), ("J0A 1A0", "")]
)
def test_a_postal_code_tells_its_region_where_that_is_sure(code, region):
    assert region_of(code) == region
