"""A form as a browser without a script reads it from a page."""

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    def __init__(self, marker: str) -> None:
        super().__init__()
        self.marker = marker
        self.inside = False
        self.data: dict[str, list[str]] = {}
        self.textarea = self.select = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        attrs = dict(attrs)
        if tag == "form":
            self.inside = self.marker in attrs
        if not self.inside:
            return
        name = attrs.get("name", "")
        if tag == "input":
            self._input(name, attrs)
        elif tag == "textarea":
            self.textarea = name
            self.data[name] = [""]
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in attrs:
            self.data[self.select] = [attrs.get("value", "")]

    def _input(self, name: str, attrs: dict[str, str]) -> None:
        boxed = attrs.get("type") in ("checkbox", "radio")
        if not boxed or "checked" in attrs:
            self.data.setdefault(name, []).append(attrs.get("value", "on" if boxed else ""))

    def handle_data(self, text: str) -> None:
        if self.textarea:
            self.data[self.textarea][0] += text

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea:
            self.data[self.textarea][0] = self.data[self.textarea][0].removeprefix("\n")
            self.textarea = ""
        elif tag == "form":
            self.inside = False


def fields_of(answer: Any, marker: str = "novalidate") -> dict[str, list[str]]:
    """What sending the page's form untouched would post. ``marker``: an attribute of that form."""
    reader = _Fields(marker)
    reader.feed(answer.content.decode())
    return reader.data
