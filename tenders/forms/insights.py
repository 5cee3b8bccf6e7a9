"""What a reader of the figures looks at. Whatever can't be understood is left out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.reference.models import Category
from tenders.documents.insights import DEFAULT_MEASURE, MEASURES, Measure
from tenders.models import Buyer
from tenders.queries.insights import Slice, years


class SliceForm(forms.Form):
    """Year, buyer and category, as GET parameters."""

    use_required_attribute = False
    year = forms.Field()  # keeps its place; its choices are what there is
    buyer = forms.ModelChoiceField(
        Buyer.objects.public(),
        label=_("Buyer"),
        required=False,
        to_field_name="slug",
        empty_label=_("All buyers"),
    )
    category = forms.ModelChoiceField(
        Category.objects.all(),
        label=_("Category"),
        required=False,
        empty_label=_("All categories"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"] = forms.TypedChoiceField(
            label=_("Year of publication"),
            required=False,
            coerce=int,
            choices=[("", _("All years")), *((year, year) for year in years())],
        )
        self.is_valid()

    def part(self) -> Slice:
        """The slice that was understood."""
        category = self.cleaned_data.get("category")
        return Slice(
            year=self.cleaned_data.get("year") or 0,
            buyer=self.cleaned_data.get("buyer"),
            category=category.code if category else "",
        )

    def asked(self) -> dict[str, str]:
        """The parameters that were understood, as they came."""
        understood = [name for name in self.fields if self.cleaned_data.get(name)]
        return {name: self.data[name] for name in understood}


class MarketForm(SliceForm):
    """A slice, and what is drawn of it."""

    measure = forms.ChoiceField(
        label=_("What is drawn"),
        required=False,
        choices=[(name, measure.label) for name, measure in MEASURES.items()],
    )

    def drawn(self) -> Measure:
        return MEASURES[self.cleaned_data.get("measure") or DEFAULT_MEASURE]
