"""Handing in a paper: what is asked depends on its kind."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.files.forms import UploadField
from vendors.queries.qualification import END_IS_GIVEN, END_MAY_BE_GIVEN, WITHOUT_FILE
from vendors.states import QualificationKind
from vendors.values import Proof

K = QualificationKind
ISSUED = {
    K.ELIGIBILITY: _("Day of the statement"),
}
NUMBERS = {
    K.TAX: _("Number of the attestation"),
    K.INSURANCE: _("Number of the policy"),
    K.FRENCH: _("Number of the certificate or attestation"),
    K.CERTIFICATE: _("Number of the certificate"),
}


def _day(label: Any, *, required: bool, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=hint, widget=widget)


class QualificationForm(forms.Form):
    """One paper of ``kind``."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = QualificationKind(kind)
        if self.kind == K.CERTIFICATE:
            self.fields["title"] = forms.CharField(label=_("Which certificate"), max_length=150)
        if self.kind in NUMBERS:
            self.fields["number"] = forms.CharField(
                label=NUMBERS[self.kind], max_length=60, required=self.kind == K.TAX
            )
        self.fields["issued_on"] = _day(ISSUED.get(self.kind, _("Issued on")), required=True)
        if self.kind in END_IS_GIVEN | END_MAY_BE_GIVEN:
            needed = self.kind in END_IS_GIVEN
            self.fields["valid_until"] = _day(
                _("Valid until"),
                required=needed,
                hint="" if needed else _("Leave empty if it has no end."),
            )
        if self.kind in WITHOUT_FILE:
            self.fields["stated"] = forms.BooleanField(
                label=_(
                    "The firm, its officers and its main shareholders are not in the register of "
                    "firms ineligible for public contracts (RENA), and the firm will say at once "
                    "if that changes."
                )
            )
        else:
            self.fields["content"] = UploadField(
                label=_("Document"), help_text=_("PDF or picture, 10 MB at most."),
                max_bytes=10 * 1024 * 1024,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        issued, until = said.get("issued_on"), said.get("valid_until")
        if issued and until and until < issued:
            self.add_error("valid_until", _("This day comes before the day of issue."))
        return said

    @property
    def proof(self) -> Proof:
        said = self.cleaned_data
        return Proof(
            kind=self.kind.value,
            issued_on=said["issued_on"],
            valid_until=said.get("valid_until"),
            number=said.get("number", ""),
            title=said.get("title", ""),
        )
