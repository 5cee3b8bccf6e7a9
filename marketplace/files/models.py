"""Private files: bytes on disk, facts in a row."""

import os
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _


class PrivateStorage(FileSystemStorage):
    """Where private bytes lie: never under a folder that a web server serves.

    Asks the setting at each use, so that a test can point it elsewhere.
    """

    @property
    def base_location(self) -> str:
        return str(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        return str(Path(settings.PRIVATE_ROOT).absolute())

    def _save(self, name: str, content: Any) -> str:
        """The whole file, on the disk when this returns, or nothing of it.

        What is acknowledged must outlive a power cut, and half a file on a full disk would only
        take room.
        """
        try:
            saved: str = super()._save(name, content)  # type: ignore[misc]
            sync(Path(self.path(saved)))
        except OSError:
            self.delete(name)
            raise
        return saved


def sync(file: Path) -> None:
    """Have ``file`` and its name written to the disk. Raises OSError, a full disk among them."""
    for path in (file, file.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def private_storage() -> FileSystemStorage:
    return PrivateStorage()


def _path(instance: "StoredFile", filename: str) -> str:
    name = instance.public_id.hex
    return f"{name[:2]}/{name}"


class StoredFile(models.Model):
    """Bytes somebody uploaded or a worker made. Downloaded only through a view that asked first.

    ``name`` is what the person called it, ``content_type`` what the content says it is.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text=_("in bytes"))
    sha256 = models.CharField(max_length=64)
    content = models.FileField(storage=private_storage, upload_to=_path, max_length=255)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file")

    def __str__(self) -> str:
        return self.name
