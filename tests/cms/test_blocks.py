"""Blocks refuse what would make a page inaccessible or lead astray."""

import gc

import pytest
from django.core.exceptions import ValidationError
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.images.tests.utils import get_test_image_file

from cms.blocks import BODY, CalloutBlock, FigureBlock, HeadingBlock, LinkBlock, TableBlock, _cells
from tests.cms import gardens


def table(caption: str) -> dict:
    return {
        "caption": caption,
        "columns": [
            {"type": "text", "heading": "Entreprise"},
            {"type": "number", "heading": "Note"},
        ],
        "rows": [{"values": ["A", 85]}, {"values": ["B", 72]}],
    }


def test_a_heading_has_an_address_of_its_own():
    assert HeadingBlock().render("L’été à venir") == '<h2 id="lete-a-venir">L’été à venir</h2>\n'


def test_a_callout_shows_its_tone_and_title():
    block = CalloutBlock()
    html = block.render(block.normalize({"tone": "seal", "title": "Scellé", "text": "<p>Mot.</p>"}))

    assert 'data-tone="seal"' in html
    assert "Scellé" in html
    assert "<p>Mot.</p>" in html


def test_a_table_gives_each_cell_its_heading_for_a_phone():
    block = TableBlock(_cells())
    html = block.render(block.normalize(table("Deux soumissions")))

    assert "<caption>Deux soumissions</caption>" in html
    assert '<th scope="row">A</th>' in html
    assert '<td data-label="Note" class="number">85</td>' in html


@pytest.mark.parametrize("caption", ["", "  "])
def test_a_table_without_a_caption_is_refused(caption):
    block = TableBlock(_cells())

    with pytest.raises(ValidationError):
        block.clean(block.normalize(table(caption)))


@pytest.mark.parametrize(
    ("page", "url", "taken"),
    [
        (True, "", True),
        (False, "https://exemple.example/", True),
        (False, "/fr/appels/", True),
        (False, "mailto:a@b.example", True),
        (True, "https://exemple.example/", False),
        (False, "", False),
        (False, "javascript:alert(1)", False),
        (False, "http://exemple.example/", False),
    ],
)
@pytest.mark.django_db
def test_a_link_leads_to_one_place_and_a_safe_one(page, url, taken):
    block = LinkBlock()
    link = block.normalize({"label": "Là", "page": gardens.home() if page else None, "url": url})

    if taken:
        assert block.clean(link).href == ("/fr/" if page else url)
    else:
        with pytest.raises(ValidationError):
            block.clean(link)


@pytest.mark.django_db
def test_a_link_to_a_page_that_was_taken_down_leads_nowhere():
    page = gardens.content(live=False)
    link = LinkBlock().normalize({"label": "Là", "page": page, "url": ""})

    assert link.href == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("alt", "decorative", "taken"),
    [("Une enveloppe scellée", False, True), ("", True, True), ("", False, False)],
)
def test_an_image_says_what_it_shows_or_that_it_shows_nothing(
    settings, tmp_path, alt, decorative, taken
):
    settings.MEDIA_ROOT = tmp_path
    image = get_image_model().objects.create(title="x", file=get_test_image_file())
    block = ImageBlock()
    raw = {"image": image.pk, "alt_text": alt, "decorative": decorative}

    if taken:
        assert block.clean(block.to_python(raw)).contextual_alt_text == alt
    else:
        with pytest.raises(ValidationError):
            block.clean(block.to_python(raw))


# Wagtail leaves the temporary files of its renditions to the garbage collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.django_db
def test_a_figure_is_shown_in_modern_formats_with_its_size(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = get_image_model().objects.create(title="x", file=get_test_image_file(size=(1200, 800)))
    block = FigureBlock()

    html = block.render(
        block.to_python(
            {
                "image": {"image": image.pk, "alt_text": "Une enveloppe", "decorative": False},
                "caption": "Le sceau",
            }
        )
    )

    assert 'type="image/avif"' in html
    assert 'alt="Une enveloppe"' in html
    assert 'width="480"' in html
    assert 'height="320"' in html
    assert "<figcaption>Le sceau</figcaption>" in html
    gc.collect()


def test_every_block_has_a_name_of_its_own():
    names = [name for name, _block in BODY]

    assert len(names) == len(set(names))
