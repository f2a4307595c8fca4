"""Tell where the baseline's CPU seconds go: the other side of `stages`, in a process of its own."""

from __future__ import annotations

import json
import resource
import shutil
import sys
from pathlib import Path

from benchmarks.bare import rules_of

NAMES = {".svg": "figures", ".json": "text and citations", ".typ": "Typst source"}
"""What the recipes of some files are called; the others have the name of their format."""


def once(folder: Path) -> dict[str, float]:
    """Build everything anew and return the CPU seconds of each recipe, all figures as one."""
    times = {"start and imports": cpu(), "figures": 0.0}
    shutil.rmtree(folder / "build", ignore_errors=True)
    (folder / "build/figures").mkdir(parents=True)
    for rule in rules_of(folder):
        started = cpu()
        rule.recipe()
        ending = rule.targets[0].suffix
        name = NAMES.get(ending, ending[1:])
        times[name] = times.get(name, 0.0) + cpu() - started
    return {name: round(seconds, 3) for name, seconds in times.items()}


def cpu() -> float:
    """Return the CPU seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(once(Path(sys.argv[2]))))
