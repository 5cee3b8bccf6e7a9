"""Form fields that read what people type."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.amounts import AmountNotUnderstood, format_money, format_number, parse_amount
from marketplace.identifiers import BadIdentifier
from marketplace.money import Money

_NUMERIC = {"inputmode": "decimal", "autocomplete": "off"}


class AmountInput(forms.TextInput):
    """A text box with the dollar sign where the reader's language has it."""

    template_name = "forms/amount.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, {**_NUMERIC, **(attrs or {})})
        context["widget"]["sign_first"] = (get_language() or "fr").startswith("en")
        return context

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal):
            return format_number(value)
        return super().format_value(value)


class AmountField(forms.DecimalField):
    """An amount of money in Canadian dollars; its label says whether taxes are in it.

    Reads ``1 234,56 $`` as well as ``$1,234.56``, and shows its value as the reader writes it.
    What was typed stays in the field when it is refused. The least amount is one cent unless
    ``min_value`` says otherwise.
    """

    widget = AmountInput

    def __init__(
        self,
        *,
        min_value: Decimal = Decimal("0.01"),
        max_value: Decimal | None = None,
        max_digits: int = 12,
        **options: Any,
    ) -> None:
        super().__init__(max_digits=max_digits, decimal_places=2, **options)
        self.validators.append(_at_least(min_value))
        if max_value is not None:
            self.validators.append(_at_most(max_value))

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override] # typed as int above
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return parse_amount(str(value))
        except AmountNotUnderstood as refusal:
            raise ValidationError(refusal.message, code="invalid") from refusal

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # min, max and step are of a number box, which no French reader can fill


class IdentifierField(forms.CharField):
    """A number in the form that ``read`` keeps it, such as ``identifiers.read_neq``."""

    def __init__(self, *, read: Callable[[str], str], **options: Any) -> None:
        super().__init__(**{"max_length": 40, **options})
        self.read = read

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        if not typed:
            return ""
        try:
            return self.read(typed)
        except BadIdentifier as refusal:
            raise ValidationError(refusal.message, code="invalid") from refusal


def _at_least(limit: Decimal) -> Callable[[Decimal], None]:
    def validate(value: Decimal) -> None:
        if value < limit:
            raise ValidationError(
                _("Write an amount of %(limit)s or more."),
                code="min_value",
                params={"limit": format_money(Money(limit))},
            )

    return validate


def _at_most(limit: Decimal) -> Callable[[Decimal], None]:
    def validate(value: Decimal) -> None:
        if value > limit:
            raise ValidationError(
                _("Write an amount of %(limit)s or less."),
                code="max_value",
                params={"limit": format_money(Money(limit))},
            )

    return validate
