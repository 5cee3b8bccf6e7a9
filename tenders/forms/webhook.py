"""What somebody types to have their own program told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.reference.models import Category
from tenders.models import Buyer, Event


class WebhookForm(forms.Form):
    address = forms.URLField(
        label=_("Address of your program"),
        max_length=500,
        assume_scheme="https",
        help_text=_("It begins with https:// and answers from the Internet."),
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "url"}),
    )
    events = forms.MultipleChoiceField(
        label=_("Tell it when"),
        choices=Event.choices,
        initial=[Event.PUBLISHED, Event.AMENDED, Event.CANCELLED, Event.AWARDED],
        widget=forms.CheckboxSelectMultiple,
    )
    buyer = forms.ModelChoiceField(
        Buyer.objects.public(),
        label=_("Of one buyer only"),
        required=False,
        empty_label=_("All buyers"),
    )
    category = forms.ModelChoiceField(
        Category.objects.all(),
        label=_("Of one category only"),
        required=False,
        empty_label=_("All categories"),
        help_text=_("With all that is under it."),
    )
