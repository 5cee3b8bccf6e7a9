"""What may be uploaded, told by the content; the name only has to agree with it.

Nothing that a browser or an office program runs is on the list: no HTML, no SVG,
no macros, no programs.
"""

import codecs
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import puremagic
from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.errors import Invalid

HEAD = 8192  # bytes that decide what a signature says
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Kind:
    """One kind of file: the endings it may have, its type, and how its content is known."""

    label: Any
    endings: tuple[str, ...]
    content_type: str
    is_true: Callable[[File], bool]


def _signed(content_type: str) -> Callable[[File], bool]:
    """The content begins as puremagic knows that type to begin."""

    def check(content: File) -> bool:
        content.seek(0)
        try:
            found = puremagic.magic_string(content.read(HEAD))
        except (puremagic.PureError, ValueError):
            return False
        return any(match.mime_type == content_type for match in found)

    return check


def _zip_members(content: File) -> zipfile.ZipFile | None:
    content.seek(0)
    try:
        return zipfile.ZipFile(content)
    except (zipfile.BadZipFile, OSError, ValueError):
        return None


def _zipped(content: File) -> bool:
    return _zip_members(content) is not None


def _office(member: str) -> Callable[[File], bool]:
    """A zip with the main part of an Office Open XML document, and no macros."""

    def check(content: File) -> bool:
        archive = _zip_members(content)
        if archive is None:
            return False
        names = set(archive.namelist())
        return member in names and not any(name.endswith("vbaProject.bin") for name in names)

    return check


def _open_document(content_type: str) -> Callable[[File], bool]:
    """A zip whose first member says its type (OpenDocument 1.3, part 2, 3.3)."""

    def check(content: File) -> bool:
        archive = _zip_members(content)
        if archive is None or not archive.infolist():
            return False
        first = archive.infolist()[0]
        if first.filename != "mimetype" or first.file_size > len(content_type):
            return False
        return archive.read(first) == content_type.encode()

    return check


def _text(content: File) -> bool:
    """UTF-8 all the way (with a byte order mark or not), without control characters."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    content.seek(0)
    try:
        for chunk in content.chunks():
            words = decoder.decode(chunk)
            if any(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in words):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
PDF = Kind("PDF", ("pdf",), "application/pdf", _signed("application/pdf"))
PNG = Kind("PNG", ("png",), "image/png", _signed("image/png"))
JPEG = Kind("JPEG", ("jpg", "jpeg"), "image/jpeg", _signed("image/jpeg"))
WORD = Kind("Word", ("docx",), _OOXML + "wordprocessingml.document", _office("word/document.xml"))
EXCEL = Kind("Excel", ("xlsx",), _OOXML + "spreadsheetml.sheet", _office("xl/workbook.xml"))
POWERPOINT = Kind(
    "PowerPoint",
    ("pptx",),
    _OOXML + "presentationml.presentation",
    _office("ppt/presentation.xml"),
)
ODT = Kind("OpenDocument", ("odt",), _ODF + "text", _open_document(_ODF + "text"))
ODS = Kind("OpenDocument", ("ods",), _ODF + "spreadsheet", _open_document(_ODF + "spreadsheet"))
ODP = Kind("OpenDocument", ("odp",), _ODF + "presentation", _open_document(_ODF + "presentation"))
TEXT = Kind(gettext_lazy("text"), ("txt", "md"), "text/plain; charset=utf-8", _text)
CSV = Kind("CSV", ("csv",), "text/csv; charset=utf-8", _text)
JSON = Kind("JSON", ("json",), "application/json", _text)
ZIP = Kind("ZIP", ("zip",), "application/zip", _zipped)

IMAGES = (PNG, JPEG)
DOCUMENTS = (
    PDF, WORD, EXCEL, POWERPOINT, ODT, ODS, ODP, TEXT, CSV, JSON, *IMAGES, ZIP,
)  # fmt: skip


def accept_attribute(kinds: tuple[Kind, ...] = DOCUMENTS) -> str:
    """The kinds as an HTML ``accept`` attribute: ``.pdf,.docx``."""
    return ",".join(f".{ending}" for kind in kinds for ending in kind.endings)


def endings_said(kinds: tuple[Kind, ...] = DOCUMENTS) -> str:
    """The kinds as people read them: ``PDF, DOCX, …``."""
    return ", ".join(kind.endings[0].upper() for kind in kinds)


def recognise(
    content: File, name: str, *, kinds: tuple[Kind, ...] = DOCUMENTS, max_bytes: int | None = None
) -> Kind:
    """Which of ``kinds`` the file is. ``max_bytes``: the setting ``FILE_MAX_BYTES`` if not given.

    Raises Invalid with a sentence for the person when the file is empty, too large, of no
    accepted kind, or of another kind than its name says. The content is left at its beginning.
    """
    limit = max_bytes or settings.FILE_MAX_BYTES
    if not content.size:
        raise Invalid(_("“%(name)s” is empty. Choose the file again.") % {"name": name})
    if content.size > limit:
        raise Invalid(
            _("“%(name)s” is too large: the limit is %(limit)d MB. Make it smaller or split it.")
            % {"name": name, "limit": limit // MEGABYTE}
        )
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    kind = next((kind for kind in kinds if ending in kind.endings), None)
    if kind is None:
        raise Invalid(
            _("“%(name)s” can't be accepted. Accepted kinds of files: %(kinds)s.")
            % {"name": name, "kinds": endings_said(kinds)}
        )
    true = kind.is_true(content)
    content.seek(0)
    if not true:
        raise Invalid(
            _(
                "“%(name)s” doesn't hold what its name says: the content isn't %(kind)s, or it is "
                "damaged or protected by a password. Save it again in that format and retry."
            )
            % {"name": name, "kind": kind.label}
        )
    return kind
