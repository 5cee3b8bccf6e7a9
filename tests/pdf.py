"""What tests ask of a PDF: is it the tagged archive it says it is? A check, not a certificate."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf

EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(frozen=True)
class Annexed:
    content: bytes
    relationship: str
    description: str
    media_type: str


@dataclass(frozen=True)
class Facts:
    """What a reader's program is told of a document."""

    pages: int
    language: str
    title: str
    part: str
    conformance: str
    roles: list[str]
    annexes: dict[str, Annexed]
    fonts: set[str]


def facts_of(pdf: bytes) -> Facts:
    with pikepdf.open(BytesIO(pdf)) as document:
        with document.open_metadata() as metadata:
            said = {
                name: str(metadata.get(name, ""))
                for name in ("pdfaid:part", "pdfaid:conformance", "dc:title")
            }
        return Facts(
            pages=len(document.pages),
            language=str(document.Root.get("/Lang", "")),
            title=said["dc:title"],
            part=said["pdfaid:part"],
            conformance=said["pdfaid:conformance"],
            roles=[str(each.S)[1:] for each in _elements(document)],
            annexes={name: _annexed(spec) for name, spec in _annexes(document)},
            fonts={str(font.get("/BaseFont")) for font in _fonts(document)},
        )


def problems_of(pdf: bytes) -> list[str]:
    """Why this is no tagged PDF/A-3a, as far as its structure shows; empty if nothing is wrong."""
    facts = facts_of(pdf)
    found = []
    if (facts.part, facts.conformance) != ("3", "A"):
        found.append(f"says PDF/A-{facts.part}{facts.conformance}")
    found += [f"no {name}" for name in ("language", "title") if not getattr(facts, name)]
    with pikepdf.open(BytesIO(pdf)) as document:
        found += _lacks_of_document(document)
        found += _lacks_of_fonts(document)
        found += _lacks_of_annexes(document)
        found += _lacks_of_elements(document)
    levels = [int(role[1]) for role in facts.roles if role[0] == "H" and role[1:].isdigit()]
    if levels[:1] != [1] or any(below > above + 1 for above, below in pairwise(levels)):
        found.append(f"headings jump: {levels}")
    return found


def _lacks_of_document(document: pikepdf.Pdf) -> Iterator[str]:
    if "/OutputIntents" not in document.Root:
        yield "no output intent"
    if "/ID" not in document.trailer:
        yield "no identifier"
    if not document.Root.get("/MarkInfo", {}).get("/Marked", False):
        yield "is not marked"
    if any("/StructParents" not in page for page in document.pages):
        yield "a page is outside the structure"
    for each in document.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/S") in _ACTIONS:
            yield f"action {each.S}"


def _lacks_of_fonts(document: pikepdf.Pdf) -> Iterator[str]:
    for font in _fonts(document):
        descriptor = font.get("/FontDescriptor", {})
        if not any(name in descriptor for name in EMBEDDED):
            yield f"font {font.get('/BaseFont')} is not embedded"


def _lacks_of_annexes(document: pikepdf.Pdf) -> Iterator[str]:
    for name, spec in _annexes(document):
        if "/AFRelationship" not in spec or "/Desc" not in spec:
            yield f"annex {name} says neither what it is nor why"


def _lacks_of_elements(document: pikepdf.Pdf) -> Iterator[str]:
    elements = list(_elements(document))
    if not any(each.S == "/Document" for each in elements):
        yield "no document element"
    if any(each.S == "/Figure" and not str(each.get("/Alt", "")) for each in elements):
        yield "a figure has no text"
    if any(each.S == "/TH" and "/A" not in each for each in elements):
        yield "a header cell has no scope"


_ACTIONS = tuple(map(pikepdf.Name, ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData")))


def _elements(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every structure element, in reading order."""
    waiting = [document.Root.get("/StructTreeRoot", pikepdf.Dictionary())]
    while waiting:
        each = waiting.pop()
        if "/S" in each:
            yield each
        below = each.get("/K", [])
        below = below if isinstance(below, pikepdf.Array) else [below]
        waiting += reversed([one for one in below if isinstance(one, pikepdf.Dictionary)])


def _fonts(document: pikepdf.Pdf) -> Iterator[Any]:
    for each in document.objects:
        if isinstance(each, pikepdf.Dictionary) and str(each.get("/Subtype", "")).startswith(
            ("/CIDFontType", "/TrueType", "/Type1")
        ):
            yield each


def _annexes(document: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    for spec in document.Root.get("/AF", []):
        yield str(spec.UF), spec


def _annexed(spec: Any) -> Annexed:
    file = spec.EF.F
    return Annexed(
        content=bytes(file.read_bytes()),
        relationship=str(spec.AFRelationship)[1:],
        description=str(spec.Desc),
        media_type=str(file.Subtype)[1:],
    )
