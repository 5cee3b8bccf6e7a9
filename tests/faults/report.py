"""The tables at the end."""

from collections.abc import Mapping, Sequence

from marketplace.devstack.progress import say
from tests.faults.checker import Finding, Row

HEADS = ("tried", "acknowledged", "refused, late", "lost", "late accepted", "on time refused",
         "doubled")  # fmt: skip


def show(
    rows: Sequence[Row],
    findings: Sequence[Finding],
    skipped: Mapping[str, str],
    faults: Mapping[str, int],
) -> int:
    """Print what happened; 0 if nothing is wrong."""
    say("\n" + ", ".join(f"{what} {count}×" for what, count in sorted(faults.items())) + "\n")
    cells = [[row.trouble, *_numbers(row), "◀ wrong" if row.is_wrong else ""] for row in rows]
    wide = max([len(each[0]) for each in cells] + [len(what) for what in skipped])
    say(f"{HEADS[0]:{wide}}  " + "  ".join(HEADS[1:]))
    for what, *numbers, verdict in cells:
        shown = "  ".join(f"{n:>{len(h)}}" for n, h in zip(numbers, HEADS[1:], strict=True))
        say(f"{what:{wide}}  {shown}  {verdict}")
    for what, reason in skipped.items():
        say(f"{what:{wide}}  skipped. {reason}")
    _show_findings(findings)
    wrong = any(row.is_wrong for row in rows) or any(each.wrong for each in findings)
    say("\nSomething is wrong: see above." if wrong else "\nNothing is wrong.")
    return int(wrong)


def _numbers(row: Row) -> list[int]:
    return [
        row.acknowledged,
        row.refused_late,
        row.lost,
        row.late_accepted,
        row.on_time_refused,
        row.doubled,
    ]


def _show_findings(findings: Sequence[Finding]) -> None:
    wide = max(len(each.what) for each in findings)
    say(f"\n{'':{wide}}  counted  wrong")
    for each in findings:
        wrong = "" if each.wrong is None else str(each.wrong)
        say(f"{each.what:{wide}}  {each.counted:>7}  {wrong:>5}  {'◀' if each.wrong else ''}")
