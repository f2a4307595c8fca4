"""Whether a full offline check costs less CPU than one bare `pandoc --citeproc`.

    python benchmarks/checking.py [ROUNDS]

Both work on the same manuscript of 40,000 words and 300 entries, made of the reference
article's sections; the rounds alternate, and CPU seconds of the processes with their
children are compared.  Figures are left out: pandoc draws none.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import pypandoc

from octavo.checks import Family

ROOT = Path(__file__).parents[1]
WORDS, ENTRIES = 40_000, 300
FAMILIES = [family.value for family in Family if family is not Family.FIGURES]


PICTURE = re.compile(r"!\[[^]]*\]\([^)]*\)(\{[^}]*\})?|\{\{.*?\}\}|@(fig|tbl):\w+", re.I | re.S)
SECTION = re.compile(r"(?<=[{]#)[\w:-]+|(?<=@)(?:eq|sec):\w+|(?<=\[\^)\w+", re.IGNORECASE)
CITED = re.compile(r"(?<=@)\{?(?!eq:|sec:)[a-z]\w*\d{4}\w*|(?<=@)[a-z]+_\w+")


def manuscript(folder: Path) -> None:
    """Write a manuscript of so many words and entries, nearly all of which are cited."""
    (folder / "manuscript").mkdir()
    (folder / "bib").mkdir()
    texts = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("manuscript/*.md"))]
    library = (ROOT / "bib/references.bib").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=@)", library)[1:]
    copies = ENTRIES // len(entries)
    count = copy = 0
    while count < WORDS:
        for number, text in enumerate(texts):
            named = SECTION.sub(rf"\g<0>{copy}", PICTURE.sub("this", text))
            named = CITED.sub(rf"\g<0>x{copy % copies}", named)
            path = folder / "manuscript" / f"{copy}{number:02}-text.md"
            path.write_text(named, encoding="utf-8")
            count += len(named.split())
        copy += 1
    metadata = "title: A long one\nauthors: [{name: A}]\n"
    (folder / "manuscript/metadata.yaml").write_text(metadata, encoding="utf-8")
    many = [_renamed(entry, n) for n in range(copies + 1) for entry in entries]
    (folder / "bib/references.bib").write_text("\n".join(many[:ENTRIES]), encoding="utf-8")


def _renamed(entry: str, copy: int) -> str:
    entry = re.sub(r"\{([^,\s]+),", rf"{{\g<1>x{copy},", entry, count=1)
    entry = re.sub(r"^  (doi|isbn) .*\n", "", entry, flags=re.MULTILINE)
    return re.sub(r"( title +=[ ]*\{)", rf"\g<1>Copy {copy}: ", entry, count=1)


def cpu(command: list[str], folder: Path) -> float:
    """Return the CPU seconds of a command and its children."""
    before = os.times()
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )


def main(rounds: int) -> None:
    """Print the seconds of both, and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        manuscript(folder)
        sections = [str(path) for path in sorted(folder.glob("manuscript/*.md"))]
        pandoc = [pypandoc.get_pandoc_path(), "--citeproc", "--bibliography=bib/references.bib"]
        pandoc += ["--from=markdown", "--to=html", "--output=out.html", *sections]
        check = [sys.executable, "-m", "octavo", "check", "--quiet", *FAMILIES]
        taken = [(cpu(check, folder), cpu(pandoc, folder)) for _ in range(rounds)]
    ratios = sorted(ours / theirs for ours, theirs in taken)
    ours, theirs = (statistics.median(column) for column in zip(*taken, strict=True))
    least, middle, most = ratios[0], statistics.median(ratios), ratios[-1]
    print(f"check {ours:.2f} s, pandoc --citeproc {theirs:.2f} s of CPU (medians)")
    print(f"ratio: {least:.2f} least, {middle:.2f} median, {most:.2f} most")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
