"""The register's open data as it is published: two of its files, row by row.

Source: « Registre des entreprises », Données Québec, a ZIP with ``Entreprise.csv`` (one row per
number) and ``Nom.csv`` (names, former ones too), in UTF-8. Codes: IM is registered; RD, RO and RX
are struck off, on demand or by the Registraire; a name whose status is V is in force.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zipfile import ZipFile

from marketplace.enterprises.port import Standing

STANDINGS = {
    "IM": Standing.REGISTERED,
    "RD": Standing.STRUCK_OFF,
    "RO": Standing.STRUCK_OFF,
    "RX": Standing.STRUCK_OFF,
}
LEGAL_FIRST = {"N": 0, "M": 1}  # the name and the corporate name come before other names
_POSTAL_CODE = re.compile(r"([A-Z][0-9][A-Z]) ?([0-9][A-Z][0-9])")
_PROVINCE = re.compile(r"\s*\((?:Québec|Quebec|QC)\)?\s*$|(?<=\w) (?:Québec|QC)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One number, without its names."""

    neq: str
    standing: Standing
    since: date | None
    street: str
    city: str
    postal_code: str


@dataclass(frozen=True)
class Name:
    """One name in force; the smallest ``rank`` of a number is its legal name."""

    neq: str
    name: str
    rank: int


def rows(publication: Path) -> Iterator[Row]:
    """Every number of ``Entreprise.csv`` in a folder or ZIP."""
    for raw in _read(publication, "Entreprise.csv"):
        is_shown = raw["ADR_DOMCL_ADR_DISP"].strip() != "N"
        lines = [raw[f"ADR_DOMCL_LIGN{n}_ADR"].strip() for n in (1, 2, 3, 4)]
        street, city, code = _address(lines) if is_shown else ("", "", "")
        yield Row(
            raw["NEQ"].strip(),
            STANDINGS.get(raw["COD_STAT_IMMAT"].strip(), Standing.OTHER),
            _day(raw["DAT_STAT_IMMAT"]),
            street,
            city,
            code,
        )


def names(publication: Path) -> Iterator[Name]:
    """Every name in force of ``Nom.csv``."""
    for raw in _read(publication, "Nom.csv"):
        if raw["STAT_NOM"].strip() == "V" and (name := " ".join(raw["NOM_ASSUJ"].split())):
            kind = raw["TYP_NOM_ASSUJ"].strip()
            yield Name(raw["NEQ"].strip(), name, LEGAL_FIRST.get(kind, len(LEGAL_FIRST)))


def _read(publication: Path, name: str) -> Iterator[dict[str, str]]:
    if publication.is_dir():
        with (publication / name).open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)
        return
    with ZipFile(publication) as archive, archive.open(name) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf-8-sig", newline=""))


def _address(lines: list[str]) -> tuple[str, str, str]:
    """Street, city and postal code of four lines, of which the middle ones vary."""
    code = ""
    rest = []
    for line in lines:
        if found := _POSTAL_CODE.fullmatch(line.upper()):
            code = f"{found[1]} {found[2]}"
        elif line:
            rest.append(line)
    if len(rest) < 2:
        return (rest[0] if rest else ""), "", code
    *street, city = rest
    return ", ".join(street), _PROVINCE.sub("", city), code


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
