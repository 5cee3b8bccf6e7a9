"""Puts pages into the two trees, as translations of each other."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import translation
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.demo.reader import Words, read

LANGUAGES = ("fr", "en")
_LINK = re.compile(r'<a href="(page|view):([\w:-]+)">(.*?)</a>')


@dataclass(frozen=True)
class Sheet:
    """A page to plant: ``name`` is its file, ``under`` another sheet's name or ``home``."""

    name: str
    model: type[Page]
    under: str = "home"
    fields: dict[str, Any] = field(default_factory=dict)
    days_ago: int = 0


class Garden:
    """The planted pages by name and language, and which of them are new."""

    def __init__(self, homes: dict[str, Page], at: datetime) -> None:
        self.at = at
        self.pages: dict[tuple[str, str], Any] = {
            ("home", language): home for language, home in homes.items()
        }
        self.new: list[tuple[Sheet, str, Words]] = []

    def plant(self, sheet: Sheet) -> None:
        """Add the sheet in both languages, empty; one that is there already stays as it is."""
        for language in LANGUAGES:
            words = read(sheet.name, language)
            parent = self.pages[sheet.under, language]
            there = parent.get_children().filter(slug=words.fields["slug"]).first()
            if there:
                self.pages[sheet.name, language] = there.specific
                continue
            self.pages[sheet.name, language] = self._add(sheet, language, words, parent)
            self.new.append((sheet, language, words))

    def _add(self, sheet: Sheet, language: str, words: Words, parent: Any) -> Any:
        written = self.at - timedelta(days=sheet.days_ago)
        page = sheet.model(
            locale=parent.locale,
            first_published_at=written,
            last_published_at=written,
            latest_revision_created_at=written,
            **{**sheet.fields, **words.fields},
        )
        if twin := self.pages.get((sheet.name, "fr")):
            page.translation_key = twin.translation_key
        with disable_reference_index_auto_update():  # there are no words yet
            return parent.add_child(instance=page)

    def fill(self) -> None:
        """Write the new pages' words, now that all that they link to is there."""
        for sheet, language, words in self.new:
            page = self.pages[sheet.name, language]
            page.body = self.linked(words.body, language)
            page.save(clean=False)

    def linked(self, value: Any, language: str) -> Any:
        """``value`` with each ``page:name`` resolved to that page, in the same language."""
        if isinstance(value, str):
            if value.startswith("page:"):
                return self.pages[value.removeprefix("page:"), language]
            return _LINK.sub(lambda found: self._link(language, *found.groups()), value)
        if isinstance(value, dict):
            return {key: self.linked(part, language) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self.linked(part, language) for part in value)
        return value

    def _link(self, language: str, kind: str, name: str, label: str) -> str:
        if kind == "page":
            return f'<a linktype="page" id="{self.pages[name, language].pk}">{label}</a>'
        address = view_address(name, language)
        return f'<a href="{address}">{label}</a>' if address else label


def view_address(name: str, language: str) -> str:
    """The path of a named view in ``language``, or "" where this installation has none."""
    with translation.override(language):
        try:
            return reverse(name)
        except NoReverseMatch:
            return ""
