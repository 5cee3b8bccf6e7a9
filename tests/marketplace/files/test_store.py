"""Files go in checked and hashed, and come out as attachments that no browser runs."""

import hashlib
import socketserver
from threading import Thread

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import translation

from marketplace.clock import now
from marketplace.errors import Invalid
from marketplace.files.forms import UploadField
from marketplace.files.kinds import IMAGES
from marketplace.files.models import StoredFile
from marketplace.files.scanning import ScannerAway
from marketplace.files.store import clean_name, discard, keep, serve, store
from tests.marketplace.files import samples
from tests.marketplace.files.samples import upload


@pytest.fixture(autouse=True)
def private_root(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


@pytest.fixture
def camille(django_user_model):
    return django_user_model.objects.create_user("camille@atelier.example")


def content_of(stored: StoredFile) -> bytes:
    with stored.content.open() as kept:
        return kept.read()


def bytes_kept(folder) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


@pytest.mark.django_db
def test_a_file_is_kept_with_its_size_and_digest(camille, private_root):
    at = now()

    stored = store(upload(samples.PDF), name="C:\\Bureau\\plan.pdf", uploaded_by=camille, at=at)

    stored.refresh_from_db()
    assert (stored.name, stored.content_type) == ("plan.pdf", "application/pdf")
    assert (stored.uploaded_by, stored.created_at) == (camille, at)
    assert stored.size == len(samples.PDF)
    assert stored.sha256 == hashlib.sha256(samples.PDF).hexdigest()
    assert content_of(stored) == samples.PDF
    assert str(private_root) in stored.content.path
    assert "plan" not in stored.content.path


@pytest.mark.django_db
def test_a_refused_file_leaves_nothing_behind(camille, private_root):
    with pytest.raises(Invalid):
        store(upload(samples.PROGRAM), name="plan.pdf", uploaded_by=camille, at=now())

    assert not StoredFile.objects.exists()
    assert bytes_kept(private_root) == 0


@pytest.mark.django_db
def test_what_a_worker_made_is_kept_as_it_is():
    stored = keep(
        upload(b"sealed"), name="x", content_type="application/pdf", uploaded_by=None, at=now()
    )

    assert content_of(stored) == b"sealed"
    assert stored.uploaded_by is None


@pytest.mark.django_db(transaction=True)
def test_a_discarded_file_goes_with_the_transaction(camille, private_root):
    stored = store(upload(samples.PDF), name="plan.pdf", uploaded_by=camille, at=now())

    with transaction.atomic():
        discard(stored)
        assert bytes_kept(private_root) == 1

    assert bytes_kept(private_root) == 0
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("public", "caching"), [(False, "private, no-store"), (True, "public, max-age=3600")]
)
def test_a_file_is_served_as_a_harmless_attachment(camille, public, caching):
    stored = store(upload(samples.PDF), name="Échéancier.pdf", uploaded_by=camille, at=now())

    response = serve(stored, public=public)

    assert b"".join(response.streaming_content) == samples.PDF
    response.close()
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%C3%89ch%C3%A9ancier.pdf"
    )
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == caching


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\a\\plan.pdf", "plan.pdf"),
        ("plan\u202efdp.exe.pdf", "planfdp.exe.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie: b.pdf"),
        ("e\u0301tude.pdf", "\u00e9tude.pdf"),
        ("é" * 400 + ".pdf", "é" * 196 + ".pdf"),
        ("x" * 400, "x" * 200),
    ],
)
def test_names_lose_folders_and_invisible_characters(given, kept):
    assert clean_name(given) == kept


class UploadForm(forms.Form):
    image = UploadField(kinds=IMAGES)


def test_the_form_field_says_why_a_file_is_refused():
    form = UploadForm({}, {"image": SimpleUploadedFile("photo.png", samples.PROGRAM)})

    with translation.override("en"):
        assert form.errors["image"][0].startswith("“photo.png” doesn't hold what its name says")
    assert 'accept=".png,.jpg,.jpeg"' in str(form["image"])


def test_the_form_field_takes_a_true_file():
    form = UploadForm({}, {"image": SimpleUploadedFile("photo.png", samples.PNG)})

    assert form.errors == {}
    assert form.cleaned_data["image"].read() == samples.PNG


class Scanner(socketserver.StreamRequestHandler):
    """Answers INSTREAM as clamd does."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
        found = b"Eicar-Signature FOUND" if samples.EICAR in content else b"OK"
        self.wfile.write(b"stream: " + found + b"\0")


@pytest.fixture
def scanner(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Scanner) as server:
        settings.CLAMAV_ADDRESS = f"tcp:127.0.0.1:{server.server_address[1]}"
        Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


@pytest.mark.django_db
@pytest.mark.usefixtures("scanner")
def test_a_clean_file_passes_the_scanner(camille):
    stored = store(upload(samples.PDF), name="plan.pdf", uploaded_by=camille, at=now())

    assert stored.size == len(samples.PDF)


@pytest.mark.django_db
@pytest.mark.usefixtures("scanner")
def test_a_virus_is_refused(camille, private_root):
    with pytest.raises(Invalid) as refusal, translation.override("en"):
        store(upload(samples.EICAR), name="plan.txt", uploaded_by=camille, at=now())

    assert refusal.value.message == "“plan.txt” was refused: the scanner found a virus in it."
    assert not StoredFile.objects.exists()
    assert bytes_kept(private_root) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["unix:/nowhere/clamd.ctl", "tcp:127.0.0.1:1"])
def test_without_an_answer_from_a_configured_scanner_nothing_is_taken(settings, camille, address):
    settings.CLAMAV_ADDRESS = address

    with pytest.raises(ScannerAway):
        store(upload(samples.PDF), name="plan.pdf", uploaded_by=camille, at=now())

    assert not StoredFile.objects.exists()
