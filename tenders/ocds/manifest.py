"""``/data/manifest.json``: what files there are, and from where to go on when they end."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

import orjson
from django.conf import settings

from tenders.ocds.package import LICENCE
from tenders.ocds.values import address

NAME = "manifest.json"
LABELS = {"xlsx": "XLSX", "csv": "CSV", "json": "JSON", "jsonl": "JSON Lines"}


@dataclass(frozen=True)
class File:
    """One file. ``month`` is the first day of it, ``rows`` its releases or calls."""

    name: str
    kind: str
    format: str
    month: date
    rows: int
    bytes: int
    sha256: str
    made_at: datetime

    @property
    def label(self) -> str:
        return LABELS[self.format]


@dataclass(frozen=True)
class Manifest:
    """``since`` is the last release that the files hold, "" if there are none yet."""

    since: str = ""
    files: list[File] = field(default_factory=list)

    def replaced(self, since: str, made: Iterable[File]) -> "Manifest":
        """The manifest with new files in the place of those with the same names."""
        files = {file.name: file for file in (*self.files, *made)}
        return Manifest(since, sorted(files.values(), key=lambda file: (file.month, file.name)))


def read_manifest(folder: Path) -> Manifest:
    try:
        told = orjson.loads((folder / NAME).read_bytes())
    except FileNotFoundError:
        return Manifest()
    return Manifest(told["since"], [_file(each) for each in told["files"]])


def bulk_files() -> list[File]:
    """What can be downloaded now."""
    return read_manifest(settings.BULK_ROOT).files


def write_manifest(manifest: Manifest, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        "publisher": settings.PRODUCT_NAME,
        "license": LICENCE,
        "since": manifest.since,
        "follow": f"{address('opendata:releases')}?since={manifest.since}",
        "files": [asdict(file) | {"url": url_of(file)} for file in manifest.files],
    }
    draft = folder / f".{NAME}"
    draft.write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))
    draft.replace(folder / NAME)


def url_of(file: File) -> str:
    return address("opendata:bulk", file.name)


def sha256_of(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _file(told: dict[str, str]) -> File:
    moments = {
        "month": date.fromisoformat(told["month"]),
        "made_at": datetime.fromisoformat(told["made_at"]),
    }
    known = {name: told[name] for name in File.__dataclass_fields__}
    return File(**{**known, **moments})  # type: ignore[arg-type]  # as they were written
