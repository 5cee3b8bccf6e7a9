"""Content decides what a file is; its name only has to agree."""

import pytest
from django.utils import translation

from marketplace.errors import Invalid
from marketplace.files import kinds
from marketplace.files.kinds import DOCUMENTS, IMAGES, recognise
from tests.marketplace.files import samples
from tests.marketplace.files.samples import upload


def test_every_accepted_ending_has_a_true_sample():
    endings = {ending for kind in DOCUMENTS for ending in kind.endings}

    assert {name.rpartition(".")[2].lower() for name in samples.TRUE} == endings


@pytest.mark.parametrize("name", samples.TRUE)
def test_a_true_file_is_recognised(name):
    content = upload(samples.TRUE[name], name)

    kind = recognise(content, name)

    assert name.rpartition(".")[2].lower() in kind.endings
    assert content.read() == samples.TRUE[name]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", samples.PROGRAM),
        ("plan.pdf", samples.DOCX),
        ("plan.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("offre.docx", samples.XLSX),
        ("offre.docx", samples.OLD_WORD),
        ("offre.docx", samples.MACRO),
        ("offre.odt", samples.ODS),
        ("offre.odt", samples.ZIP),
        ("code.zip", samples.TEXT),
        ("photo.png", samples.JPEG),
        ("lisez-moi.txt", samples.PROGRAM),
        ("points.csv", "prix élevé".encode("latin-1")),
        ("points.json", b"\0"),
    ],
)
def test_a_file_of_another_kind_than_its_name_is_refused(name, content):
    with pytest.raises(Invalid) as refusal, translation.override("en"):
        recognise(upload(content, name), name)

    assert f"“{name}” doesn't hold what its name says" in refusal.value.message


@pytest.mark.parametrize(
    "name", ["prog.exe", "page.html", "dessin.svg", "macro.docm", "sans-extension", ".pdf.sh"]
)
def test_a_kind_that_is_not_listed_is_refused_with_the_list(name):
    with pytest.raises(Invalid) as refusal, translation.override("en"):
        recognise(upload(samples.PDF, name), name)

    assert refusal.value.message == (
        f"“{name}” can't be accepted. Accepted kinds of files: PDF, DOCX, XLSX, PPTX, ODT, ODS, "
        "ODP, TXT, CSV, JSON, PNG, JPG, ZIP."
    )


def test_an_empty_file_is_refused():
    with pytest.raises(Invalid), translation.override("en"):
        recognise(upload(b""), "plan.pdf")


@pytest.mark.parametrize(("size", "taken"), [(2_000_000, True), (2_000_001, False)])
def test_a_file_over_the_limit_is_refused(settings, size, taken):
    settings.FILE_MAX_BYTES = 2_000_000
    content = upload(samples.PDF.ljust(size, b"\n"))

    if taken:
        assert recognise(content, "plan.pdf") == kinds.PDF
    else:
        with pytest.raises(Invalid) as refusal, translation.override("en"):
            recognise(content, "plan.pdf")
        assert "the limit is 2 MB" in refusal.value.message


def test_a_narrower_list_refuses_what_the_wide_one_takes():
    with pytest.raises(Invalid):
        recognise(upload(samples.PDF), "plan.pdf", kinds=IMAGES)


def test_a_character_cut_by_a_chunk_is_still_text(monkeypatch):
    content = upload(("é" * 50_000).encode(), "long.txt")
    content.DEFAULT_CHUNK_SIZE = 4095

    assert recognise(content, "long.txt") == kinds.TEXT
