"""Check packages against OCDS 1.1.5 and the declared extensions, without network.

Needs ``libcoveocds``, which is a tool of development: import this module only where the
development dependencies are installed.
"""

import io
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import requests
from libcoveocds.api import ocds_json_output
from libcoveocds.config import LibCoveOCDSConfig
from ocdsextensionregistry.util import session
from requests.adapters import BaseAdapter

from tenders.ocds.schemas import STANDARD, declared_extensions
from tenders.ocds.values import Json

_LOCAL = "https://extensions.invalid/"


def faults(package: Json) -> list[str]:
    """What is wrong with a release or record package, in words; empty if nothing is.

    Stricter than the tool's verdict: undeclared extensions, undeclared fields, empty fields,
    codes outside closed and open codelists, deprecated fields and duplicates are all faults.
    """
    known = declared_extensions()
    found = [f"undeclared extension {url}" for url in package["extensions"] if url not in known]
    if found:
        return found
    _serve_extensions()
    local = [_LOCAL + path.name + "/zip" for path in map(known.__getitem__, package["extensions"])]
    report = ocds_json_output(
        json_data={**package, "extensions": local}, lib_cove_ocds_config=_config()
    )
    return list(_faults(report))


def _faults(report: Json) -> Iterator[str]:
    for error in report["validation_errors"]:
        yield f"{error['path']}: {error['description']} ({error['value']})"
    for field in report["additional_fields"]:
        path = f"{field['path']}/{field['field']}"
        if not _is_translation(field["field"]) and path != "/links":
            yield f"{path}: undeclared field"
    for codelist in (*report.get("additional_closed_codelist_values", {}).values(),):
        yield f"{codelist['path']}/{codelist['field']}: not in the codelist {codelist['values']}"
    for field in report["deprecated_fields"]:
        yield f"{field['field']}: deprecated"
    for check, places in (report.get("additional_checks") or {}).items():
        for place in places:
            yield f"{place['json_location']}: {check}"
    if report.get("extensions", {}).get("invalid_extensions"):
        yield f"extensions: {report['extensions']['invalid_extensions']}"


def _is_translation(field: str) -> bool:
    """The schema allows them by pattern, which the tool doesn't read."""
    return field.endswith("_en")


@cache
def _config() -> LibCoveOCDSConfig:
    return LibCoveOCDSConfig(
        {"context": "api", "standard_zip": _zipped(STANDARD, "standard"), "skip_aggregates": True}
    )


@cache
def _serve_extensions() -> None:
    """Answer the tool's requests from our copies, and refuse every other address."""
    session.mount("https://", _Local())
    session.mount("http://", _Local())


class _Local(BaseAdapter):
    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        folders = {path.name: path for path in declared_extensions().values()}
        name = str(request.url).removeprefix(_LOCAL).split("/")[0]
        response = requests.Response()
        response.request = request
        response.url = str(request.url)
        response.status_code = 200 if name in folders else 404
        content = _zipped(folders[name], name) if name in folders else b""
        response.raw = io.BytesIO(content)
        return response

    def close(self) -> None:
        """Nothing is open."""


def _zipped(folder: Path, name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(f"{name}/", "")
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"{name}/{path.relative_to(folder)}")
    return buffer.getvalue()
