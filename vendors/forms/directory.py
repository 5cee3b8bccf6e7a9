"""What a reader of the directory may ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.reference.models import Category, Region
from marketplace.web.search import WordsField


class DirectoryForm(forms.Form):
    use_required_attribute = False
    q = WordsField(label=_("Name or city"), required=False)
    category = forms.ModelChoiceField(
        Category.objects.all(), label=_("Category"), required=False, empty_label=_("All categories")
    )
    region = forms.ChoiceField(
        label=_("Region"), required=False, choices=[("", _("All regions")), *Region.choices]
    )
