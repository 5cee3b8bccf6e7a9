"""Whether stored bytes are still there, and still the same."""

from hashlib import file_digest

from django.db.models.fields.files import FieldFile


def fault(content: FieldFile, sha256: str) -> str:
    """``missing`` or ``changed``; empty if the file is whole."""
    try:
        with content.open("rb") as opened:
            return "" if file_digest(opened, "sha256").hexdigest() == sha256 else "changed"
    except FileNotFoundError:
        return "missing"
