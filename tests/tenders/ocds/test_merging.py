"""Merging all releases of a call gives exactly its present state."""

from io import StringIO
from typing import Any

import orjson
import pytest
from django.core.management import call_command

from tenders.models import Record, Release, Tender
from tenders.ocds.erasure import erased
from tests.tenders import stages

pytestmark = pytest.mark.django_db


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: without_nulls(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def present_state(tender: Tender) -> Any:
    last = tender.releases.order_by("number").last()
    assert last is not None
    state = without_nulls(orjson.loads(last.body))
    return {k: v for k, v in state.items() if k not in ("id", "date", "tag")}


def merged(tender: Tender) -> Any:
    state = orjson.loads(Record.objects.get(tender=tender).compiled)
    assert state.pop("tag") == ["compiled"]
    state.pop("id")
    state.pop("date")
    return state


def test_the_compiled_release_is_the_present_state_after_every_step():
    tender = stages.published(award_method="lowest_price")
    assert merged(tender) == present_state(tender)
    stages.ask(tender, "Combien de pages ?", "Douze.")
    assert merged(tender) == present_state(tender)
    stages.amend(tender, {"title_en": "", "summary_en": "", "budget_is_public": False})
    assert merged(tender) == present_state(tender)
    stages.bid(tender, price="18000.00")
    winner = stages.bid(tender, price="17000.00")
    stages.opened(tender)
    assert merged(tender) == present_state(tender)
    stages.awarded(tender, winner)
    assert merged(tender) == present_state(tender)


def test_a_text_taken_back_is_gone_from_the_compiled_release():
    tender = stages.published()
    assert merged(tender)["tender"]["title_en"] == "Rebuild of the permit request form"

    stages.amend(tender, {"title_en": "", "budget_is_public": False})

    state = merged(tender)
    assert "title_en" not in state["tender"]
    assert state["tender"]["value"] == {"currency": "CAD"}
    assert "valueIsMaximum" not in state["tender"]


def test_an_object_that_left_a_list_keeps_only_its_id():
    tender = stages.published()
    gone = tender.deliverables.first()
    gone_id = str(gone.pk)
    gone.delete()

    stages.amend(tender, {"city": "Rimouski"})

    found = {item["id"]: item for item in merged(tender)["tender"]["milestones"]}
    assert found[gone_id] == {"id": gone_id}


def test_what_was_erased_once_is_not_erased_again():
    before = {"a": None, "list": [{"id": "1", "x": None}], "b": {"c": 1}}

    assert erased(before, {"list": [{"id": "2"}]}) == {
        "list": [{"id": "2"}, {"id": "1"}],
        "b": {"c": None},
    }


def test_release_ids_and_numbers_follow_each_other():
    tender = stages.published()
    stages.ask(tender, "Combien ?", "Trois.")

    assert list(Release.objects.values_list("release_id", "number", "tags")) == [
        (f"{tender.ocid}-0001", 1, ["tender"]),
        (f"{tender.ocid}-0002", 2, ["tenderUpdate"]),
    ]


def test_releases_from_before_there_were_records_are_merged_once():
    tender = stages.published()
    stages.ask(tender, "Combien ?", "Trois.")
    kept = Record.objects.values().get()
    Record.objects.all().delete()
    said = StringIO()

    call_command("merge_records", stdout=said)
    call_command("merge_records", stdout=said)

    assert said.getvalue() == "1 records made\n0 records made\n"
    assert Record.objects.values().get() == kept
