"""Lists as files: what was asked for, cells that stay text, bounded."""

import csv
from io import BytesIO, StringIO

import orjson
import pytest
from openpyxl import load_workbook

from tenders.documents import export
from tests.factories import TenderFactory
from tests.tenders.views.pages import contracted, named

pytestmark = pytest.mark.django_db


def fetched(client, ending, query="", name="calls", language="en"):
    response = client.get(named(f"tenders:{name}_export", ending, language=language) + query)
    assert response.status_code == 200
    return response.getvalue()


def rows_of_csv(content):
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def rows_of_xlsx(content):
    sheet = load_workbook(BytesIO(content)).active
    head, *rows = sheet.iter_rows()
    keys = [cell.value for cell in head]
    return [dict(zip(keys, row, strict=True)) for row in rows]


def test_a_file_holds_what_the_list_shows_and_nothing_else(client):
    near = TenderFactory(open=True, region="01", city="Rimouski", place="hybrid")
    TenderFactory(open=True, region="06", city="Montréal", place="hybrid")
    TenderFactory(in_review=True, region="01", city="Rimouski", place="hybrid")

    [row] = rows_of_csv(fetched(client, "csv", "?region=01"))
    [told] = orjson.loads(fetched(client, "json", "?region=01"))
    [cells] = rows_of_xlsx(fetched(client, "xlsx", "?region=01"))

    assert row["Number"] == told["number"] == cells["Number"].value == near.number
    assert row["Budget before taxes"] == told["budget"] == "45000.00"
    assert cells["Budget before taxes"].value == 45000
    assert told["url"].endswith(
        near.get_absolute_url().replace("/appels/", "/tenders/").replace("/fr/", "/en/")
    )
    assert (row["Region"], row["Bids opened"]) == ("Bas-Saint-Laurent", "")


def test_awards_and_contracts_name_the_firm_and_the_price(client):
    tender = contracted()

    for name in ("awards", "contracts"):
        [told] = orjson.loads(fetched(client, "json", name=name))
        assert told["firm"] == tender.awards.get().bid.vendor.legal_name
        assert (told["price"], told["bids"]) == ("17200.00", 2)
        assert told["contract"] == tender.awards.get().contract.number


def test_no_cell_is_ever_worked_out(client):
    for title in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1"):
        TenderFactory(open=True, title_fr=title, title_en="")

    titles = [
        row["Titre en français"] for row in rows_of_csv(fetched(client, "csv", language="fr"))
    ]
    cells = [
        row["Titre en français"] for row in rows_of_xlsx(fetched(client, "xlsx", language="fr"))
    ]

    assert {title[0] for title in titles} == {"'"}
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_file_is_bounded(client, monkeypatch):
    monkeypatch.setattr(export, "MOST", 2)
    for _ in range(3):
        TenderFactory(open=True)

    assert len(orjson.loads(fetched(client, "json"))) == 2


def test_nothing_found_is_an_empty_file(client):
    assert orjson.loads(fetched(client, "json", "?q=nothing")) == []
    assert rows_of_csv(fetched(client, "csv", "?q=nothing")) == []


def test_other_endings_are_not_found(client):
    assert client.get(named("tenders:calls_export", "exe")).status_code == 404


def test_one_origin_gets_so_many_files_a_minute(client, settings, monkeypatch):
    monkeypatch.setattr("tenders.views.export.A_MINUTE", 1)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    address = named("tenders:calls_export", "csv")
    client.get(address)

    answer = client.get(address)

    assert (answer.status_code, int(answer["Retry-After"]) <= 60) == (429, True)


def test_the_list_leads_to_its_files(client):
    TenderFactory(open=True, region="01", city="Rimouski", place="hybrid")

    shown = client.get("/en/tenders/?region=01").text

    assert 'href="/en/tenders/export.csv?region=01"' in shown
