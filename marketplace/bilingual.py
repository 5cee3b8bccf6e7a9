"""Text that exists in French, and in English when somebody wrote it.

Missing text is shown as missing: the other language appears only announced.
"""

from typing import Any, NamedTuple

from django.utils.translation import get_language

LANGUAGES = ("fr", "en")


class Said(NamedTuple):
    """What was written, and in which language. ``is_fallback``: not the one asked for."""

    text: str
    language: str
    is_fallback: bool

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def said(record: Any, field: str, language: str | None = None) -> Said:
    """``record.<field>_<language>``, or the other language marked as a fallback."""
    wanted = language or get_language() or "fr"
    wanted = wanted if wanted in LANGUAGES else "fr"
    other = "en" if wanted == "fr" else "fr"
    own = getattr(record, f"{field}_{wanted}", "")
    if own:
        return Said(own, wanted, False)
    return Said(getattr(record, f"{field}_{other}", ""), other, True)


class SaidField:
    """``title = SaidField()`` reads ``title_fr`` or ``title_en`` in the reader's language."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None else said(instance, self.name)
