import ast
import json
from decimal import Decimal
from pathlib import Path

import pytest

import tenders.scoring
from tenders.scoring import Offer, Rules, Weighing, as_json, note_formula, price_formula, rank
from tenders.values import AwardMethod

RULES = Rules(
    AwardMethod.ADJUSTED_PRICE,
    (Weighing("method", Decimal("60.00"), Decimal("70.00")), Weighing("team", Decimal("40.00"))),
    k=Decimal("0.150"),
)
OFFERS = [
    Offer("bid-1", Decimal("18000.00"), {"method": Decimal("85.00"), "team": Decimal("85.00")}),
    Offer("bid-2", None, {"method": Decimal("60.50"), "team": Decimal("90.00")}),
]


@pytest.fixture
def ranking():
    return rank(OFFERS, RULES, seed="5eed")


@pytest.mark.parametrize(
    ("language", "note", "price"),
    [
        (
            "fr",
            "60 % × 85 + 40 % × 85 = 85",
            "18 000,00 $ ÷ (1 + 0,15 × (85 − 70) ÷ 30) ≈ 16 744,19 $",
        ),
        (
            "en",
            "60% × 85 + 40% × 85 = 85",
            "$18,000.00 ÷ (1 + 0.15 × (85 − 70) ÷ 30) ≈ $16,744.19",
        ),
    ],
)
def test_a_formula_shows_every_figure(ranking, language, note, price):
    shown = [
        formula(RULES, ranking.of("bid-1"), language).replace("\u00a0", " ")
        for formula in (note_formula, price_formula)
    ]
    assert shown == [note, price]


def test_exact_cents_are_equal_and_others_nearly_so():
    offers = [Offer("a", Decimal(23000), {"method": Decimal(100), "team": Decimal(100)})]
    standing = rank(offers, RULES, seed="").of("a")
    assert price_formula(RULES, standing, "en").endswith("= $20,000.00")


def test_exact_notes_are_shown_to_the_last_digit(ranking):
    assert note_formula(RULES, ranking.of("bid-2"), "en") == "60% × 60.5 + 40% × 90 = 72.3"


def test_a_price_that_stays_sealed_has_no_formula(ranking):
    assert price_formula(RULES, ranking.of("bid-2"), "fr") == ""


def test_methods_without_adjustment_show_the_price():
    rules = Rules(AwardMethod.LOWEST_PRICE)
    standing = rank([Offer("a", Decimal(100))], rules, seed="").of("a")
    assert (note_formula(rules, standing, "en"), price_formula(rules, standing, "en")) == (
        "",
        "$100.00",
    )


def test_the_record_holds_what_it_takes_to_work_the_result_out_again(ranking):
    record = as_json(ranking)
    assert json.loads(json.dumps(record)) == record
    assert record["rules"] == {
        "method": "adjusted_price",
        "criteria": [
            {"key": "method", "weight": "60.00", "pass_mark": "70.00"},
            {"key": "team", "weight": "40.00", "pass_mark": None},
        ],
        "minimum_note": "70",
        "k": "0.150",
        "ceiling": None,
        "currency": "CAD",
    }
    assert record["seed"] == "5eed"
    first, second = record["standings"]
    assert first | {"ticket": "", "note_formula": {}, "price_formula": {}} == {
        "bid": "bid-1",
        "rank": 1,
        "acceptable": True,
        "shortfalls": [],
        "notes": {"method": "85.00", "team": "85.00"},
        "note": "85.000000",
        "price": "18000.00",
        "adjusted_price": "16744.19",
        "tie_break": "",
        "ticket": "",
        "note_formula": {},
        "price_formula": {},
    }
    assert second["shortfalls"] == [
        {"code": "quality", "criterion": "method", "given": "60.50", "required": "70.00"}
    ]
    assert (second["rank"], second["price"], second["adjusted_price"]) == (None, None, None)


def test_no_float_is_written_in_the_scoring_modules():
    for module in Path(tenders.scoring.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), module
            assert not (isinstance(node, ast.Name) and node.id == "float"), module
