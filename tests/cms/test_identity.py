"""An organisation's own colours and logo: measured when saved, kept by browsers for ever."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cms.models import SiteSettings
from tests.cms import gardens

pytestmark = pytest.mark.django_db


def choose(**values) -> SiteSettings:
    chosen = SiteSettings.load()
    for name, value in values.items():
        setattr(chosen, name, value)
    chosen.full_clean()
    chosen.save()
    return chosen


def theme_of(client) -> str:
    head = client.get("/fr/").text.partition("</head>")[0]
    return head.partition('href="/theme/')[2].partition('"')[0]


def test_the_houses_colours_need_no_style_sheet_of_their_own(client):
    assert theme_of(client) == ""


def test_chosen_colours_are_a_style_sheet_that_is_kept_for_ever(client):
    choose(brand_colour="#1D4F7A", accent_colour="#ffd24a")

    sheet = client.get(f"/theme/{theme_of(client)}")

    assert sheet["Content-Type"] == "text/css"
    assert sheet["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "--brand:light-dark(#1d4f7a," in sheet.text


def test_other_colours_have_another_address_and_the_old_one_still_answers(client):
    choose(brand_colour="#1d4f7a")
    old = theme_of(client)
    choose(brand_colour="#7a1d4f")

    assert theme_of(client) != old
    assert client.get(f"/theme/{old}")["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"brand_colour": "#7fd6b2"}, "brand_colour", ["1,5 pour 1", "4,5 pour 1", "#"]),
        ({"accent_colour": "#0b5c45"}, "accent_colour", ["1,5 pour 1", "3,0 pour 1", "#"]),
        ({"brand_colour": "vert"}, "brand_colour", ["#0b5c45"]),
    ],
)
def test_a_colour_that_can_not_be_read_is_refused_with_its_ratio_and_a_cure(values, field, words):
    with pytest.raises(ValidationError) as refusal:
        choose(**values)

    [sentence] = refusal.value.message_dict[field]
    assert [word for word in words if word not in sentence] == []
    assert SiteSettings.objects.filter(**values).count() == 0


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_logo_takes_the_place_of_the_mark_and_says_the_name(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = get_image_model().objects.create(title="x", file=get_test_image_file(size=(400, 200)))
    choose(logo=image)

    brand = client.get("/fr/").text.partition('class="brand"')[2].partition("</a>")[0]

    assert 'alt="Micromarché" width="192" height="96"' in brand
    assert "<svg" not in brand


def test_editors_add_pages_to_the_menu_and_the_footer(client):
    french = gardens.content("Notre démarche")
    gardens.content("Our approach", gardens.home("en"), twin=french)
    choose(header_pages=[("page", french.page_ptr)], footer_pages=[("page", french.page_ptr)])

    assert client.get("/fr/").text.count('href="/fr/notre-demarche/"') == 2
    assert client.get("/en/").text.count('href="/en/our-approach/"') == 2
    french.unpublish()
    assert 'href="/fr/notre-demarche/"' not in client.get("/fr/").text
