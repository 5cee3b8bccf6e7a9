"""What a firm says of itself, in short steps. The same forms register and change it."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.identifiers import (
    BadIdentifier,
    is_doubtful_neq,
    read_gst_number,
    read_neq,
    read_phone,
    read_postal_code,
    read_qst_number,
)
from marketplace.reference.models import Category, Region
from marketplace.web.fields import IdentifierField
from vendors.states import FirmSize


class StepForm(forms.Form):
    """One step. ``answers`` are plain values, fit for JSON and for ``FirmDetails``."""

    def freeze(self, names: Collection[str]) -> None:
        """Show these fields without letting them be changed."""
        for name in self.fields.keys() & set(names):
            self.fields[name].disabled = True
            self.fields[name].help_text = _("Checked at admission. Write to us to change it.")

    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class NumberForm(StepForm):
    """The firm's number. A doubtful one is not refused: the person is asked to look again."""

    neq = IdentifierField(
        read=read_neq,
        label=_("Québec enterprise number (NEQ)"),
        required=False,
        help_text=_("Ten digits. Leave it empty if your firm has none."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    neq_is_right = forms.BooleanField(
        label=_("I have checked this number: it is right."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self._is_doubtful(self["neq"].value() or ""):
            del self.fields["neq_is_right"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "neq_is_right" in self.fields and not cleaned.get("neq_is_right"):
            self.add_error(
                "neq_is_right",
                _("This number does not look like an NEQ. Correct it, or say that it is right."),
            )
        return cleaned

    def answers(self) -> dict[str, Any]:
        answers = super().answers()
        answers.pop("neq_is_right", None)
        return answers

    @staticmethod
    def _is_doubtful(typed: str) -> bool:
        try:
            return is_doubtful_neq(read_neq(typed))
        except BadIdentifier:
            return False


class FirmForm(StepForm):
    """Who the firm is."""

    legal_name = forms.CharField(
        label=_("Legal name"),
        max_length=200,
        help_text=_("As in the Québec enterprise register."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    trade_name = forms.CharField(
        label=_("Trade name"),
        max_length=200,
        required=False,
        help_text=_("If your clients know you by another name."),
    )
    size = forms.ChoiceField(
        label=_("Number of employees"), choices=FirmSize.choices, widget=forms.RadioSelect
    )


class ContactForm(StepForm):
    """Where the firm is and how to reach it."""

    street = forms.CharField(
        label=_("Street address"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
    )
    city = forms.CharField(
        label=_("City"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    region = forms.ChoiceField(label=_("Region"), choices=[("", "—"), *Region.choices])
    postal_code = forms.CharField(
        label=_("Postal code"),
        max_length=10,
        help_text=_("For example H2X 1Y4."),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "class": "short"}),
    )
    email = forms.EmailField(
        label=_("E-mail address for business"),
        help_text=_("Shown on the firm's public page."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = IdentifierField(
        read=read_phone,
        label=_("Telephone"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "short"}),
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        code = cleaned.get("postal_code")
        if code and cleaned.get("region") != Region.ELSEWHERE:
            try:
                cleaned["postal_code"] = read_postal_code(code)
            except BadIdentifier as refusal:
                self.add_error("postal_code", refusal.message)
        return cleaned


class TaxForm(StepForm):
    """Whether the firm charges GST and QST, and under which numbers."""

    charges_taxes = forms.TypedChoiceField(
        label=_("Does your firm charge GST and QST?"),
        choices=[
            ("True", _("Yes: it is registered for both")),
            ("False", _("No: it is a small supplier (30,000 $ or less over four quarters)")),
        ],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )
    gst_number = IdentifierField(
        read=read_gst_number,
        label=_("GST number"),
        required=False,
        help_text=_("For example 123456782 RT0001."),
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    qst_number = IdentifierField(
        read=read_qst_number,
        label=_("QST number"),
        required=False,
        help_text=_("For example 1234567890 TQ0001."),
        widget=forms.TextInput(attrs={"class": "short"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("charges_taxes"):
            for name in ("gst_number", "qst_number"):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, _("Write the number, or say that the firm charges none."))
        elif cleaned.get("charges_taxes") is False:
            cleaned["gst_number"] = cleaned["qst_number"] = ""
        return cleaned


class ActivityForm(StepForm):
    """What the firm does: in words, and by categories, which decide what calls it is told of."""

    description_fr = forms.CharField(
        label=_("What your firm does, in French"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Shown on the firm's public page."),
    )
    description_en = forms.CharField(
        label=_("What your firm does, in English"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    categories = forms.MultipleChoiceField(
        label=_("Categories"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You are told of the calls in the categories that you tick."),
    )
    more = forms.MultipleChoiceField(
        label=_("Other categories"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = list(Category.objects.all())
        for name, featured in (("categories", True), ("more", False)):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                (row.code, row.label) for row in everything if row.is_featured is featured
            ]
        self.initial["more"] = self.initial.get("categories", ())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned["categories"] or cleaned["more"]):
            self.add_error("categories", _("Tick at least one category."))
        return cleaned

    def answers(self) -> dict[str, Any]:
        answers = super().answers()
        answers["categories"] = sorted({*answers["categories"], *answers.pop("more")})
        return answers


class DeclarationForm(forms.Form):
    """The last step of a registration."""

    declared = forms.BooleanField(
        label=_("I may act for this firm, and what I have written is true.")
    )


STEPS: dict[str, type[StepForm]] = {
    "number": NumberForm,
    "firm": FirmForm,
    "contact": ContactForm,
    "taxes": TaxForm,
    "activities": ActivityForm,
}
