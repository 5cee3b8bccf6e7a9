"""The standard, the extensions we declare, and the release schema they make together."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from tenders.ocds.values import Json

ROOT = Path(__file__).resolve().parent / "schema"
STANDARD = ROOT / "standard"
OURS = ROOT / "micromarche"

_RAW = "https://raw.githubusercontent.com/open-contracting-extensions/{}/{}/extension.json"
_BORROWED = {
    _RAW.format("ocds_bid_extension", "v1.1.5"): "bids",
    _RAW.format("ocds_enquiry_extension", "v1.1.5"): "enquiries",
    _RAW.format("ocds_process_title_extension", "v1.1.5"): "process_title",
    _RAW.format("ocds_location_extension", "v1.1.5"): "location",
    _RAW.format("ocds_contract_suppliers_extension", "master"): "contract_suppliers",
    _RAW.format("ocds_partyDetails_scale_extension", "master"): "partyScale",
    _RAW.format("ocds_legalBasis_extension", "1.1"): "legalBasis",
    _RAW.format("ocds_suitability_extension", "master"): "suitability",
    _RAW.format("ocds_pagination_extension", "master"): "pagination",
}


def declared_extensions() -> dict[str, Path]:
    """The ``extensions`` of our packages, and where a copy of each lies."""
    borrowed = {url: ROOT / "extensions" / name for url, name in _BORROWED.items()}
    return borrowed | {f"{settings.SITE_URL}/api/ocds/extension/extension.json": OURS}


@cache
def release_schema() -> Json:
    """The release schema of OCDS 1.1.5 with our extensions merged in."""
    schema = _read(STANDARD / "schema" / "release-schema.json")
    for folder in declared_extensions().values():
        patch = folder / "release-schema.json"
        if patch.exists():
            schema = _merged(schema, _read(patch))
    return schema


def _read(path: Path) -> Json:
    loaded: Json = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def _merged(target: Any, patch: Any) -> Any:
    """JSON merge patch (RFC 7396), the way OCDS extensions change the schema."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = _merged(result.get(name), value)
    return result
