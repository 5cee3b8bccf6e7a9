"""The register of ineligible firms as a CSV file: read whole, every wrong line named."""

import csv
from datetime import date
from io import StringIO

from django.utils.translation import gettext as _

from marketplace.errors import DomainError
from marketplace.identifiers import BadIdentifier, read_neq
from vendors.values import Entry

COLUMNS = ("neq", "name", "from", "to", "ground")
LONGEST = {"name": 200, "ground": 500}


class BadRegister(DomainError):
    """The file can't be taken over. ``wrong`` says line by line why."""

    def __init__(self, wrong: list[str]) -> None:
        super().__init__(_("The file was not imported: nothing has changed."))
        self.wrong = wrong


def read_register(content: bytes) -> list[Entry]:
    """Every entry of a CSV file in UTF-8 with the columns ``COLUMNS``; semicolons will do.

    Days are year-month-day; ``neq`` and ``to`` may be empty. Raises BadRegister, which names every
    wrong line: a register is taken over whole or not at all.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as odd:
        raise BadRegister([_("The file is not text in UTF-8.")]) from odd
    head, _rest, _more = text.partition("\n")
    delimiter = ";" if head.count(";") > head.count(",") else ","
    rows = csv.DictReader(StringIO(text), delimiter=delimiter)
    if lacking := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        raise BadRegister([_("Columns are missing: %(names)s.") % {"names": ", ".join(lacking)}])
    found, wrong = [], []
    for row in rows:
        try:
            found.append(_entry({name: (row[name] or "").strip() for name in COLUMNS}))
        except ValueError as reason:
            line = {"line": rows.line_num, "reason": reason}
            wrong.append(_("Line %(line)s: %(reason)s") % line)
    if wrong:
        raise BadRegister(wrong)
    return found


def _entry(row: dict[str, str]) -> Entry:
    """Raises ValueError with a sentence."""
    for name, most in LONGEST.items():
        if not row[name]:
            raise ValueError(_("“%(column)s” is empty.") % {"column": name})
        if len(row[name]) > most:
            raise ValueError(_("“%(column)s” is too long.") % {"column": name})
    starts_on, ends_on = _day(row, "from"), _day(row, "to") if row["to"] else None
    if ends_on is not None and ends_on < starts_on:
        raise ValueError(_("It ends before it starts."))
    return Entry(row["name"], starts_on, row["ground"], neq=_neq(row["neq"]), ends_on=ends_on)


def _day(row: dict[str, str], column: str) -> date:
    try:
        return date.fromisoformat(row[column])
    except ValueError as odd:
        said = {"column": column}
        raise ValueError(_("“%(column)s” is not a day such as 2026-03-31.") % said) from odd


def _neq(typed: str) -> str:
    try:
        return read_neq(typed) if typed else ""
    except BadIdentifier as odd:
        raise ValueError(odd.message) from odd
