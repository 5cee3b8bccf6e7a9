"""A change to a published call. Shows all that may change, as it now is."""

from contextlib import suppress
from dataclasses import asdict
from typing import Any

from django import forms
from django.core import signing
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.files.forms import UploadField
from marketplace.files.kinds import endings_said
from marketplace.reference.models import Region
from tenders.forms.fields import DayField, MomentField, Rows, capitalised
from tenders.models import Deliverable, Tender
from tenders.values import AMENDABLE, Change, DeliverableText, NewDocument, Place

SALT = "tenders.amendment.document"
MOST_AT_ONCE = 10
FRENCH_OR_ENGLISH = [("fr", _("French")), ("en", _("English"))]


class DocumentForm(forms.Form):
    """One document of a call."""

    file = UploadField(
        label=_("File"),
        help_text=format_lazy(
            _("At most 25 MB. Accepted: {kinds}."), kinds=lazy(endings_said, str)()
        ),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=150,
        required=False,
        help_text=_("The file's name, if you leave it empty."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=FRENCH_OR_ENGLISH)


class AmendForm(forms.Form):
    """What may change, and why. ``version`` is that of the call that was shown."""

    rationale_fr = forms.CharField(
        label=_("Reason for the change, in French"),
        max_length=2000,
        widget=Rows(3),
        help_text=_("Everybody will read it; bidders receive it by e-mail."),
    )
    rationale_en = forms.CharField(
        label=_("Reason for the change, in English"),
        max_length=2000,
        required=False,
        widget=Rows(3),
    )
    of_substance = forms.BooleanField(
        label=_("The change affects what is asked"),
        required=False,
        help_text=_(
            "Bidders then get more time if needed, and must confirm or replace a bid already "
            "submitted. Leave it empty for a correction that changes nothing for them."
        ),
    )
    enquiry_deadline = MomentField(label=_("Deadline for questions"))
    submission_deadline = MomentField(label=_("Deadline for bids"))
    title_fr = forms.CharField(label=_("Title in French"), max_length=150)
    title_en = forms.CharField(label=_("Title in English"), max_length=150, required=False)
    summary_fr = forms.CharField(label=_("Summary in French"), max_length=400, widget=Rows(3))
    summary_en = forms.CharField(
        label=_("Summary in English"), max_length=400, required=False, widget=Rows(3)
    )
    need_fr = forms.CharField(
        label=_("The need, in French"), max_length=20_000, widget=Rows(14, spellcheck="true")
    )
    need_en = forms.CharField(
        label=_("The need, in English"), max_length=20_000, required=False, widget=Rows(10)
    )
    place = forms.ChoiceField(
        label=_("Place of work"), choices=capitalised(Place.choices), widget=forms.RadioSelect
    )
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    region = forms.ChoiceField(
        label=_("Region"), choices=[("", "—"), *Region.choices], required=False
    )
    contract_start = DayField(label=_("Start of the contract"))
    contract_end = DayField(label=_("End of the contract"))
    remove_documents = forms.MultipleChoiceField(
        label=_("Documents to remove"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, tender: Tender, **kwargs: Any) -> None:
        initial = {name: getattr(tender, name) for name in AMENDABLE}
        kwargs["initial"] = {**initial, "version": tender.version, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        documents = tender.documents.filter(removed_at__isnull=True)
        self.fields["remove_documents"].choices = [(row.pk, row.title) for row in documents]  # type: ignore[attr-defined]

    def clean_remove_documents(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["remove_documents"]]

    def change(
        self, deliverables: dict[int, DeliverableText], documents: list[NewDocument]
    ) -> Change:
        """The validated input, as the domain wants it."""
        return Change(
            fields={name: self.cleaned_data[name] for name in AMENDABLE},
            deliverables=deliverables,
            add_documents=documents,
            remove_documents=self.cleaned_data["remove_documents"],
        )


class DeliverableForm(forms.Form):
    """The texts and the date of one published deliverable. Its share of the price never changes."""

    title_fr = forms.CharField(label=_("Title in French"), max_length=150)
    title_en = forms.CharField(label=_("Title in English"), max_length=150, required=False)
    description_fr = forms.CharField(
        label=_("When it is accepted, in French"), max_length=2000, required=False, widget=Rows(3)
    )
    description_en = forms.CharField(
        label=_("When it is accepted, in English"), max_length=2000, required=False, widget=Rows(3)
    )
    due_on = DayField(label=_("Due on"), required=False)

    def __init__(self, data: Any = None, *, row: Deliverable) -> None:
        self.row = row
        shown = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(data, initial=shown, prefix=f"deliverable-{row.pk}")

    def text(self) -> DeliverableText:
        return DeliverableText(**self.cleaned_data, share=self.row.share)


def token_of(new: NewDocument) -> str:
    """A kept file as the form carries it from page to page, signed."""
    return signing.dumps(asdict(new), salt=SALT)


def documents_of(tokens: list[str]) -> list[NewDocument]:
    """The kept files that the form carried. What isn't ours is left out."""
    found = []
    for token in tokens[:MOST_AT_ONCE]:
        with suppress(signing.BadSignature):
            found.append(NewDocument(**signing.loads(token, salt=SALT)))
    return found
