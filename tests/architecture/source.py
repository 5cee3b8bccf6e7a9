"""Reading our own source."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from marketplace.devstack.places import ROOT

PACKAGES = ("marketplace", "vendors", "tenders", "cms")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python_files(*packages: str) -> list[Path]:
    """Every module that people wrote: all but the migrations."""
    found = (path for package in packages or PACKAGES for path in (ROOT / package).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def template_files(kind: str = "html") -> list[Path]:
    found = (path for package in PACKAGES for path in (ROOT / package).rglob(f"*.{kind}"))
    return sorted(path for path in found if "templates" in path.parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from ``def`` to the end, without the docstring: explaining is never too long."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of an attribute or name, as far as it is made of names."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def imports(tree: ast.Module) -> Iterator[str]:
    """The dotted names that a module imports, with what is taken from each."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
