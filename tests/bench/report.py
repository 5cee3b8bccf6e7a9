"""What a bench found: a table for people, JSON for comparison."""

import json
import statistics
import subprocess
import time
from collections.abc import Sequence
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


def publish(bench: str, findings: Sequence[Finding]) -> None:
    """Print minimum, median and maximum of each finding, and keep them in ``var/bench/``."""
    commit = _git("rev-parse", "--short", "HEAD") + ("+" if _git("status", "--porcelain") else "")
    say(f"\n{bench}, commit {commit}")
    say(f"  {'what':<46}{'min':>10}{'median':>10}{'max':>10}  unit")
    for found in findings:
        numbers = "".join(
            f"{value:>10.4g}" for value in (min(found.values), found.median, max(found.values))
        )
        say(f"  {found.what:<46}{numbers}  {found.unit:<12}{found.verdict}")
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
