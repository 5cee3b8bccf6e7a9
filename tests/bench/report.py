"""What a bench found: a table for people, JSON for comparison."""

import json
import statistics
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from marketplace.devstack.places import ROOT
from marketplace.devstack.progress import say


@dataclass(frozen=True)
class Finding:
    """One line. ``values`` are the rounds; ``bound`` is the most (or least) that they may be."""

    what: str
    unit: str
    values: Sequence[float]
    bound: float | None = None
    at_least: bool = False

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def verdict(self) -> str:
        if self.bound is None:
            return ""
        holds = self.median >= self.bound if self.at_least else self.median <= self.bound
        return f"{'ok' if holds else 'MISSED'} ({'≥' if self.at_least else '≤'} {self.bound:g})"


def publish(bench: str, findings: Iterable[Finding]) -> list[Finding]:
    """Print each as it is found, and all of them at the end or when it is stopped, and keep them.

    They are kept in ``var/bench/``: minimum, median and maximum are of the rounds.
    """
    commit = _git("rev-parse", "--short", "HEAD") + ("+" if _git("status", "--porcelain") else "")
    seen: list[Finding] = []
    try:
        for found in findings:
            say(line_of(found))
            seen.append(found)
    finally:
        say(f"\n{bench}, commit {commit}")
        say(f"  {'what':<52}{'min':>10}{'median':>10}{'max':>10}  unit")
        for found in seen:
            say(line_of(found))
        _keep(bench, commit, seen)
    return seen


def line_of(found: Finding) -> str:
    values = (min(found.values), found.median, max(found.values))
    numbers = "".join(f"{value:>10.4g}" for value in values)
    return f"  {found.what:<52}{numbers}  {found.unit:<12}{found.verdict}"


def _keep(bench: str, commit: str, findings: Sequence[Finding]) -> None:
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    report = {"bench": bench, "commit": commit, "findings": [asdict(found) for found in findings]}
    name = f"{time.strftime('%Y%m%d-%H%M%S')}-{bench}.json"
    (folder / name).write_text(json.dumps(report, indent=1, ensure_ascii=False))


def _git(*arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
