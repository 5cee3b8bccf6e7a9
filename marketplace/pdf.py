"""Print HTML as an archive: PDF/A-3a, tagged, with embedded fonts and annexed files.

Whatever a document needs is handed to the printer. It reaches nothing else, neither on disk nor
on the network, so user text in a contract cannot make the server read a file or call an address.
Printing the same twice gives the same bytes, so a document can be named by its SHA-256.
"""

import hashlib
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SCHEME = "asset:"
PAPER = Path(settings.BASE_DIR) / "marketplace" / "assets" / "pdf"
_ONE_AT_A_TIME = Lock()  # the fonts are shared, and Pango's font map is not made for two threads


class RemoteFetchRefused(Exception):
    """The document asked for something that was not handed to the printer. Nothing was printed."""


@dataclass(frozen=True)
class Annex:
    """A file inside the PDF. ``made_at`` is written beside it, so it must not change on reprint.

    ``relationship`` is PDF's word for what it is to the document: "Data" is what the document
    was made from in a form for machines (ISO 32000-2, 7.11.3).
    """

    name: str
    content: bytes
    description: str
    made_at: datetime
    relationship: str = "Data"


def html_to_pdf(
    html: str, *, assets: Mapping[str, bytes] | None = None, annexes: Sequence[Annex] = ()
) -> bytes:
    """Render ``html`` and return the PDF bytes, always the same for the same arguments.

    ``assets`` maps an ``asset:`` URL to its bytes. The paper that all documents share, with its
    fonts, is ``marketplace/assets/pdf/document.css``; a document may link a sheet of its own on
    top of it. It says its language and title, in ``<html lang>`` and ``<title>``.

    Raises RemoteFetchRefused if the document asks for anything else, and ValueError if it says
    no language or title. (WeasyPrint's own error derives from BaseException and would pass
    through ``except Exception``; source: weasyprint 70.0, urls.py.)
    """
    handed = assets or {}
    fetcher = _HandedAssets(handed)
    document = HTML(string=html, url_fetcher=fetcher)
    if not document.etree_element.get("lang") or not document.etree_element.findtext(".//title"):
        raise ValueError("a document says its language and its title")
    sheet, fonts = _paper()
    try:
        with _ONE_AT_A_TIME:
            pdf: bytes = document.write_pdf(
                stylesheets=[sheet],
                font_config=fonts,
                pdf_variant="pdf/a-3a",
                pdf_identifier=_identifier(html, handed, annexes),
                attachments=[_attachment(annex) for annex in annexes],
            )
    except FatalURLFetchingError as refused:
        raise RemoteFetchRefused(str(refused)) from refused
    if fetcher.refused:
        raise RemoteFetchRefused(", ".join(fetcher.refused))
    return pdf


@cache
def _paper() -> tuple[CSS, FontConfiguration]:
    """The shared style sheet and its fonts, read once: a tenth of the time of a short document."""
    files = {f"{SCHEME}{path.name}": path.read_bytes() for path in PAPER.glob("*.ttf")}
    fonts = FontConfiguration()
    sheet = CSS(
        string=(PAPER / "document.css").read_text(),
        url_fetcher=_HandedAssets(files),
        font_config=fonts,
    )
    return sheet, fonts


class _HandedAssets(URLFetcher):
    """Knows what it was handed. Anything else stops the printing.

    What was refused is noted too: weasyprint 70.0 swallows the error inside an SVG (images.py).
    """

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), fail_on_errors=True)
        self._assets = assets
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if url not in self._assets:
            self.refused.append(url)
            raise ValueError(f"{url} was not handed to the printer")
        kind, _encoding = mimetypes.guess_type(url.removeprefix(SCHEME))
        return URLFetcherResponse(url, self._assets[url], {"Content-Type": kind or "text/plain"})


def _attachment(annex: Annex) -> Attachment:
    return Attachment(
        string=annex.content,
        name=annex.name,
        description=annex.description,
        created=annex.made_at,
        modified=annex.made_at,
        relationship=annex.relationship,
    )


def _identifier(html: str, assets: Mapping[str, bytes], annexes: Sequence[Annex]) -> bytes:
    """The file identifier that PDF/A requires: of what is printed, not of when."""
    digest = hashlib.sha256(html.encode())
    for name, content in sorted(assets.items()):
        digest.update(name.encode() + hashlib.sha256(content).digest())
    for annex in annexes:
        digest.update(annex.name.encode() + hashlib.sha256(annex.content).digest())
    return digest.digest()[:16]
