"""Form fields that read what people type."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.amounts import AmountNotUnderstood, format_money, format_number, parse_amount
from marketplace.identifiers import BadIdentifier
from marketplace.money import Money


class AmountField(forms.DecimalField):
    """An amount of money in Canadian dollars; its label says whether taxes are in it.

    Reads ``1 234,56 $`` as well as ``$1,234.56``, and shows its value as the reader writes it.
    What was typed stays in the field when it is refused. The least amount is one cent unless
    ``min_value`` says otherwise.
    """

    widget = forms.TextInput

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

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}


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
