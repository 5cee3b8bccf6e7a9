"""An amount as people type it: ``1 234,56 $``, ``$1,234.56``, ``1234.5``."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.web.wording import say_number

GROUPED = re.compile(r"[0-9]{1,3}([ ,.][0-9]{3})+|[0-9]+")


def parse_amount(text: str) -> Decimal:
    """The amount in ``text``, in dollars.

    The last comma or point followed by one or two digits separates the cents;
    any other separator must group thousands. Raises ValueError for the rest.
    """
    bare = re.sub(r"[\s\u00a0\u202f]+", " ", text.replace("$", " ")).strip()
    sign = "-" if bare[:1] in ("-", "\u2212") else ""
    bare = bare.lstrip("-\u2212 ")
    whole, point, cents = bare, "", ""
    if found := re.fullmatch(r"(.*[0-9])?([,.])([0-9]{1,2})", bare):
        whole, point, cents = found.group(1) or "0", found.group(2), found.group(3)
    grouping = set(re.sub(r"[0-9]", "", whole))
    if not GROUPED.fullmatch(whole) or len(grouping) > 1 or point in grouping:
        raise ValueError(text)
    return Decimal(f"{sign}{re.sub(r'[ ,.]', '', whole)}.{cents or '0'}")


class AmountInput(forms.TextInput):
    """A text box with the dollar sign where the reader's language has it."""

    template_name = "forms/amount.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, {"inputmode": "decimal", **(attrs or {})})
        context["widget"]["sign_first"] = get_language() == "en"
        return context

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal):
            return say_number(value, (get_language() or "fr")[:2], 2)
        return super().format_value(value)


class AmountField(forms.DecimalField):
    """A DecimalField in dollars and cents that reads both languages' ways of writing amounts."""

    widget = AmountInput
    default_error_messages = {
        "invalid": _("Enter an amount in dollars, for example 1234.56."),
    }

    def __init__(self, *, max_digits: int = 12, decimal_places: int = 2, **kwargs: Any) -> None:
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        try:
            amount = value if isinstance(value, Decimal) else parse_amount(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        return amount

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}
