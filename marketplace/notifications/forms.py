"""How a person wants to be told."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import CHOSEN, Topic
from marketplace.notifications.models import Way

WHAT = {
    Topic.TASKS: _("A call to approve, a question to answer, a bid to open, a note to give."),
    Topic.PROGRESS: _("A call that is published, bids that are opened, a contract half signed."),
    Topic.CALLS: _("New calls in the categories of your firms."),
}


class PreferencesForm(forms.Form):
    """A way for each topic, and quiet hours or none."""

    quiet_begins = forms.TimeField(
        label=_("Nothing that can wait from"),
        required=False,
        help_text=_("On the clock of Montréal, for instance 20:00. Leave both empty for none."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_ends = forms.TimeField(
        label=_("until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in CHOSEN:
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.label,
                help_text=WHAT[topic],
                choices=Way.choices,
                widget=forms.RadioSelect,
            )
        self.order_fields([topic.value for topic in CHOSEN])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        begins, ends = said.get("quiet_begins"), said.get("quiet_ends")
        if not self.errors and (begins is None) != (ends is None):
            missing = "quiet_begins" if begins is None else "quiet_ends"
            self.add_error(missing, _("Give both hours, or neither."))
        return said

    @property
    def ways(self) -> dict[Topic, Way]:
        return {topic: Way(self.cleaned_data[topic.value]) for topic in CHOSEN}

    @property
    def quiet(self) -> tuple[time, time] | None:
        begins, ends = self.cleaned_data["quiet_begins"], self.cleaned_data["quiet_ends"]
        return (begins, ends) if begins is not None else None
