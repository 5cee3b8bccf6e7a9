"""What a list shows, to take away: CSV, XLSX or JSON, a row per notice, for people and machines."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import chain
from typing import Any

import orjson
from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from marketplace.reference.models import Region
from tenders.models.notice import NoticeQuerySet
from tenders.states import TenderStatus
from tenders.values import AwardMethod, Licence, Place
from vendors.states import FirmSize

MOST = 10_000  # rows of one file; the whole is in the bulk data
AT_ONCE = 500
# What a spreadsheet would work out instead of showing.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _address(ocid: str) -> str:
    return settings.SITE_URL + reverse("tenders:detail", args=[ocid])


@dataclass(frozen=True)
class Column:
    """``key`` names it in JSON, ``label`` in a table; ``source`` is where a notice has it."""

    key: str
    label: Any
    source: str
    said: Callable[[Any], Any] = lambda value: value


COLUMNS = (
    Column("number", _("Number"), "tender__number"),
    Column("ocid", _("Open data (ocid)"), "tender__ocid"),
    Column("url", _("Address"), "tender__ocid", _address),
    Column("title_fr", _("title in French"), "title_fr"),
    Column("title_en", _("title in English"), "title_en"),
    Column("status", _("Status"), "status", lambda value: TenderStatus(value).label),
    Column("buyer", _("Buyer"), "buyer__name_fr"),
    Column("category", _("Category (UNSPSC)"), "tender__main_category_id"),
    Column("place", _("Place"), "tender__place", lambda value: Place(value).label),
    Column("region", _("Region"), "tender__region", lambda value: value and Region(value).label),
    Column("budget", _("Budget before taxes"), "budget"),
    Column(
        "method", _("Award method"), "tender__award_method", lambda value: AwardMethod(value).label
    ),
    Column("licence", _("Licence"), "tender__licence", lambda value: Licence(value).label),
    Column("published", _("Published on"), "published_at"),
    Column("closing", _("Bids close"), "submission_deadline"),
    Column("bids", _("Bids opened"), "bids"),
    Column("awarded", _("Awarded on"), "awarded_at"),
    Column("firm", _("Firm"), "winner__legal_name"),
    Column("size", _("Size of the firm"), "winner__size", lambda v: v and FirmSize(v).label),
    Column("price", _("Price before taxes"), "amount"),
    Column("contract", _("Contract"), "contract_number"),
    Column("signed", _("In force since"), "contracted_at"),
)


def exported(found: NoticeQuerySet) -> Iterator[list[Any]]:
    """The values of each notice, column by column, at most ``MOST``, read while it is written."""
    sources = list(dict.fromkeys(column.source for column in COLUMNS))
    for row in found.values_list(*sources)[:MOST].iterator(chunk_size=AT_ONCE):
        values = dict(zip(sources, row, strict=False))
        yield [column.said(values[column.source]) for column in COLUMNS]


def in_blocks(lines: Iterable[str], size: int = 64_000) -> Iterator[str]:
    """The same text in pieces of about ``size`` characters: each costs a turn at the socket."""
    held, length = [], 0
    for line in lines:
        held.append(line)
        length += len(line)
        if length >= size:
            yield "".join(held)
            held, length = [], 0
    yield "".join(held)


def as_csv(rows: Iterable[list[Any]]) -> Iterator[str]:
    """A table with a mark that spreadsheets know UTF-8 by; no cell of it is ever worked out."""
    line = StringIO()
    writer = csv.writer(line)
    yield "\ufeff"
    for row in chain([_head()], rows):
        writer.writerow([_inert(_text(value)) for value in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def as_json(rows: Iterable[list[Any]]) -> Iterator[str]:
    """A list of objects without nulls; amounts are decimal strings, moments have an offset."""
    before = "[\n"
    for row in rows:
        told = {
            column.key: value if isinstance(value, int) else _text(value)
            for column, value in zip(COLUMNS, row, strict=True)
            if value not in (None, "")
        }
        yield before + orjson.dumps(told).decode()
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def as_xlsx(rows: Iterable[list[Any]]) -> bytes:
    """A workbook of one sheet: numbers are numbers, days days in Québec, all else inert text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for row in chain([_head()], rows):
        cells = [WriteOnlyCell(sheet, _cell(value)) for value in row]
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
        sheet.append(cells)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _head() -> list[str]:
    return [capfirst(str(column.label)) for column in COLUMNS]


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return localtime(value).isoformat(timespec="seconds")
    return "" if value is None else str(value)


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return localtime(value).replace(tzinfo=None)
    return value if isinstance(value, int | Decimal) or value is None else str(value)


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
