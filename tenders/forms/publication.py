"""Beginning a call, and deciding on one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenders.forms.fields import MomentField, Rows
from tenders.models import Tender
from tenders.values import ClosingDecision


class BeginForm(forms.Form):
    """A title is enough to begin; a previous call gives the rest."""

    title_fr = forms.CharField(
        label=_("Title in French"),
        max_length=150,
        required=False,
        help_text=_("Say what is to be made, for whom. It can still change."),
    )
    source = forms.ChoiceField(
        label=_("Start from a previous call"),
        required=False,
        help_text=_(
            "Its texts, deliverables, criteria and documents are copied; its dates aren't."
        ),
    )

    def __init__(self, *args: Any, sources: Iterable[Tender], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.ocid, f"{row.number} – {row.title}") for row in sources]
        if choices:
            field = self.fields["source"]
            field.choices = [("", _("No, from a blank page")), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["source"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("source") and not data.get("title_fr") and "title_fr" not in self.errors:
            self.add_error("title_fr", _("Give the call a title in French."))
        return data


class ScheduleForm(forms.Form):
    """When a call is to be published."""

    publish_at = MomentField(label=_("Publish on"), help_text=_("Eastern time."))


class CancelForm(forms.Form):
    """Why a call is given up."""

    reason_fr = forms.CharField(
        label=_("Reason in French"),
        max_length=2000,
        widget=Rows(4),
        help_text=_("Everybody will read it; bidders receive it by e-mail."),
    )
    reason_en = forms.CharField(
        label=_("Reason in English"), max_length=2000, required=False, widget=Rows(4)
    )


class ClosingForm(forms.Form):
    """What is decided after an outage, and why. A deadline is needed for an extension alone."""

    decision = forms.ChoiceField(
        label=_("Your decision"), choices=ClosingDecision.choices, widget=forms.RadioSelect
    )
    deadline = MomentField(
        label=_("New deadline for bids"),
        required=False,
        help_text=_("For an extension. Eastern time; proposed: the next working day."),
    )
    reason_fr = forms.CharField(
        label=_("Reason in French"),
        max_length=2000,
        widget=Rows(4),
        help_text=_("Everybody will read it; bidders receive it by e-mail."),
    )
    reason_en = forms.CharField(
        label=_("Reason in English"), max_length=2000, required=False, widget=Rows(4)
    )
