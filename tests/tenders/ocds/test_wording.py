"""Every code of ours has its word in open data."""

import csv

import pytest

from tenders.ocds import wording
from tenders.ocds.schemas import OURS
from tenders.states import UNPUBLISHED, TenderStatus
from tenders.values import AwardMethod, Clause, Disqualification, Licence, Place, Procedure

EVERY = [
    (wording.PROCEDURE, Procedure),
    (wording.PROCEDURE_DETAILS, Procedure),
    (wording.AWARD_CRITERIA, AwardMethod),
    (wording.AWARD_METHOD, AwardMethod),
    (wording.AWARD_DETAILS, AwardMethod),
    (wording.PLACE, Place),
    (wording.CLAUSE, Clause),
    (wording.DISQUALIFICATION, Disqualification),
    (wording.LICENCE, Licence),
]


@pytest.mark.parametrize(("words", "codes"), EVERY)
def test_every_code_has_its_word(words, codes):
    assert set(words) == set(codes.values)


def test_every_public_status_of_a_call_has_its_word():
    assert set(wording.TENDER_STATUS) == set(TenderStatus) - set(UNPUBLISHED)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("awardMethod.csv", wording.AWARD_METHOD),
        ("workArrangement.csv", wording.PLACE),
        ("reservation.csv", wording.RESERVED_FOR),
        ("contractClause.csv", wording.CLAUSE),
        ("disqualification.csv", {**wording.DISQUALIFICATION, "lapsed": wording.LAPSED}),
    ],
)
def test_our_codelists_hold_exactly_our_words(name, words):
    with (OURS / "codelists" / name).open(encoding="utf-8", newline="") as rows:
        assert {row["Code"] for row in csv.DictReader(rows)} == set(words.values())
