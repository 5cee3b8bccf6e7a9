"""CPU time of processes, from /proc."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(*leaders: int) -> float:
    """User and system time of ``leaders`` and all their descendants, the ended ones too."""
    stats = dict(filter(None, map(_stat, Path("/proc").glob("[0-9]*"))))
    family = set(leaders)
    for pid, (parent, _own) in sorted(stats.items()):
        if parent in family:
            family.add(pid)
    return sum(stats[pid][1] for pid in family if pid in stats)


def resident_megabytes(*leaders: int) -> float:
    """Proportional set size (PSS) of the same processes: shared memory is counted once."""
    stats = dict(filter(None, map(_stat, Path("/proc").glob("[0-9]*"))))
    family = set(leaders) | {pid for pid, (parent, _own) in stats.items() if parent in leaders}
    return sum(_pss(pid) for pid in family if pid in stats) / 1024


def _stat(process: Path) -> tuple[int, tuple[int, float]] | None:
    """Pid → (parent, CPU seconds with those of its ended children); fields as in proc(5)."""
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(process.name), (int(fields[1]), sum(map(int, fields[11:15])) / TICKS)


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
