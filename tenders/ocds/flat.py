"""Calls as tables: CSV in a ZIP, and a workbook, by flatten-tool as OCDS recommends it."""

import json
import warnings
import zipfile
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from flattentool import flatten

from tenders.ocds.package import spliced
from tenders.ocds.schemas import release_schema

SHEET = "calls"
MADE = (1980, 1, 1, 0, 0, 0)  # the same tables give the same bytes


def write_tables(calls: Iterable[bytes], *, csv: Path, workbook: Path) -> None:
    """Write compiled releases to a ZIP of CSV files and to a workbook, a sheet per list."""
    with TemporaryDirectory() as folder:
        work = Path(folder)
        with (work / "calls.json").open("wb") as nested:
            nested.writelines(spliced({"version": "1.1"}, SHEET.encode(), calls))
        (work / "schema.json").write_text(json.dumps(release_schema()), encoding="utf-8")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about columns that OCDS names twice
            flatten(
                str(work / "calls.json"),
                schema=str(work / "schema.json"),
                output_name=str(work / "tables"),
                main_sheet_name=SHEET,
                root_list_path=SHEET,
                root_id="ocid",
                remove_empty_schema_columns=True,
                line_terminator="LF",
            )
        (work / "tables.xlsx").replace(workbook)
        _zip(work / "tables", csv)


def _zip(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(path.name, MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
