"""What is typed while bids are judged: shape only, the actions decide."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.amounts import AmountNotUnderstood, format_number, parse_amount
from tenders.models import Criterion
from tenders.values import Disqualification, Note

COMMENT_LENGTH = 2000


class NoteField(forms.DecimalField):
    """A note out of 100, with a comma or a point. Empty while undecided."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=5, decimal_places=2, required=False, **options)
        message = _("A note is between 0 and 100.")
        self.validators += [MinValueValidator(0, message), MaxValueValidator(100, message)]

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return parse_amount(str(value))
        except AmountNotUnderstood as refusal:
            raise ValidationError(_("Write a number between 0 and 100."), "invalid") from refusal

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        whole = value == value.to_integral_value()
        return format_number(value, places=0 if whole else 2)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        return {**attrs, "inputmode": "decimal", "autocomplete": "off", "size": "6"}


class NotesForm(forms.Form):
    """A note and a comment for each criterion, on one bid. ``version`` is what was read."""

    is_draft = True  # saved as far as it goes; all of it is needed to hand in
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        *args: Any,
        criteria: Iterable[Criterion],
        comment_label: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        for criterion in self.criteria:
            self.fields[f"note_{criterion.pk}"] = NoteField(label=_("Note out of 100"))
            self.fields[f"comment_{criterion.pk}"] = forms.CharField(
                label=comment_label or _("Comment"),
                max_length=COMMENT_LENGTH,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @staticmethod
    def initial_of(notes: Mapping[int, Note], version: int) -> dict[str, Any]:
        values: dict[str, Any] = {"version": version}
        for criterion, given in notes.items():
            values[f"note_{criterion}"] = given.note
            values[f"comment_{criterion}"] = given.comment
        return values

    def renew(self, version: int) -> None:
        """Keep what was typed, with the version that saving again will be checked against."""
        self.data = {**dict(self.data.items()), "version": str(version)}

    def notes(self) -> dict[int, Note]:
        """The validated input, as the actions want it."""
        data = self.cleaned_data
        return {
            row.pk: Note(data[f"note_{row.pk}"], data[f"comment_{row.pk}"]) for row in self.criteria
        }


class PeopleField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class CommitteeForm(forms.Form):
    """Who sits and who presides, among those who may evaluate for the body."""

    members = PeopleField(
        queryset=User.objects.none(),
        label=_("Members"),
        to_field_name="public_id",
        help_text=_("Three or more give a better judgement; one is enough for lowest price."),
    )
    chair = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=_("Chair"),
        to_field_name="public_id",
        empty_label=None,
        widget=forms.RadioSelect,
        help_text=_("Must be one of the members. Leads the consensus and locks the notes."),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("members", "chair"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]


class DeclarationForm(forms.Form):
    """Ties with a bidder, or none."""

    has_interest = forms.TypedChoiceField(
        label=_("Do you have ties with one of these bidders?"),
        choices=[
            ("no", _("No: I have no tie, and nothing to gain or to lose from the outcome.")),
            ("yes", _("Yes, or it might look so.")),
        ],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    interest = forms.CharField(
        label=_("Which ties"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("If yes: with whom, and which. The buyer's authors read it."),
    )


class DisqualificationForm(forms.Form):
    """Why a bid is set aside."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            (code, label)
            for code, label in Disqualification.choices
            if code != Disqualification.QUALITY
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Explanation"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("In French. The firm will read it: say what is missing or wrong, and where."),
    )


def rows(
    form: NotesForm, seen: Mapping[int, Any], meanwhile: Mapping[int, Note]
) -> Iterator[tuple[Any, ...]]:
    """For each criterion: it, what is shown of it, its fields, and what was saved meanwhile."""
    for criterion in form.criteria:
        yield (
            criterion,
            seen.get(criterion.pk),
            form[f"note_{criterion.pk}"],
            form[f"comment_{criterion.pk}"],
            meanwhile.get(criterion.pk),
        )
