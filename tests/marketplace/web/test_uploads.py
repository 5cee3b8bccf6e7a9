"""Uploads that stay in memory."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.web.uploads import InMemoryUpload

LIMIT = 3_000_000


@pytest.fixture
def receive(rf, settings, tmp_path):
    """Send a file of so many bytes; return what the handler made of it."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "where-nothing-can-be-written"

    def send(size):
        request = rf.post("/", {"file": SimpleUploadedFile("f.bin", b"x" * size)})
        request.upload_handlers = [InMemoryUpload(request, max_bytes=LIMIT)]
        return request.FILES["file"]

    return send


@pytest.mark.parametrize("size", [1, LIMIT])
def test_a_file_within_the_limit_is_whole(receive, size):
    file = receive(size)
    assert (file.size, file.read()) == (size, b"x" * size)


def test_of_a_larger_file_only_the_size_is_kept(receive):
    file = receive(LIMIT + 200_000)
    assert file.size == LIMIT + 200_000
    assert len(file.read()) <= LIMIT
