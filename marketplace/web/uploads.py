"""Receive a file without ever writing it in clear to the disk."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class InMemoryUpload(FileUploadHandler):
    """Keeps an uploaded file in memory, up to ``max_bytes``.

    Django's own handlers put anything over 2.5 MB into a temporary file. Of a larger file only
    the size is kept, which is what the form refuses it for.
    """

    def __init__(self, request: Any = None, *, max_bytes: int) -> None:
        super().__init__(request)
        self.max_bytes = max_bytes

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.content = BytesIO()
        self.is_whole = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.is_whole = self.is_whole and start + len(raw_data) <= self.max_bytes
        if self.is_whole:
            self.content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.content.seek(0)
        return InMemoryUploadedFile(
            file=self.content,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size if self.is_whole else max(file_size, self.max_bytes + 1),
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
