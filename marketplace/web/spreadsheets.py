"""Tables for spreadsheets, in which no cell is ever run as a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

# How spreadsheets recognise a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads accents wrong


class _Echo:
    """What csv writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def inert(value: Any) -> Any:
    """``value`` with an apostrophe before what a spreadsheet would take for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value


def csv_lines(heading: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow([str(name) for name in heading])
    for row in rows:
        yield writer.writerow([inert(value) for value in row])


def csv_file(
    name: str, heading: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """The table as a file to download, sent as it is made."""
    return StreamingHttpResponse(
        csv_lines(heading, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
