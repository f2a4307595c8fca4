"""A small manuscript by people who can be told apart from its words, and its anonymous build."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from octavo.blind import Blinded, blinded
from octavo.document import Document
from octavo.leaks import Allowed, Leak, allowed_of, scan
from octavo.machine import User
from octavo.needles import Needles
from octavo.pipeline import compose, gather, render
from octavo.project import Project, load_project
from octavo.root import file_of
from tests.conftest import WAVE, Files

FORMATS = ("pdf", "docx", "html", "jats", "epub", "latex")
USER = User(
    name="zquill",
    home="/home/zquill",
    host="quillbook-pro",
    git_names=("Zoë Q. Feather",),
    git_mails=("zoe@feathers.example.net",),
    remotes=("git@github.com:zquillfeather/alliances-paper.git",),
)
METADATA = """\
title: Alliances without treaties
subtitle: A theory
language: en-GB
date: 2026-05-04
version: "3"
doi: 10.5555/quux.2026.17
url: https://alliances.example.org/paper
journal: {name: Journal of Quux Studies, volume: 4, pages: 1-20}
credit: After a talk that Zoë Quillfeather gave at the University of Quuxhaven.
authors:
  - name: Zoë Quillfeather
    orcid: 0000-0002-1825-0097
    email: z.quillfeather@quuxhaven.example.edu
    affiliations: [quux]
    corresponding: true
    roles: [conceptualization, writing-original-draft]
  - name: Jürgen van der Mühlenbrock
    email: jvdm@quuxhaven.example.edu
    affiliations: [quux]
    roles: [methodology]
  - name: Rosa Stone
affiliations:
  - id: quux
    name: University of Quuxhaven
    department: Department of Strategy
    city: Quuxhaven
    country: Utopia
    ror: 05gq02987
abstract: Why do some states stand by each other? We answer with a theory.
keywords: [alliances, treaties]
acknowledgements: >-
  We thank Ludovica Brightwater and the seminar at Quuxhaven; grant QX-2019-55123 paid for it.
funding:
  - {funder: Quux Research Council, award: QRC/2021/778899}
statements:
  conflicts: The authors declare none.
  data: The data are at <https://github.com/zquillfeather/alliances-data>.
  code: The code is at <https://osf.io/q7x9z/>.
  ethics: Approved by the board of the University of Quuxhaven, no. 17.
licence: © 2026 Zoë Quillfeather
values: {n: 12, thanks: "Zoë Quillfeather counted"}
build:
  csl: STYLE
"""
TEXT = """\
# Introduction

<!-- Zoë: ask Jürgen van der Mühlenbrock whether to keep this. -->
Theory has a long way to go [@walt1987]. A stone is no milestone, and may the limestone of
Stonehenge stand; van der Mühlen was another, as is the mayor of Müllheim. States stand by each
other for reasons [@quill2019; @stonework2020], as Walt has it [@muehlenbrock2018, p. 5]. Others
of the name disagree [@ostone1999], and @quill2019 has {{ values.n }} cases.

The data are in [a repository](https://github.com/zquillfeather/alliances-data) and at
<https://osf.io/q7x9z/files>; those of others are at <https://www.sipri.org/databases>.

![How it goes.](wave){#fig:wave}

![A photograph.](figures/photo.jpg){#fig:photo}

| case | years |
|------|-------|
| one  | 12    |

: The cases. {#tbl:cases}
"""
BIBLIOGRAPHY = """\
@article{quill2019,
  author = {Quillfeather, Z. and Brightwater, Ludovica},
  title = {Standing by without a Treaty},
  journaltitle = {World Politics},
  volume = {71},
  pages = {144--172},
  date = {2019},
  doi = {10.5555/wp.71},
  file = {/home/zquill/papers/quill2019.pdf},
  keywords = {mine, quillfeather},
}

@book{stonework2020,
  author = {Stone, R.},
  title = {Promises Kept},
  location = {Ithaca, NY},
  publisher = {Cornell University Press},
  date = {2020},
}

@incollection{muehlenbrock2018,
  author = {Adler, Emanuel},
  title = {A Chapter},
  booktitle = {The Book of Chapters},
  editor = {van der M{\\"u}hlenbrock, J{\\"u}rgen},
  pages = {1--20},
  publisher = {Sage},
  date = {2018},
}

@book{ostone1999,
  author = {Stone, Oliver},
  title = {Other Promises},
  publisher = {Sage},
  date = {1999},
}

@book{walt1987,
  author = {Walt, Stephen M.},
  title = {The Origins of Alliances},
  publisher = {Cornell University Press},
  date = {1987},
}
"""

SelfCitations = Literal["third-person", "mask"]


def photograph() -> bytes:
    """Return a JPEG that says who took it and where it was kept."""
    import io

    from PIL import Image

    exif = Image.Exif()
    exif[0x013B] = "Zoë Quillfeather"
    exif[0x8298] = "(c) University of Quuxhaven"
    stream = io.BytesIO()
    picture = Image.linear_gradient("L").convert("RGB")
    told = {"exif": exif.tobytes(), "comment": b"/home/zquill/photo.raw"}
    picture.save(stream, "JPEG", dpi=(300, 300), **told)
    return stream.getvalue()


def files(style: str = "chicago-author-date") -> Files:
    """Return the manuscript for the fixture that writes one."""
    return {
        "manuscript/metadata.yaml": METADATA.replace("STYLE", style),
        "manuscript/01-introduction.md": TEXT,
        "bib/references.bib": BIBLIOGRAPHY,
        "figures/wave.py": WAVE,
        "figures/photo.jpg": photograph(),
    }


def with_text(text: str) -> Files:
    """Return the manuscript with another text."""
    return {**files(), "manuscript/01-introduction.md": text}


def with_metadata(old: str, new: str) -> Files:
    """Return the manuscript with something else in its metadata."""
    text = str(files()["manuscript/metadata.yaml"])
    assert old in text
    return {**files(), "manuscript/metadata.yaml": text.replace(old, new)}


def with_statement(name: str, text: str) -> Files:
    """Return the manuscript with one statement alone."""
    whole = str(files()["manuscript/metadata.yaml"])
    old = re.search(r"statements:\n(?:  .*\n)+", whole)
    assert old is not None
    return with_metadata(old[0], f"statements:\n  {name}: {text}\n")


def by(root: Path, name: str) -> Project:
    """Return a manuscript by somebody, whose name is in every place that a copy leaves out."""
    given = json.dumps(name, ensure_ascii=False)
    written = {
        "manuscript/metadata.yaml": f"""\
title: Alliances
authors:
  - {{name: {given}, affiliations: a, roles: [software], orcid: 0000-0002-1825-0097}}
affiliations: [{{id: a, name: {given}, department: {given}, city: {given}}}]
credit: {given}
acknowledgements: {given}
funding: [{{funder: {given}, award: {given}}}]
licence: {given}
version: {given}
journal: {{name: {given}}}
statements: {{data: {given}, ethics: {given}}}
values: {{who: {given}}}
""",
        "manuscript/01-a.md": f"# One\n\nText [@k]. <!-- {name} -->\n\nBy {{{{ values.who }}}}"
        f" and {{{{ authors[0].name }}}}; [x]{{.insertion author={given}}}.\n",
        "bib/references.bib": "@book{k, author={Walt, S.}, title={T}, date={1987}}\n",
    }
    for place, text in written.items():
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_project(root)


@dataclass(frozen=True)
class Copy:
    """An anonymous build: its files, and what they are looked through with."""

    blinded: Blinded
    documents: tuple[Document, ...]
    files: dict[str, Path]
    needles: Needles
    allowed: Allowed

    def leaks(self, *paths: Path) -> list[Leak]:
        """Return what a scan of these files, or of all, finds."""
        return [*scan(paths or self.files.values(), self.needles, self.allowed)]


def anonymous_copy(
    root: Path,
    self_citations: SelfCitations = "third-person",
    formats: Sequence[str] = FORMATS,
    user: User = USER,
) -> Copy:
    """Build the anonymous copy of the manuscript in a folder."""
    project = load_project(root)
    evidence = gather(project)
    made = blinded(
        project, evidence.manuscript, evidence.bibliography, evidence.figures, self_citations, user
    )
    blind = replace(
        evidence,
        project=made.project,
        manuscript=made.manuscript,
        bibliography=made.bibliography,
        figures=made.figures,
    )
    documents = compose(blind, formats)
    paths = {}
    for (name, form), one in render(made.project, documents, formats, lambda _: None).items():
        path = root / "build" / "anonymous" / file_of(name, form)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.data)
        paths[form if name == "manuscript" else f"{name} {form}"] = path
    return Copy(made, documents, paths, made.needles, allowed_of(documents, made.passed))
