"""A call that lacks something is not sent for review, and is told what it lacks."""

from dataclasses import replace
from decimal import Decimal

import pytest

from marketplace.clock import now
from tenders.actions.publication import NotReady, submit_for_review
from tenders.models import Tender
from tests.factories import CRITERIA, DELIVERABLES, TenderFactory
from tests.tenders.everything import everything

pytestmark = pytest.mark.django_db

HALF = replace(CRITERIA[0], weight=Decimal("50.5"))


@pytest.mark.parametrize(
    ("lacking", "section", "field"),
    [
        ({"title_fr": ""}, "basics", "title_fr"),
        ({"summary_fr": ""}, "basics", "summary_fr"),
        ({"main_category_id": None}, "basics", "main_category_id"),
        ({"need_fr": " "}, "need", "need_fr"),
        ({"deliverables": ()}, "deliverables", ""),
        (
            {"deliverables": (replace(DELIVERABLES[0], share=Decimal(40)), DELIVERABLES[1])},
            "deliverables",
            "",
        ),
        (
            {"deliverables": [replace(row, share=Decimal(49)) for row in DELIVERABLES]},
            "deliverables",
            "",
        ),
        ({"budget": None}, "contract", "budget"),
        ({"budget": Decimal("90000.01")}, "contract", "budget"),
        ({"place": "on_site"}, "contract", "city"),
        ({"contract_end": None}, "contract", "contract_start"),
        ({"award_method": "best_quality", "budget_is_public": False}, "contract", "budget"),
        ({"criteria": CRITERIA[:2]}, "evaluation", ""),
        ({"criteria": (HALF, *CRITERIA[1:])}, "evaluation", ""),
        ({"k": Decimal("0.31")}, "evaluation", "k"),
        ({"k": None}, "evaluation", "k"),
        ({"minimum_quality": None}, "evaluation", "minimum_quality"),
        ({"enquiry_deadline": None}, "dates", "enquiry_deadline"),
    ],
)
def test_an_incomplete_call_is_not_sent_for_review(lacking, section, field):
    lacking = {"title_fr": "Un titre", **lacking} if "title_fr" not in lacking else lacking
    tender = TenderFactory(**{**lacking, "title_fr": "Un titre"})
    Tender.objects.filter(pk=tender.pk).update(title_fr=lacking["title_fr"])
    before = everything()

    with pytest.raises(NotReady) as refusal:
        submit_for_review(tender_id=tender.pk, actor=tender.author, at=now())

    assert (section, field) in [(lack.section, lack.field) for lack in refusal.value.lacks]
    assert everything() == before
