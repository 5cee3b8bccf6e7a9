"""The page about the data tells of every file, and of what there is to ask."""

from datetime import UTC, datetime

import pytest

from tenders.ocds.manifest import File, Manifest, write_manifest
from tests.counting import statements
from tests.tenders.views.pages import named

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.BULK_ROOT = tmp_path
    return tmp_path


def file(name: str, kind: str, form: str, month: int) -> File:
    at = datetime(2026, month, 1, tzinfo=UTC)
    return File(name, kind, form, at.date(), 1234, 5_600_000, "0" * 64, at)


def two_months() -> Manifest:
    return Manifest(
        "ocds-zz9999-2026-0001-0001",
        [
            file(f"{kind}-2026-0{month}.{form}", kind, form, month)
            for month in (3, 4)
            for kind, form in (("calls", "xlsx"), ("releases", "json"))
        ],
    )


def test_each_month_has_its_files_with_their_sizes_the_newest_first(client, folder):
    write_manifest(two_months(), folder)

    page = client.get(named("tenders:data", language="fr")).content.decode()

    assert page.index("Avril 2026") < page.index("Mars 2026")
    assert '<a href="/data/calls-2026-03.xlsx">XLSX<span' in page
    assert "5,6\u00a0Mo" in page
    assert "1\u00a0234" in page
    assert "?since=ocds-zz9999-2026-0001-0001" in page


def test_before_there_are_files_the_page_says_so(client):
    page = client.get(named("tenders:data", language="en")).content.decode()

    assert "The files are being made" in page


def test_the_page_costs_the_same_with_one_and_three_months(client, folder):
    def ask():
        return client.get(named("tenders:data"))

    none = statements(ask)
    write_manifest(two_months(), folder)

    assert len(statements(ask)) == len(none)
