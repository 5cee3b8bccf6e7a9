"""The sections of a draft, each its own form. Shape only: a draft may be incomplete."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.reference.models import Region
from marketplace.web.fields import AmountField
from tenders.forms.fields import (
    DayField,
    LenientForm,
    MomentField,
    PercentField,
    Rows,
    capitalised,
    category_choices,
)
from tenders.models import Tender
from tenders.queries.drafts import categories_of, current, fingerprint
from tenders.values import AwardMethod, Clause, Draft, Licence, Place, Reservation

HUNDRED = Decimal(100)
ENGLISH = _("Firms that work in English will thank you. What is missing is shown as missing.")


class DraftForm(LenientForm):
    """One section. ``basis`` is the fingerprint of what the author was shown."""

    basis = forms.CharField(required=False, widget=forms.HiddenInput)
    columns: tuple[str, ...] = ()

    @classmethod
    def shown(cls, tender: Tender) -> dict[str, Any]:
        """What the form shows of ``tender`` when nothing is typed yet."""
        return {name: getattr(tender, name) for name in cls.columns}

    @classmethod
    def blank(cls) -> Draft:
        """A draft with the columns and lists of this section, for comparison."""
        return Draft(fields=dict.fromkeys(cls.columns))

    @classmethod
    def basis_of(cls, tender: Tender) -> str:
        return fingerprint(current(tender, cls.blank()))

    def draft(self) -> Draft:
        """The validated input, as the domain wants it."""
        return Draft(fields={name: self.cleaned_data[name] for name in self.columns})


class BasicsForm(DraftForm):
    columns = ("title_fr", "title_en", "summary_fr", "summary_en", "main_category_id")

    title_fr = forms.CharField(
        label=_("Title in French"),
        max_length=150,
        help_text=_("Say what is to be made, for whom. Firms decide on the title alone."),
    )
    title_en = forms.CharField(
        label=_("Title in English"), max_length=150, required=False, help_text=ENGLISH
    )
    summary_fr = forms.CharField(
        label=_("Summary in French"),
        max_length=400,
        widget=Rows(3),
        help_text=_("Two or three sentences, for the list of calls."),
    )
    summary_en = forms.CharField(
        label=_("Summary in English"), max_length=400, required=False, widget=Rows(3)
    )
    main_category_id = forms.ChoiceField(
        label=_("Main category"),
        choices=lambda: [("", "—"), *category_choices()],
        help_text=_("Firms registered in this category are told about the call."),
    )
    categories = forms.MultipleChoiceField(
        label=_("Other categories"),
        required=False,
        choices=lambda: [choice for _group, rows in category_choices() for choice in rows],
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def shown(cls, tender: Tender) -> dict[str, Any]:
        return {**super().shown(tender), "categories": categories_of(tender)}

    @classmethod
    def blank(cls) -> Draft:
        return Draft(fields=dict.fromkeys(cls.columns), categories=[])

    def draft(self) -> Draft:
        fields = {name: self.cleaned_data[name] for name in self.columns}
        fields["main_category_id"] = fields["main_category_id"] or None
        others = set(self.cleaned_data["categories"]) - {fields["main_category_id"]}
        return Draft(fields=fields, categories=sorted(others))


class NeedForm(DraftForm):
    columns = ("need_fr", "need_en")

    need_fr = forms.CharField(
        label=_("The need, in French"),
        max_length=20_000,
        widget=Rows(18),
        help_text=_(
            "The problem first, then who has it, what exists today and what a good result is. "
            "Leave the solution to the firms."
        ),
    )
    need_en = forms.CharField(
        label=_("The need, in English"), max_length=20_000, required=False, widget=Rows(12)
    )


class DeliverablesForm(DraftForm):
    @classmethod
    def blank(cls) -> Draft:
        return Draft(deliverables=[])


class ConditionsForm(DraftForm):
    columns = ("reserved_for",)

    reserved_for = forms.ChoiceField(
        label=_("Who may bid"),
        choices=[("", _("All firms")), *capitalised(Reservation.choices)],
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "The law lets a call under the thresholds of the trade agreements be reserved for "
            "small firms, where your organisation’s rules provide for it. It can't change after "
            "the publication."
        ),
    )

    @classmethod
    def blank(cls) -> Draft:
        return Draft(fields=dict.fromkeys(cls.columns), conditions=[])


class ContractForm(DraftForm):
    columns = (
        "budget", "budget_is_public", "budget_is_ceiling", "place", "city", "region",
        "contract_start", "contract_end", "licence", "clauses",
    )  # fmt: skip

    budget = AmountField(label=_("Budget before taxes"))
    budget_is_public = forms.BooleanField(
        label=_("Show the budget to everybody"),
        required=False,
        help_text=_("Firms that know the budget answer with what fits it."),
    )
    budget_is_ceiling = forms.BooleanField(
        label=_("The budget is a maximum: a higher price is refused"), required=False
    )
    place = forms.ChoiceField(
        label=_("Place of work"), choices=capitalised(Place.choices), widget=forms.RadioSelect
    )
    city = forms.CharField(
        label=_("City"), max_length=100, required=False, help_text=_("If not entirely remote.")
    )
    region = forms.ChoiceField(
        label=_("Region"), choices=[("", "—"), *Region.choices], required=False
    )
    contract_start = DayField(label=_("Start of the contract"))
    contract_end = DayField(label=_("End of the contract"))
    licence = forms.ChoiceField(
        label=_("Licence of what is delivered"),
        choices=Licence.choices,
        help_text=_("With an open licence, other public bodies can use what you paid for."),
    )
    clauses = forms.MultipleChoiceField(
        label=_("Clauses of the contract"),
        choices=capitalised(Clause.choices),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        data["place"] = data.get("place") or Place.REMOTE
        data["licence"] = data.get("licence") or Licence.LILIQ_P
        return data


class EvaluationForm(DraftForm):
    columns = ("award_method", "k", "minimum_quality")

    award_method = forms.ChoiceField(
        label=_("Award method"), choices=capitalised(AwardMethod.choices), widget=forms.RadioSelect
    )
    minimum_quality = PercentField(
        label=_("Lowest acceptable quality note"),
        required=False,
        help_text=_("Out of 100. A bid below it is not acceptable. Usual: 70."),
    )
    k = PercentField(
        label=_("K, in percent"),
        required=False,
        help_text=_("How much more you would pay to go from a note of 70 to 100. 15 to 30."),
    )

    @classmethod
    def shown(cls, tender: Tender) -> dict[str, Any]:
        k = tender.k
        return {**super().shown(tender), "k": None if k is None else k * HUNDRED}

    @classmethod
    def blank(cls) -> Draft:
        return Draft(fields=dict.fromkeys(cls.columns), criteria=[])

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        data["award_method"] = data.get("award_method") or AwardMethod.ADJUSTED_PRICE
        return data

    def draft(self) -> Draft:
        """What the chosen method doesn't use is left out, lest the notice say it."""
        data, method = self.cleaned_data, self.cleaned_data["award_method"]
        k = data["k"] if method == AwardMethod.ADJUSTED_PRICE else None
        fields = {
            "award_method": method,
            "k": None if k is None else k / HUNDRED,
            "minimum_quality": (
                None if method == AwardMethod.LOWEST_PRICE else data["minimum_quality"]
            ),
        }
        return Draft(fields=fields)


class DatesForm(DraftForm):
    columns = ("enquiry_deadline", "submission_deadline")

    enquiry_deadline = MomentField(
        label=_("Deadline for questions"),
        help_text=_("Leave yourself time to answer, and firms time to use the answers."),
    )
    submission_deadline = MomentField(
        label=_("Deadline for bids"),
        help_text=_("Eastern time. A bid that arrives at this very minute is late."),
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        questions, bids = data.get("enquiry_deadline"), data.get("submission_deadline")
        if questions and bids and questions > bids:
            self.add_error(
                "enquiry_deadline",
                _("The deadline for questions must come before the deadline for bids."),
            )
        return data
