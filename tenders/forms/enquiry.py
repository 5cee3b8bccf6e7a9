"""Questions and answers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenders.forms.fields import Rows
from vendors.models import Vendor


class AskForm(forms.Form):
    """A question of a firm. ``vendor`` is asked only of who acts for several."""

    vendor = forms.ChoiceField(label=_("For which firm"))
    question = forms.CharField(
        label=_("Your question"),
        max_length=2000,
        widget=Rows(6),
        help_text=_(
            "It is published word for word with its answer, without your name. "
            "Write nothing that says who you are."
        ),
    )

    def __init__(self, *args: Any, firms: Iterable[Vendor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(firm.public_id), firm.name) for firm in firms]
        self.fields["vendor"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["vendor"].widget = forms.HiddenInput()
            self.initial["vendor"] = choices[0][0]


class AnswerForm(forms.Form):
    """The answer everybody reads."""

    answer_fr = forms.CharField(
        label=_("Answer in French"),
        max_length=4000,
        widget=Rows(6),
        help_text=_("If the answer changes what is asked, change the call too."),
    )
    answer_en = forms.CharField(
        label=_("Answer in English"), max_length=4000, required=False, widget=Rows(6)
    )
