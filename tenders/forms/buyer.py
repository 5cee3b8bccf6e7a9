"""What a public body and its people type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.reference.models import Region
from tenders.forms.fields import Rows, capitalised
from tenders.models import Buyer
from tenders.values import BuyerDetails, BuyerKind, Capability

NEQ_LENGTH = 10


class BuyerForm(forms.Form):
    """The details of a public body."""

    name_fr = forms.CharField(label=_("Name in French"), max_length=200)
    name_en = forms.CharField(
        label=_("Name in English"),
        max_length=200,
        required=False,
        help_text=_("Only if it has an official one."),
    )
    kind = forms.ChoiceField(label=_("Kind of body"), choices=capitalised(BuyerKind.choices))
    neq = forms.CharField(
        label=_("Québec enterprise number (NEQ)"),
        required=False,
        max_length=20,
        help_text=_("Ten digits."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    street = forms.CharField(label=_("Street address"), max_length=200)
    city = forms.CharField(label=_("City"), max_length=100)
    region = forms.ChoiceField(label=_("Region"), choices=Region.choices)
    postal_code = forms.CharField(
        label=_("Postal code"), max_length=10, widget=forms.TextInput(attrs={"class": "short"})
    )
    email = forms.EmailField(
        label=_("E-mail address for procurement"), help_text=_("Shown on each call.")
    )
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    description_fr = forms.CharField(
        label=_("Presentation in French"), max_length=2000, required=False, widget=Rows(3)
    )
    description_en = forms.CharField(
        label=_("Presentation in English"), max_length=2000, required=False, widget=Rows(3)
    )
    pays_taxes = forms.BooleanField(label=_("The body pays GST and QST"), required=False)
    allows_single_officer = forms.BooleanField(
        label=_("One person may write and approve a call"),
        required=False,
        help_text=_("For very small bodies only. Each call then says so publicly."),
    )

    @classmethod
    def shown(cls, buyer: Buyer) -> dict[str, Any]:
        return {name: getattr(buyer, name) for name in cls.base_fields}

    def clean_neq(self) -> str:
        neq = self.cleaned_data["neq"].replace(" ", "").replace("\u00a0", "")
        if neq and not (neq.isdecimal() and len(neq) == NEQ_LENGTH):
            raise forms.ValidationError(_("An enterprise number has ten digits."))
        return str(neq)

    def details(self) -> BuyerDetails:
        """The validated input, as the domain wants it."""
        return BuyerDetails(**self.cleaned_data)


class MemberForm(forms.Form):
    """A person and what they may do."""

    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The one with which the person signs in here.")
    )
    capabilities = forms.MultipleChoiceField(
        label=_("What this person may do"),
        choices=capitalised(Capability.choices),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing this person may do.")},
    )


class ReasonForm(forms.Form):
    """Why the operator refuses or suspends, or an approver returns."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=Rows(4))
