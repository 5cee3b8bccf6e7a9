"""Before a call is published, both of its languages are looked at, text by text."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils.html import strip_tags

from marketplace.clock import now
from tenders.actions.publication import NotReady, submit_for_review
from tenders.queries.completeness import languages
from tenders.values import Capability, CriterionText, DeliverableText
from tests.factories import CONDITIONS, CRITERIA, TenderFactory, officer
from tests.tenders.everything import everything
from tests.tenders.test_publication_pages import page, signed_in

pytestmark = pytest.mark.django_db

WHOLE = {
    "deliverables": (
        DeliverableText("Prototype", "Working model", "Essayé par cinq", "Tried by five"),
    ),
}
IN_FRENCH = {
    "title_en": "",
    "summary_en": "",
    "need_en": "",
    "conditions": [replace(row, title_en="") for row in CONDITIONS],
    "criteria": [replace(row, title_en="") for row in CRITERIA],
    "deliverables": [DeliverableText("Prototype", "", "Essayé par cinq personnes")],
}


def doubts(french, english):
    tender = TenderFactory(need_fr=french, need_en=english)
    return [str(doubt) for row in languages(tender).rows for doubt in row.doubts]


@pytest.mark.parametrize(
    ("texts", "state"), [(WHOLE, "whole"), ({}, "begun"), (IN_FRENCH, "french")]
)
def test_a_call_is_in_both_languages_in_one_or_half_translated(texts, state):
    assert languages(TenderFactory(**texts)).state == state


def test_every_text_of_the_call_is_counted_in_each_language():
    tender = TenderFactory(summary_en="")

    assert [
        (str(row.label), row.french, row.english, row.of) for row in languages(tender).rows
    ] == [
        ("Titre", 1, 1, 1),
        ("Résumé", 1, 0, 1),
        ("Besoin", 1, 1, 1),
        ("Livrables", 2, 2, 2),
        ("Acceptation des livrables", 2, 0, 2),
        ("Conditions", 1, 1, 1),
        ("Critères", 3, 3, 3),
    ]


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Il y a 1 200 pages, 35 000,00 $ et 1,5 jour.", "1,200 pages, $35,000 and 1.5 days."),
        ("Le 3 mars 2026 à 14 h 00.", "On March 3, 2026 at 2:00 p.m."),
        ("Un besoin.", ""),
    ],
)
def test_what_both_languages_say_raises_no_doubt(french, english):
    assert doubts(french, english) == []


@pytest.mark.parametrize(
    ("french", "english", "doubt"),
    [
        ("Dans 30 jours.", "In 20 days.", "30"),
        ("Dans 30 jours.", "In 20 days.", "20"),
        ("Refaire le formulaire.", "Refaire le formulaire.", "Refaire le formulaire."),
        ("Il faut " + "tout " * 30, "All of it.", "Il faut tout"),
    ],
)
def test_what_the_languages_say_differently_is_pointed_at(french, english, doubt):
    assert any(doubt in said for said in doubts(french, english))


@pytest.mark.parametrize(
    ("part", "section"),
    [
        ({"deliverables": [DeliverableText("Prototype", "", "", "Tried by five")]}, "deliverables"),
        (
            {
                "criteria": [
                    CriterionText("Besoin", Decimal(40), "Need", "", "Well understood"),
                    *CRITERIA[1:],
                ]
            },
            "evaluation",
        ),
    ],
)
def test_a_text_in_english_only_is_not_published(part, section):
    tender = TenderFactory(**part)
    before = everything()

    with pytest.raises(NotReady) as refusal:
        submit_for_review(tender_id=tender.pk, actor=tender.author, at=now())

    assert [lack.section for lack in refusal.value.lacks] == [section]
    assert everything() == before


def test_author_and_approver_see_what_is_missing_and_what_differs():
    tender = TenderFactory(in_review=True, need_fr="Dans 30 jours.", need_en="In 20 days.")
    approver = officer(tender.buyer, Capability.APPROVER)

    shown = signed_in(approver).get(page("approval", tender)).text

    assert "L’anglais est commencé, mais pas terminé" in shown
    assert "Les deux langues disent-elles la même chose" in shown
    words = " ".join(strip_tags(shown).split())
    assert "Acceptation des livrables complet manquant" in words


def test_a_call_in_both_languages_is_said_to_be_so():
    tender = TenderFactory(**WHOLE)

    shown = signed_in(tender.author).get(page("draft_review", tender)).text

    assert "Tout est dit en français et en anglais." in shown
    assert page("draft_need", tender) in shown
