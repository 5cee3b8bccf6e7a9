"""What a reader of the lists may ask for. Whatever can't be understood is left out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.reference.models import Category, Region
from marketplace.web.search import WordsField
from tenders.models import Buyer
from tenders.queries.search import Budget, Search, Sort, View
from tenders.values import AwardMethod, Place


def _any(label: Any, choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [("", label), *choices]


class SearchForm(forms.Form):
    """The filters of the list of calls, as its GET parameters."""

    use_required_attribute = False
    q = WordsField(label=_("Words"), required=False)
    category = forms.ModelChoiceField(
        Category.objects.all(), label=_("Category"), required=False, empty_label=_("All categories")
    )
    buyer = forms.ModelChoiceField(
        Buyer.objects.public(),
        label=_("Buyer"),
        required=False,
        to_field_name="slug",
        empty_label=_("All buyers"),
    )
    region = forms.ChoiceField(
        label=_("Region"), required=False, choices=_any(_("All regions"), Region.choices)
    )
    place = forms.ChoiceField(
        label=_("Place"), required=False, choices=_any(_("All places"), Place.choices)
    )
    budget = forms.ChoiceField(
        label=_("Budget before taxes"),
        required=False,
        choices=_any(_("All budgets"), Budget.choices),
    )
    method = forms.ChoiceField(
        label=_("Award method"), required=False, choices=_any(_("All methods"), AwardMethod.choices)
    )
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=Sort.choices)
    view = forms.ChoiceField(required=False, choices=View.choices, widget=forms.HiddenInput)

    FILTERS = ("category", "buyer", "region", "place", "budget", "method")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Every field belongs to the form ``#find``, wherever on the page it stands."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["form"] = "find"

    def search(self) -> Search:
        """What was understood."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        return Search(**asked)
