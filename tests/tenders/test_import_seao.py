"""SEAO's files are taken over as they are, once, and never mixed with our calls."""

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from marketplace.clock import now
from tenders.models import PastNotice, Release, Tender
from tenders.ocds.seao import past_notice, releases_in

pytestmark = pytest.mark.django_db
SAMPLE = settings.BASE_DIR / "marketplace/demo/data/seao_sample.json"


def release(**changes):
    told = {
        "ocid": "ocds-ec9k95-1740136",
        "id": "1",
        "date": "2024-05-06T10:00:00-04:00",
        "parties": [
            {"id": "OP-1", "name": "Ville de Rimouski", "roles": ["buyer"]},
            {"id": "FO-1143920115", "details": {"neq": "1143920115"}},
        ],
        "tender": {
            "id": "VM-2022-02(G)",
            "title": "Refonte du\n site Web",
            "procurementMethod": "open",
            "items": [
                {
                    "description": "S4 - Traitement de l'information",
                    "classification": {"scheme": "UNSPSC", "id": "81112103"},
                }
            ],
            "documents": [{"url": "https://seao.gouv.qc.ca/avis/1740136"}],
        },
        "awards": [
            {
                "date": "2024-05-01T00:00:00-04:00",
                "value": {"amount": 18000.5},
                "suppliers": [{"id": "FO-1143920115", "name": "Atelier du fleuve inc."}],
            }
        ],
    }
    return told | changes


def file(folder: Path, *releases, name: str = "hebdo_20240501_20240507.json") -> Path:
    path = folder / name
    path.write_text("\ufeff" + json.dumps({"releases": list(releases)}), encoding="utf-8")
    return path


def imported(*paths: Path, **options) -> str:
    said = StringIO()
    call_command("import_seao", *map(str, paths), stdout=said, stderr=said, **options)
    return said.getvalue()


def test_a_notice_is_told_with_its_source(tmp_path):
    imported(file(tmp_path, release()))

    notice = PastNotice.objects.get()
    assert (notice.number, notice.reference) == ("1740136", "VM-2022-02(G)")
    assert notice.title == "Refonte du site Web"
    assert notice.buyer == "Ville de Rimouski"
    assert notice.method == PastNotice.Method.OPEN
    assert (notice.category, notice.unspsc) == ("S4 - Traitement de l'information", "81112103")
    assert notice.suppliers == [
        {"name": "Atelier du fleuve inc.", "neq": "1143920115", "price": "18000.50"}
    ]
    assert (notice.amount, notice.firms) == (Decimal("18000.50"), "Atelier du fleuve inc.")
    assert notice.dated_at.isoformat() == "2024-05-01T04:00:00+00:00"
    assert notice.url == "https://seao.gouv.qc.ca/avis/1740136"
    assert notice.source == "hebdo_20240501_20240507.json"


def test_importing_again_changes_nothing_and_files_may_come_in_any_order(tmp_path):
    old = file(tmp_path, release(tender={"title": "Avant"}), name="1.json")
    newer = release(date="2024-06-01T10:00:00-04:00", id="2", tender={"title": "Après"})
    new = file(tmp_path, newer, newer, release(), name="2.json")

    said = imported(new)
    once = PastNotice.objects.values().get()
    again = imported(old, new)

    assert said == "2.json: 3 releases, 1 notices new or newer, 0 without what a notice needs\n"
    assert again.count(" 0 notices") == 2
    assert PastNotice.objects.values().get() == once
    assert once["title"] == "Après"


def test_only_some_categories_may_be_wanted(tmp_path):
    road = release(ocid="ocds-ec9k95-2", tender={"title": "Pavage", "items": []})

    imported(file(tmp_path, release(), road), only=["8111", "4323"])

    assert [notice.number for notice in PastNotice.objects.all()] == ["1740136"]


@pytest.mark.parametrize(
    "changes",
    [
        {"awards": None, "parties": "?", "buyer": 3},
        {"awards": [{"value": {"amount": "12 000 $"}, "suppliers": [None, {"name": "A"}]}]},
        {"awards": [{"date": "hier", "value": 3, "suppliers": [{}]}]},
        {"tender": {"title": "Sans rien", "documents": [{}], "items": [{}, 1]}},
        {"date": "2024-05-06T10:00:00"},
        {"tender": {"title": "T" * 1000, "id": 123, "procurementMethod": "other"}},
        {"tender": {"title": "N\0UL"}},
    ],
)
def test_what_is_amiss_is_tolerated(tmp_path, changes):
    imported(file(tmp_path, release(**changes)))

    assert PastNotice.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"ocid": "ocds-zz9999-2026-0001"},
        {"ocid": "ocds-ec9k95-"},
        {"ocid": None},
        {"date": "2024-13-45"},
        {"date": ""},
        {"tender": {"title": " "}},
        {"tender": None},
    ],
)
def test_what_says_too_little_is_left_out_and_counted(tmp_path, changes):
    said = imported(file(tmp_path, release(**changes)))

    assert "1 without what a notice needs" in said
    assert not PastNotice.objects.exists()


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"releases": 3}', b"\xff\xfe", b"<x/>"])
def test_what_is_no_package_is_told_and_the_others_are_taken(tmp_path, content):
    (tmp_path / "bad.json").write_bytes(content)
    good = file(tmp_path, release())

    with pytest.raises(CommandError, match="1 files"):
        imported(tmp_path / "bad.json", good)

    assert PastNotice.objects.count() == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["ocid", "date", "tender", "title", "awards", "suppliers", "value", "amount", "id"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(told=JSON, tender=JSON, awards=JSON)
def test_nothing_that_json_can_say_makes_it_stumble(told, tender, awards):
    at = now()

    past_notice(told, source="x", at=at)
    past_notice(release(tender={"title": "T", "items": tender}, awards=awards), source="x", at=at)


def test_the_sample_of_real_contracts_is_whole():
    found = [
        past_notice(each, source="seao_sample.json", at=now())
        for each in releases_in(SAMPLE.read_bytes())
    ]

    assert len(found) == 60
    assert all(notice and notice.buyer and notice.amount and notice.firms for notice in found)


def test_history_is_none_of_our_calls_and_not_in_our_data(client, tmp_path):
    imported(file(tmp_path, release()))

    assert not Tender.objects.exists()
    assert not Release.objects.exists()
    assert "1740136" not in client.get("/api/ocds/releases").content.decode()
    assert "1740136" not in client.get("/api/v1/contracts").content.decode()
