"""In: checked, hashed, kept. Out: as an attachment that no browser runs."""

import hashlib
import unicodedata
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext as _

from marketplace.files.kinds import DOCUMENTS, Kind, recognise
from marketplace.files.models import StoredFile
from marketplace.files.scanning import scan

PRIVATE = "private, no-store"
PUBLIC = "public, max-age=3600"
NAME_LENGTH = 200


def store(
    content: File,
    *,
    name: str,
    uploaded_by: Any,
    at: datetime,
    kinds: tuple[Kind, ...] = DOCUMENTS,
    max_bytes: int | None = None,
) -> StoredFile:
    """Check ``content`` and keep it privately. Who may do so is the caller's to ask.

    The stored name is the given one without folders or invisible characters;
    the type is what the content says.

    Raises Invalid or ScannerAway with a sentence for the person; nothing is then kept.
    """
    name = clean_name(name)
    kind = recognise(content, name, kinds=kinds, max_bytes=max_bytes)
    scan(content, name)
    return keep(content, name=name, content_type=kind.content_type, uploaded_by=uploaded_by, at=at)


def keep(
    content: File, *, name: str, content_type: str, uploaded_by: Any, at: datetime
) -> StoredFile:
    """Keep bytes as they are: what a worker made, or what was checked and then sealed.

    ``uploaded_by`` is None for the platform itself. After a rollback the bytes
    stay behind without a row: harmless, and never read.
    """
    digest = hashlib.sha256()
    size = 0
    for chunk in content.chunks():  # a large file is never whole in memory
        digest.update(chunk)
        size += len(chunk)
    stored = StoredFile(
        name=name,
        content_type=content_type,
        size=size,
        sha256=digest.hexdigest(),
        uploaded_by=uploaded_by,
        created_at=at,
    )
    stored.content.save(name, content, save=True)
    return stored


def discard(stored: StoredFile) -> None:
    """Delete a file that nothing refers to any more; the bytes go when the transaction commits."""
    storage, path = stored.content.storage, str(stored.content.name)
    stored.delete()
    transaction.on_commit(lambda: storage.delete(path))


def serve(stored: StoredFile, *, public: bool = False) -> FileResponse:
    """The file as a download. Who may have it was asked by the view.

    Always an attachment, never sniffed, sandboxed should a browser open it all
    the same; ``public`` only says that caches may keep it for an hour.
    """
    return FileResponse(
        stored.content.open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type,
        headers={
            "Cache-Control": PUBLIC if public else PRIVATE,
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "ETag": f'"{stored.sha256}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def clean_name(name: str) -> str:
    """What the person called the file: no folders, no control or direction marks, not too long."""
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in bare if unicodedata.category(sign)[0] != "C").strip(" .")
    stem, dot, ending = shown.rpartition(".")
    if not stem:
        return shown[:NAME_LENGTH] or _("file")
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}{dot}{ending}"[:NAME_LENGTH]
