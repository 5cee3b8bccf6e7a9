"""What a reader of the lists of awards and buyers may ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.web.search import WordsField
from tenders.models import Buyer


class AwardsForm(forms.Form):
    use_required_attribute = False
    q = WordsField(label=_("Call, number or firm"), required=False)
    buyer = forms.ModelChoiceField(
        Buyer.objects.public(),
        label=_("Buyer"),
        required=False,
        to_field_name="slug",
        empty_label=_("All buyers"),
    )


class BuyersForm(forms.Form):
    use_required_attribute = False
    q = WordsField(label=_("Name or city"), required=False)
