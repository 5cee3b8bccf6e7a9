"""What there is, for catalogues of data: DCAT as JSON-LD, and a package of CKAN."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from tenders.ocds.codelists import CODELISTS
from tenders.ocds.manifest import File, bulk_files, url_of
from tenders.ocds.package import LICENCE
from tenders.ocds.values import Json, address

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
AUTHORITY = "http://publications.europa.eu/resource/authority"
FRENCH, ENGLISH = (f"{AUTHORITY}/language/{code}" for code in ("FRA", "ENG"))
MEDIA = {
    "csv": "application/zip",
    "json": "application/json",
    "jsonl": "application/gzip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OCDS = "https://standard.open-contracting.org/1.1/en/"


def catalogue() -> Json:
    """The catalogue in JSON-LD, in compact form; ``turtle`` reads it too."""
    files = bulk_files()
    changed = max((file.made_at for file in files), default=None)
    return {
        "@context": PREFIXES,
        "@id": address("opendata:catalogue", "jsonld"),
        "@type": "dcat:Catalog",
        "dct:title": [_text(language, _title) for language in ("fr", "en")],
        "dct:description": [_text(language, _description) for language in ("fr", "en")],
        "dct:publisher": _publisher(),
        "dct:language": [{"@id": FRENCH}, {"@id": ENGLISH}],
        "dct:license": {"@id": LICENCE},
        "foaf:homepage": {"@id": address("tenders:data")},
        **({"dct:modified": _moment(changed.isoformat())} if changed else {}),
        "dcat:dataset": [_dataset("calls", files), _dataset("releases", files), _lists()],
        "dcat:service": [_service("opendata:openapi", "/api/v1/"), _ocds()],
    }


def ckan() -> Json:
    """What Données Québec's CKAN takes for ``package_create``."""
    with translation.override("fr"):
        return {
            "name": "micromarche-appels-attributions-contrats",
            "title": _title(),
            "notes": _description(),
            "license_id": "cc-by",
            "url": address("tenders:data"),
            "language": ["fr", "en"],
            "update_frequency": "continual",
            "tags": [{"name": name} for name in ("appels d'offres", "contrats", "OCDS", "TI")],
            "resources": [_resource(file) for file in bulk_files()],
        }


def _title() -> str:
    return _("%(site)s: calls, awards and contracts") % {"site": settings.PRODUCT_NAME}


def _description() -> str:
    return _(
        "Small public IT calls in Québec from their publication to the contract: amendments, "
        "questions with answers, bidders, prices, notes, awards and contracts."
    )


def _names() -> dict[str, str]:
    return {
        "calls": _("Calls as they stand, by month of publication"),
        "releases": _("Releases of the Open Contracting Data Standard, by month"),
        "codelists": _("Code lists in French and English"),
    }


def _dataset(kind: str, files: list[File]) -> Json:
    return {
        "@id": f"{address('tenders:data')}#{kind}",
        "@type": "dcat:Dataset",
        "dct:title": [_text(language, lambda: _names()[kind]) for language in ("fr", "en")],
        "dct:publisher": _publisher(),
        "dct:license": {"@id": LICENCE},
        "dct:conformsTo": {"@id": OCDS},
        "dct:accrualPeriodicity": {"@id": f"{AUTHORITY}/frequency/UPDATE_CONT"},
        "dcat:landingPage": {"@id": address("tenders:data")},
        "dcat:distribution": [_distribution(file) for file in files if file.kind == kind],
    }


def _distribution(file: File) -> Json:
    return {
        "@id": url_of(file),
        "@type": "dcat:Distribution",
        "dct:title": file.name,
        "dct:license": {"@id": LICENCE},
        "dct:modified": _moment(file.made_at.isoformat()),
        "dcat:downloadURL": {"@id": url_of(file)},
        "dcat:mediaType": _media(MEDIA[file.format]),
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.bytes)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": f"{PREFIXES['spdx']}checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
        },
    }


def _lists() -> Json:
    return {
        "@id": f"{address('tenders:dictionary')}#lists",
        "@type": "dcat:Dataset",
        "dct:title": [_text(language, lambda: _names()["codelists"]) for language in ("fr", "en")],
        "dct:license": {"@id": LICENCE},
        "dcat:distribution": [
            {
                "@id": address("opendata:codelist", name),
                "@type": "dcat:Distribution",
                "dct:title": f"{name}.csv",
                "dcat:downloadURL": {"@id": address("opendata:codelist", name)},
                "dcat:mediaType": _media("text/csv"),
            }
            for name in CODELISTS
        ],
    }


def _service(document: str, path: str) -> Json:
    return {
        "@id": settings.SITE_URL + path,
        "@type": "dcat:DataService",
        "dct:title": "API v1",
        "dcat:endpointURL": {"@id": settings.SITE_URL + path},
        "dcat:endpointDescription": {"@id": address(document)},
    }


def _ocds() -> Json:
    return {
        "@id": address("opendata:releases"),
        "@type": "dcat:DataService",
        "dct:title": "OCDS",
        "dcat:endpointURL": {"@id": address("opendata:releases")},
        "dct:conformsTo": {"@id": OCDS},
        "dcat:servesDataset": {"@id": f"{address('tenders:data')}#releases"},
    }


def _resource(file: File) -> Json:
    return {
        "name": file.name,
        "url": url_of(file),
        "format": "JSON" if file.format == "jsonl" else file.format.upper(),
        "mimetype": MEDIA[file.format],
        "size": file.bytes,
        "hash": file.sha256,
        "last_modified": file.made_at.isoformat(),
        "description": _names()[file.kind],
    }


def _publisher() -> Json:
    return {
        "@id": settings.SITE_URL + reverse("root"),
        "@type": "foaf:Agent",
        "foaf:name": settings.PRODUCT_NAME,
    }


def _text(language: str, say: Any) -> Json:
    with translation.override(language):
        return {"@language": language, "@value": say()}


def _moment(text: str) -> Json:
    return {"@type": "xsd:dateTime", "@value": text}


def _media(kind: str) -> Json:
    return {"@id": f"https://www.iana.org/assignments/media-types/{kind}"}
