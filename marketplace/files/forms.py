"""The form field for a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from marketplace.errors import Invalid
from marketplace.files.kinds import DOCUMENTS, Kind, accept_attribute, recognise
from marketplace.files.store import clean_name


class UploadField(forms.FileField):
    """One file of the accepted kinds. Says at the field what ``store`` would refuse."""

    def __init__(
        self, *, kinds: tuple[Kind, ...] = DOCUMENTS, max_bytes: int | None = None, **options: Any
    ) -> None:
        self.kinds = kinds
        self.max_bytes = max_bytes
        super().__init__(**options)

    def to_python(self, data: Any) -> Any:
        # Django refuses an empty file with words of its own; ours come from ``recognise``.
        self.allow_empty_file = True
        return super().to_python(data)

    def clean(self, data: Any, initial: Any = None) -> Any:
        content = super().clean(data, initial)
        if isinstance(content, UploadedFile):
            try:
                recognise(
                    content,
                    clean_name(content.name or ""),
                    kinds=self.kinds,
                    max_bytes=self.max_bytes,
                )
            except Invalid as refusal:
                raise ValidationError(refusal.message, code="invalid") from refusal
        return content

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": accept_attribute(self.kinds)}
