"""No level of headings is skipped: what an editor saves keeps its order."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from cms import outline
from tests.cms import gardens

pytestmark = pytest.mark.django_db
STEPS = {"steps": [{"title": "Un", "text": "<p>a</p>"}, {"title": "Deux", "text": "<p>b</p>"}]}


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ([("heading", "Un"), ("text", "<h3>Deux</h3><p>a</p>")], ""),
        ([("text", "<p>a</p>"), ("heading", "Un"), ("steps", STEPS)], ""),
        ([("text", "<h3>Trop <b>bas</b></h3>"), ("heading", "Un")], "Trop bas"),
        ([("steps", STEPS)], "Un"),
        ([("figures", {"heading": "Chiffres"}), ("text", "<h3>Détail</h3>")], ""),
    ],
)
def test_a_heading_of_the_third_level_stands_under_one_of_the_second(body, wrong):
    if not wrong:
        assert gardens.content(body=body).pk
        return
    with pytest.raises(ValidationError) as refusal:
        gardens.content(body=body)

    assert wrong in refusal.value.message_dict["body"][0]
    assert not Page.objects.filter(title="À propos").exists()


def test_the_outline_is_what_a_screen_reader_lists():
    page = gardens.content(body=[("heading", "Un"), ("steps", STEPS), ("heading", "Fin")])

    assert outline.headings(page.body) == [(2, "Un"), (3, "Un"), (3, "Deux"), (2, "Fin")]
