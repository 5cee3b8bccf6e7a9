"""Each import contract of pyproject.toml bites: an import that it forbids breaks it."""

import shutil
import subprocess
import sys

import pytest

from marketplace.devstack.linting import CONTRACTS
from marketplace.devstack.places import ROOT
from tests.architecture.source import PACKAGES

APPS = "Between apps you only walk down"
ROOF = "Inside marketplace: roof, apps, modules, foundations"
FLOORS = "Inside tenders and vendors: from urls down to states"
CIRCLES = "Siblings do not import each other in circles"
SEAL = "Only actions, and the papers they sign, reach for the seal"


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of the source without anything but modules, in which to plant imports."""
    copy = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        for module in (ROOT / package).rglob("*.py"):
            target = copy / module.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(module, target)
    shutil.copyfile(ROOT / "pyproject.toml", copy / "pyproject.toml")
    return copy


def broken_contracts(tree):
    command = [sys.executable, "-c", CONTRACTS, "--no-cache", "--no-logo"]
    report = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False).stdout
    assert "Contracts:" in report, report
    return {line.partition(" BROKEN")[0] for line in report.splitlines() if " BROKEN" in line}


def test_the_source_keeps_every_contract(tree):
    assert broken_contracts(tree) == set()


@pytest.mark.parametrize(
    ("contract", "module", "line"),
    [
        (APPS, "vendors/models/vendor.py", "import tenders.models.buyer"),
        (APPS, "tenders/models/buyer.py", "import cms.apps"),
        (APPS, "marketplace/ledger/record.py", "import vendors.models.vendor"),
        (ROOF, "marketplace/errors.py", "import marketplace.locking"),
        (ROOF, "marketplace/locking.py", "import marketplace.ledger.models"),
        (ROOF, "marketplace/accounts/models.py", "import marketplace.devstack.accounts"),
        (FLOORS, "tenders/models/tender.py", "import tenders.queries.readiness"),
        (FLOORS, "tenders/actions/tender.py", "import tenders.views.work"),
        (FLOORS, "vendors/states.py", "import vendors.models.vendor"),
        (CIRCLES, "tenders/states.py", "import tenders.values\n# and back"),
        (SEAL, "tenders/views/work.py", "import marketplace.sealing.api"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(tree, contract, module, line):
    path = tree / module
    clean = path.read_text()
    back = tree / "tenders/values.py"
    clean_back = back.read_text()
    try:
        path.write_text(f"{clean}\n{line}\n")
        if contract == CIRCLES:
            back.write_text(f"{clean_back}\nimport tenders.states\n")
        assert contract in broken_contracts(tree)
    finally:
        path.write_text(clean)
        back.write_text(clean_back)
