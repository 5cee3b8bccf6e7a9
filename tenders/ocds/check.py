"""Check packages against OCDS 1.1.5 and the declared extensions, without network.

Needs ``libcoveocds``, which is a tool of development: import this module only where the
development dependencies are installed.
"""

import io
import json
import warnings
import zipfile
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import unquote

import requests
from libcoveocds.common_checks import common_checks_ocds
from libcoveocds.config import LibCoveOCDSConfig
from libcoveocds.lib.api import context_api_transform
from libcoveocds.schema import SchemaOCDS
from ocdsextensionregistry.util import session
from ocdsextensionregistry.versioned_release_schema import get_versioned_release_schema
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from tenders.ocds.schemas import STANDARD, declared_extensions, release_schema
from tenders.ocds.values import Json

_LOCAL = "https://extensions.invalid/"
_VERSIONED = "versioned-release-validation-schema.json"


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
    local = [f"{_LOCAL}{known[url].name}/extension.json" for url in package["extensions"]]
    data = {**package, "extensions": local}
    schema = _Schema(None, data, _config(), record_pkg="records" in data)
    report = common_checks_ocds({"file_type": "json"}, "", data, schema, cache=False)
    return list(_faults(context_api_transform(report)))


def _faults(report: Json) -> Iterator[str]:
    for error in report["validation_errors"]:
        yield f"{error['path']}: {error['description']} ({error['value']})"
    for field in report["additional_fields"]:
        path = f"{field['path']}/{field['field']}"
        if not _is_translation(path) and path != "/links":
            yield f"{path}: undeclared field"
    yield from _strange_codes(report)
    for field in report["deprecated_fields"]:
        yield f"{field['field']}: deprecated"
    for check, places in report["additional_checks"].items():
        yield from (f"{place['json_location']}: {check}" for place in places)
    for extension in report["extensions"]["invalid_extensions"]:
        yield f"extension {extension}"


def _strange_codes(report: Json) -> Iterator[str]:
    for kind in ("closed", "open"):
        for extra in report[f"additional_{kind}_codelist_values"].values():
            field = f"{extra['path']}/{extra['field']}"
            yield f"{field}: {', '.join(extra['values'])} is not in {extra['codelist']}"


def _is_translation(path: str) -> bool:
    """The schema allows them by pattern, which the tool doesn't read."""
    return any(name.endswith("_en") for name in path.split("/"))


@cache
def _config() -> LibCoveOCDSConfig:
    return LibCoveOCDSConfig(
        {"context": "api", "standard_zip": _zipped_standard(), "skip_aggregates": True}
    )


@cache
def _serve_extensions() -> None:
    """Answer the tool's requests from our copies, and refuse every other address."""
    session.mount("https://", _Local())
    session.mount("http://", _Local())


class _Schema(SchemaOCDS):
    """The tool's schema, which would fetch the schema of versioned releases from the network."""

    @staticmethod
    def _jsonref_kwarg(*, proxies: bool = False) -> dict[str, Any]:
        usual = SchemaOCDS._jsonref_kwarg(proxies=proxies)  # noqa: SLF001  there is no other way
        return {**usual, "loader": _standard_file}


def _standard_file(url: str, **_: Any) -> Any:
    name = url.rsplit("/", 1)[-1]
    if name == _VERSIONED:
        return _versioned_schema()
    return json.loads((STANDARD / "schema" / name).read_text())


@cache
def _versioned_schema() -> Json:
    """The schema of versioned releases, which the tool knows without extensions only."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schema: Json = get_versioned_release_schema(_by_field(release_schema()), "1__1__5")
    return schema


def _by_field(schema: Any) -> Any:
    """``schema`` with lists of objects never null.

    Whoever makes the schema of versioned releases takes a list that may be null for one
    value, but merging goes by the objects in it.
    """
    if isinstance(schema, list):
        return [_by_field(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    result = {name: _by_field(part) for name, part in schema.items()}
    if result.get("type") == ["array", "null"] and "$ref" in result.get("items", {}):
        result["type"] = "array"
    return result


class _Local(HTTPAdapter):
    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        url = str(request.url)
        name, _, path = url.removeprefix(_LOCAL).partition("/")
        folders = {folder.name: folder for folder in declared_extensions().values()}
        found = folders[name] / unquote(path) if name in folders else None
        exists = found is not None and found.is_file()
        answer = HTTPResponse(
            body=io.BytesIO(found.read_bytes() if found and exists else b""),
            status=200 if exists else 404,
            preload_content=False,
            request_url=url,
        )
        return self.build_response(request, answer)


def _zipped_standard() -> bytes:
    """The standard as the tool wants it, with the schema of versioned releases extended."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("standard/", "")
        for path in sorted(STANDARD.rglob("*.*")):
            if path.name != _VERSIONED:
                archive.write(path, f"standard/{path.relative_to(STANDARD)}")
        archive.writestr(f"standard/schema/{_VERSIONED}", json.dumps(_versioned_schema()))
    return buffer.getvalue()
