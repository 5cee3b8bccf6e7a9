"""The strings that our source marks for translation, read without gettext's tools."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

from tests.architecture.source import PACKAGES, ROOT, name_of, parsed, python_files, template_files

# The place of context, singular and plural among the arguments of each marking function.
MARKS = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({STRING}(?:\s*,\s*{STRING})*)", re.DOTALL)


class Message(NamedTuple):
    """What gettext looks a translation up by; ``plural`` is empty where there is none."""

    context: str
    text: str
    plural: str = ""


def marked() -> dict[Message, str]:
    """Every message of our source, with the name of a file that has it."""
    found: dict[Message, str] = {}
    for path in python_files():
        found |= dict.fromkeys(in_module(parsed(path)), name_of(path))
    for path in [*template_files(), *template_files("txt")]:
        found |= dict.fromkeys(in_template(path.read_text()), name_of(path))
    return found


def catalogues() -> list[Path]:
    return [ROOT / package / "locale/fr/LC_MESSAGES/django.po" for package in PACKAGES]


def in_module(tree: ast.Module) -> Iterator[Message]:
    """Raises ValueError where what is marked is not a plain string: nobody could translate it."""
    names = dict(_marking_names(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (mark := _mark(node.func, names)):
            yield _message(mark, [_constant(argument) for argument in node.args])


def in_template(text: str) -> Iterator[Message]:
    for name, arguments in CALL.findall(templatize(text)):
        mark = "gettext" if name == "_" else name
        yield _message(mark, [ast.literal_eval(each) for each in re.findall(STRING, arguments)])


def _marking_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                if alias.name in MARKS:
                    yield alias.asname or alias.name, alias.name


def _mark(function: ast.expr, names: dict[str, str]) -> str | None:
    if isinstance(function, ast.Name):
        return names.get(function.id)
    is_module = isinstance(function, ast.Attribute) and ast.unparse(function.value) == "translation"
    return function.attr if is_module and function.attr in MARKS else None  # type: ignore[union-attr]


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _message(mark: str, arguments: list[str | None]) -> Message:
    parts = [None if place is None else arguments[place] for place in MARKS[mark]]
    if any(
        part is None for part, place in zip(parts, MARKS[mark], strict=True) if place is not None
    ):
        raise ValueError(f"{mark} of something else than a plain string: {arguments}")
    return Message(*(part or "" for part in parts))
