"""Looking for partners: the notice, the search, letters and answers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.reference.models import Category
from marketplace.web.search import WordsField
from vendors.models import Vendor
from vendors.values import PartnerText


class FindPartnersForm(forms.Form):
    use_required_attribute = False
    q = WordsField(label=_("Words"), required=False)
    category = forms.ModelChoiceField(
        Category.objects.all(), label=_("Category"), required=False, empty_label=_("All categories")
    )


class PartnerNoticeForm(forms.Form):
    seeks = forms.CharField(
        label=_("We look for"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: a firm that tests accessibility, for calls in web development."),
    )
    offers = forms.CharField(
        label=_("We can offer"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    category = forms.ModelChoiceField(Category.objects.all(), label=_("Category"))
    language = forms.ChoiceField(label=_("Written in"), choices=settings.LANGUAGES)
    ends_on = forms.DateField(
        label=_("Show it until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Within the next 90 days."),
    )

    @property
    def partner_text(self) -> PartnerText:
        said = dict(self.cleaned_data)
        return PartnerText(**{**said, "category": said["category"].pk})


class LetterForm(forms.Form):
    """In the name of which firm, and what. The firm is hidden where there is only one."""

    sender = forms.ModelChoiceField(
        label=_("In the name of"), queryset=Vendor.objects.none(), to_field_name="public_id",
        widget=forms.RadioSelect, empty_label=None,
    )  # fmt: skip
    text = forms.CharField(
        label=_("Message"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Your name and your firm’s go with it, your address does not."),
    )

    def __init__(self, *args: Any, firms: Sequence[Vendor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sender"]
        field.queryset = Vendor.objects.filter(pk__in=[firm.pk for firm in firms])  # type: ignore[attr-defined]
        if len(firms) == 1:
            field.widget = forms.HiddenInput()
            field.initial = firms[0].public_id


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Your answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )
    shares_address = forms.BooleanField(
        label=_("Show my e-mail address, so that we go on by ourselves"), required=False
    )


class ReportForm(forms.Form):
    reason = forms.CharField(
        label=_("What is wrong with it"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
