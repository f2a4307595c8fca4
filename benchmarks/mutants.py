"""Tell which small faults the tests do not notice: `python -m benchmarks.mutants AREA COUNT SEED`.

Makes COUNT changes by chance in the modules of an AREA, one at a time in a copy of the tree, and
runs the tests that reach the changed line, the quickest first.  A change that no test
notices is one that changes nothing, or a test that is missing.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mutations import Mutant, count, mutant

ROOT = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(".*", "build", "node_modules", "__pycache__")


@dataclass(frozen=True, slots=True)
class Area:
    """Modules, and the files of the tests that are to hold them."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


AREAS = {
    "crossref": Area(
        ("crossref.py", "counters.py"), ("test_crossref.py", "test_supplement.py", "checks")
    ),
    "citations": Area(
        ("citations.py", "named_authors.py"),
        ("test_citations.py", "test_matter.py", "render/test_docx_citations.py"),
    ),
    "blind": Area(("blind*.py",), ("test_blind.py", "test_blind_rasters.py")),
    "merge": Area(("merge/*.py",), ("merge",)),
    "diff": Area(("diff/*.py",), ("diff",)),
}


class Reach:
    """Which tests reach which line of a tree, and how long they take."""

    def __init__(self, tree: Path, area: Area, paths: Sequence[Path]) -> None:
        self.tree, self.files = tree, [f"tests/{name}" for name in area.tests]
        noted = tree / "reached.json"
        told = {"REACHED_MAP": str(noted), "REACHED_IN": os.pathsep.join(map(str, paths))}
        if run(tree, self.files, None, told) != 0:
            sys.exit("the tests fail without a mutant")
        found = json.loads(noted.read_text(encoding="utf-8"))
        self.lines: dict[str, list[str]] = found["lines"]
        self.seconds: dict[str, float] = found["seconds"]

    def tests(self, mutant: Mutant) -> list[str]:
        """Return the tests that reach a mutant; all where it is reached by an import, or nobody."""
        at = range(mutant.line, mutant.end + 1)
        names = {name for n in at for name in self.lines.get(f"{mutant.path}:{n}", [])}
        found = [name for name in self.seconds if {name, name.partition("::")[0]} & names]
        return sorted(found or self.seconds, key=self.seconds.__getitem__)

    def verdict(self, mutant: Mutant) -> str:
        """Run the tests of a mutant, which is in its place meanwhile."""
        names, chosen = self.tests(mutant), self.tree / "chosen.json"
        chosen.write_text(json.dumps(names), encoding="utf-8")
        limit = 60 + 5 * sum(map(self.seconds.__getitem__, names))
        before = mutant.path.read_text(encoding="utf-8")
        mutant.path.write_text(mutant.text, encoding="utf-8")
        code = run(self.tree, self.files, limit, {"REACHED_ONLY": str(chosen)})
        mutant.path.write_text(before, encoding="utf-8")
        return {None: "killed (time)", 0: f"SURVIVED {len(names)} tests"}.get(code, "killed")


def run(tree: Path, files: list[str], limit: float | None, told: dict[str, str]) -> int | None:
    """Return how the tests of a tree end, or None if they do not in time."""
    words = ["-x", "-q", "-p", "no:cacheprovider", "-p", "benchmarks.reached"]
    command = [sys.executable, "-B", "-m", "pytest", *words, *files]
    temporary = tree.with_name("temporary")
    temporary.mkdir(exist_ok=True)
    env = {**os.environ, **told, "PYTHONPATH": str(tree / "src"), "TMPDIR": str(temporary)}
    try:
        done = subprocess.run(command, cwd=tree, env=env, timeout=limit, capture_output=True)
    except subprocess.TimeoutExpired:
        return None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return done.returncode


def main(name: str, size: int, seed: int) -> None:
    """Print what becomes of some mutants of an area."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder).resolve() / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        source, area = tree / "src/octavo", AREAS[name]
        paths = sorted(path for module in area.modules for path in source.glob(module))
        every = [(path, number) for path in paths for number in range(count(path))]
        reach = Reach(tree, area, paths)
        for path, number in random.Random(seed).sample(every, min(size, len(every))):  # noqa: S311
            made = mutant(path, number)
            place = f"{path.relative_to(tree)}:{made.line}:{made.column}"
            print(f"{reach.verdict(made)}: {place}: {made.change}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
