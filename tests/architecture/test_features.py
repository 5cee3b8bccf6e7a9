"""Each promise of the public window has its test, which is there."""

from marketplace.devstack.places import ROOT
from tests.architecture.test_threat_model import NAMED, names_in

TEXT = (ROOT / "docs/features.md").read_text()


def test_every_test_that_the_promises_name_exists():
    named = NAMED.findall(TEXT)

    assert len(named) > 50
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []


def test_every_promise_names_a_test():
    rows = [line for line in TEXT.splitlines() if line.startswith("| ")]
    promises = [row for row in rows if not row.startswith(("| promise", "| ---"))]

    assert len(promises) > 20
    assert [row for row in promises if not NAMED.search(row)] == []
