"""A value of the wrong shape is refused whoever sends it: a form, the API or a shell."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError

from marketplace.errors import Invalid


def check_columns(row: Any, names: Collection[str]) -> None:
    """Raise Invalid, naming the first wrong field, unless these columns of the row are right."""
    check_row(row, exclude={field.name for field in row._meta.concrete_fields} - {*names})


def check_row(row: Any, exclude: Collection[str] = ()) -> None:
    """Raise Invalid, naming the first wrong field, unless the row fits its columns."""
    try:
        row.clean_fields(exclude=exclude)
    except ValidationError as wrong:
        field, messages = next(iter(wrong.message_dict.items()))
        raise Invalid(messages[0], field=field) from wrong
