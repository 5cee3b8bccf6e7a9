"""What a reader of the list of buyers may ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.web.search import WordsField


class BuyersForm(forms.Form):
    use_required_attribute = False
    q = WordsField(label=_("Name or city"), required=False)
