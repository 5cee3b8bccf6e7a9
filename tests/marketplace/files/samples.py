"""Small true files of each kind, and some that lie."""

import io
import zipfile

from django.core.files.base import ContentFile


def zipped(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 40
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01" + b"\0" * 40
DOCX = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
XLSX = zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"})
PPTX = zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"})
MACRO = zipped({"word/document.xml": "<w/>", "word/vbaProject.bin": "x"})
ODT = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"})
ODS = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})
ODP = zipped({"mimetype": "application/vnd.oasis.opendocument.presentation"})
ZIP = zipped({"lisez-moi.txt": "bonjour"})
TEXT = "Exigences\u00a0: une carte, à jour.\n".encode()
PROGRAM = b"MZ\x90\0" + b"\0" * 200
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

TRUE = {
    "plan.pdf": PDF,
    "photo.png": PNG,
    "photo.JPG": JPEG,
    "photo.jpeg": JPEG,
    "offre.docx": DOCX,
    "prix.xlsx": XLSX,
    "visite.pptx": PPTX,
    "offre.odt": ODT,
    "prix.ods": ODS,
    "visite.odp": ODP,
    "lisez-moi.txt": TEXT,
    "lisez-moi.md": TEXT,
    "points.csv": b"x,y\r\n1,2\r\n",
    "points.json": b'{"x": 1}',
    "code.zip": ZIP,
}


def upload(content: bytes, name: str = "plan.pdf") -> ContentFile:
    return ContentFile(content, name=name)
