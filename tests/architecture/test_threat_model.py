"""Each protection that the threat model names has its test, which is there."""

import ast
import re

from marketplace.devstack.places import ROOT

NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def names_in(path):
    tree = ast.parse((ROOT / "tests" / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_test_that_the_threat_model_names_exists():
    text = (ROOT / "docs" / "threat-model.md").read_text()
    named = NAMED.findall(text)

    missing = [f"{path}::{name}" for path, name in named if name not in names_in(path)]

    assert len(named) > 40
    assert missing == []


def test_every_threat_names_a_test():
    text = (ROOT / "docs" / "threat-model.md").read_text()
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    threats = [row for row in rows if not row.startswith(("| threat", "| ---", "| |"))]

    assert [row for row in threats if not NAMED.search(row)] == []
