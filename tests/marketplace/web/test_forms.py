import pytest
from django import forms
from django.template.loader import render_to_string

from marketplace.web.samples import SampleForm


@pytest.fixture
def wrong():
    return str(SampleForm({"title": "", "budget": "x", "place": "moon"}))


def test_the_summary_links_to_each_field_that_has_an_error(wrong):
    for name in ("title", "budget", "deadline", "place", "confirm"):
        assert f'href="#id_{name}"' in wrong
    assert 'role="alert"' in wrong


def test_an_error_and_a_hint_are_tied_to_their_field(wrong):
    assert 'aria-describedby="id_title_helptext id_title_error"' in wrong
    assert 'id="id_title_helptext"' in wrong
    assert 'id="id_title_error"' in wrong
    assert wrong.count('aria-invalid="true"') >= 4


def test_choices_are_a_fieldset_with_a_legend(wrong):
    assert wrong.count("<fieldset") == 2
    assert wrong.count("<legend>") == 2


def test_fields_that_may_stay_empty_say_so():
    class Note(forms.Form):
        text = forms.CharField(label="Note", required=False)
        title = forms.CharField(label="Title")

    assert str(Note()).count('class="optional"') == 1


def test_a_form_that_was_not_sent_shows_no_summary():
    assert "error-summary" not in str(SampleForm())
    assert "error-summary" not in render_to_string("forms/summary.html", {"form": SampleForm()})
