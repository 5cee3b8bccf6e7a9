"""What a firm types into its bid. Shape only: whether it is enough, the review says."""

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from marketplace.files.forms import UploadField
from marketplace.files.kinds import endings_said
from marketplace.web.fields import AmountField
from marketplace.web.templatetags.wording import percent, said
from tenders.actions.bid_files import LARGEST_FILE
from tenders.models import Criterion, Deliverable, Tender
from tenders.pricing import HIGHEST, Asked, price_asked, split
from tenders.values import Offer
from vendors.models import Vendor
from vendors.queries.terms import without_consent

LONGEST_ANSWER = 10_000


class StartForm(forms.Form):
    """For which of one's firms. Hidden where there is only one."""

    vendor = forms.ModelChoiceField(
        label=_("Bid for"), queryset=Vendor.objects.none(), to_field_name="public_id",
        widget=forms.RadioSelect, empty_label=None,
    )  # fmt: skip

    def __init__(self, *args: Any, firms: Sequence[Vendor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["vendor"]
        field.queryset = Vendor.objects.filter(pk__in=[firm.pk for firm in firms])  # type: ignore[attr-defined]
        if len(firms) == 1:
            field.widget = forms.HiddenInput()
            field.initial = firms[0].public_id
        if without_consent(firms):
            self.fields["terms"] = forms.BooleanField(
                label=_("My firm accepts the terms of use as they are now."),
                help_text=_("They have changed since it last did."),
            )


class SectionForm(forms.Form):
    """One section of the draft. ``version`` is the draft's, as the person was shown it."""

    is_draft = True  # nothing is asked for yet, nothing is optional either

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, tender: Tender, offer: Offer, version: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"version": version}})
        self.tender = tender
        self.build(tender, offer)

    def build(self, tender: Tender, offer: Offer) -> None:
        """Add the fields that this tender asks for, filled with ``offer``."""
        raise NotImplementedError

    def section(self) -> dict[str, Any]:
        """What was typed, as ``save_bid_draft`` wants it."""
        raise NotImplementedError

    def shown_version(self, version: int) -> None:
        """Show ``version`` from now on, whatever was posted: the person has been told."""
        self.data = {**self.data.dict(), "version": str(version)}  # type: ignore[attr-defined]


class ConditionsForm(SectionForm):
    """A tick per eligibility condition."""

    def build(self, tender: Tender, offer: Offer) -> None:
        for condition in tender.conditions.all():
            self.fields[f"condition_{condition.pk}"] = forms.BooleanField(
                label=said(condition.title),
                required=False,
                initial=condition.pk in offer.eligibility,
            )

    def section(self) -> dict[str, Any]:
        confirmed = [
            condition.pk
            for condition in self.tender.conditions.all()
            if self.cleaned_data[f"condition_{condition.pk}"]
        ]
        return {"eligibility": tuple(confirmed)}


class PriceForm(SectionForm):
    """A price per deliverable, or one total where the buyer fixed the shares."""

    def build(self, tender: Tender, offer: Offer) -> None:
        self.deliverables = list(tender.deliverables.all())
        self.asked = price_asked(tender, self.deliverables)
        if self.asked == Asked.TOTAL:
            self.fields["total"] = _amount(_("Your price, before taxes"), offer.total or None)
        if self.asked == Asked.EACH:
            for item in self.deliverables:
                price = offer.prices.get(item.pk)
                self.fields[f"price_{item.pk}"] = _amount(said(item.title), price)

    def priced(self) -> list[tuple[Deliverable, forms.BoundField]]:
        """Each deliverable with its field."""
        return [(item, self[f"price_{item.pk}"]) for item in self.deliverables]

    def section(self) -> dict[str, Any]:
        if self.asked == Asked.NOTHING:
            return {}
        if self.asked == Asked.TOTAL:
            total = self.cleaned_data["total"]
            return {"prices": {} if total is None else split(total, self.deliverables)}
        typed = {item.pk: self.cleaned_data[f"price_{item.pk}"] for item in self.deliverables}
        return {"prices": {key: price for key, price in typed.items() if price is not None}}


class AnswersForm(SectionForm):
    """A text per criterion."""

    def build(self, tender: Tender, offer: Offer) -> None:
        for criterion in tender.criteria.all():
            self.fields[f"answer_{criterion.pk}"] = forms.CharField(
                label=_criterion(criterion),
                help_text=said(criterion.description),
                max_length=LONGEST_ANSWER,
                required=False,
                initial=offer.answers.get(criterion.pk, ""),
                widget=forms.Textarea(attrs={"rows": 10}),
            )

    def section(self) -> dict[str, Any]:
        typed = {
            criterion.pk: self.cleaned_data[f"answer_{criterion.pk}"].replace("\r\n", "\n")
            for criterion in self.tender.criteria.all()
        }
        return {"answers": {key: text for key, text in typed.items() if text}}


class BidFileForm(forms.Form):
    """One file at a time, so that each is acknowledged."""

    file = UploadField(label=_("File to add"), max_bytes=LARGEST_FILE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "%(types)s. 25 MB at most for one file, 100 MB for the whole bid."
        ) % {"types": endings_said()}


class SubmitForm(forms.Form):
    """The person confirms the amount in full, in the words that the view gives to ``confirm``.

    ``reviewed`` says which draft was on the page, ``amendment`` which change of the call, and
    ``is_low`` that the page asked whether so low a price is right.
    """

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    reviewed = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    amendment = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    is_low = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)
    confirm_low = forms.BooleanField(
        label=_("I have checked this price, though it is under half of the announced budget.")
    )
    confirm = forms.BooleanField()

    def __init__(self, *args: Any, is_low: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_low:
            del self.fields["is_low"], self.fields["confirm_low"]


class ConfirmForm(forms.Form):
    """``amendment`` is the last change of the call that was on the page."""

    amendment = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def _amount(label: Any, value: Decimal | None) -> AmountField:
    return AmountField(
        label=label, min_value=Decimal(0), max_value=HIGHEST, required=False, initial=value
    )


def _criterion(criterion: Criterion) -> SafeString:
    """Its title, and what it weighs."""
    return format_html(
        '{} <span class="soft nowrap">{}</span>', said(criterion.title), percent(criterion.weight)
    )
