"""The LaTeX package: its files, what is escaped, counted and linked, and what is left out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from octavo.diagnostics import Faults
from octavo.pipeline import build
from octavo.project import load_project
from octavo.render.latex_numbers import Counters
from octavo.render.latex_text import is_latin, literal
from tests.conftest import WAVE, Write

PLAIN_NAME = re.compile(r"[A-Za-z0-9-]+\.(?:tex|bbl|pdf|png|jpg|txt)")
PIXEL = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">'
    b'<rect width="9" height="9"/></svg>'
)


class Package(NamedTuple):
    """A package, opened."""

    files: dict[str, bytes]

    @property
    def source(self) -> str:
        """The article."""
        return self.files["manuscript.tex"].decode()

    @property
    def body(self) -> str:
        """The article from its first word on."""
        return self.source.partition(r"\maketitle")[2]


def built(
    write: Write, text: str, metadata: str = "", files: Mapping[str, bytes] | None = None
) -> Package:
    """Return the package of a manuscript of one section, with other files beside it."""
    front = f"title: T\nlanguage: en\nauthors: [{{name: Ada Example}}]\n{metadata}"
    sources = {
        "manuscript/metadata.yaml": front,
        "manuscript/01-a.md": text,
        "figures/wave.py": WAVE,
    }
    root = write({**sources, **(files or {})})
    (artifact,) = build(load_project(root), ["latex"]).artifacts
    assert artifact.path == root / "build" / "manuscript-latex.zip"
    return opened(artifact.path)


def opened(path: Path) -> Package:
    """Return what a package holds."""
    with zipfile.ZipFile(path) as package:
        return Package({name: package.read(name) for name in package.namelist()})


def test_the_package_holds_what_is_used_and_nothing_else(write: Write) -> None:
    """Source, references, pictures and a manual, without folders, under plain names."""
    found = built(write, "# A {#sec:a}\n\n[@walt1987]\n\n![A wave.](wave){#fig:w}\n")
    assert sorted(found.files) == ["README.txt", "manuscript.bbl", "manuscript.tex", "wave.pdf"]
    assert r"\input{manuscript.bbl}" in found.body


def test_a_package_without_citations_has_no_list(write: Write) -> None:
    """Nothing is included that is not there."""
    found = built(write, "# A\n\nText.\n")
    assert sorted(found.files) == ["README.txt", "manuscript.tex"]
    assert r"\input" not in found.source


def test_equal_sources_give_equal_bytes(write: Write) -> None:
    """Two builds of the same manuscript do not differ, pictures and times included."""
    text = "# A\n\n[@rose1998]\n\n![A wave.](wave){#fig:w}\n"
    front = "title: T\nauthors: [{name: A}]\ndate: 2026-03-09\n"
    files = {"manuscript/metadata.yaml": front, "manuscript/01-a.md": text, "figures/wave.py": WAVE}
    root = write(files)
    (first,) = build(load_project(root), ["latex"]).artifacts
    (second,) = build(load_project(root), ["latex"]).artifacts
    assert first.digest == second.digest
    with zipfile.ZipFile(second.path) as package:
        assert {entry.date_time for entry in package.infolist()} == {(2026, 3, 9, 0, 0, 0)}


def test_pictures_have_plain_names(write: Write) -> None:
    """Spaces, other letters and equal names are mended; what LaTeX cannot show is converted."""
    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, "WEBP")
    text = "![A.](<a b_ä.svg>){#fig:a}\n\n![B.](x/a-b.svg){#fig:b}\n\n![C.](нефть.webp){#fig:c}\n"
    files = {"a b_ä.svg": PIXEL, "x/a-b.svg": PIXEL, "нефть.webp": stream.getvalue()}
    found = built(write, text, files=files)
    pictures = [name for name in found.files if name.endswith((".pdf", ".png"))]
    assert sorted(pictures) == ["a-b-2.pdf", "a-b.pdf", "figure.png"]
    assert all(PLAIN_NAME.fullmatch(name) for name in found.files)
    assert found.files["a-b.pdf"].startswith(b"%PDF-1.5")
    assert found.files["figure.png"].startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"\input{x}", r"\textbackslash{}input\{x\}"),
        ("$x$ & 5% #1 a_b", r"\$x\$ \& 5\% \#1 a\_b"),
        ("a^b ~ <c>", r"a\textasciicircum{}b \textasciitilde{} \textless{}c\textgreater{}"),
        ("-- '' ,,", "-{}- '{}' ,{},"),
        ("one\ntwo\x00", "one two"),
    ],
)
def test_values_are_literal(text: str, written: str) -> None:
    """No sign of a value is a command, or becomes another sign."""
    assert literal(text) == written


def test_a_hostile_title_and_caption_are_text(write: Write) -> None:
    """A title is what the author typed, in the page and in the file's properties."""
    hostile = r"\input{/etc/passwd} % $x$ } \end{document}"
    found = built(write, "![100% \\\\input{x}](wave){#fig:w}\n", f"subtitle: '{hostile}'\n")
    assert hostile not in found.source
    assert r"\textbackslash{}input\{/etc/passwd\} \% \$x\$ \}" in found.source
    assert r"\caption{100\% \textbackslash input\{x\}}" in found.body


@pytest.mark.parametrize(
    "raw",
    ["`\\input{/etc/passwd}`{=latex}", "```{=latex}\n\\input{/etc/passwd}\n```"],
)
def test_raw_tex_is_left_out(write: Write, raw: str) -> None:
    """What an author writes for TeX could read files, or never end."""
    found = built(write, f"Before.\n\n{raw}\n\nBehind.\n")
    assert "passwd" not in found.source
    assert "Behind." in found.body


@pytest.mark.parametrize(
    "raw",
    [
        "\\input{/etc/passwd}",
        "`\\input{/etc/passwd}`{=tex}",
        "\\begin{verbatim}\n\\input{/etc/passwd}\n\\end{verbatim}",
    ],
)
def test_raw_tex_without_a_format_stops_the_build(write: Write, raw: str) -> None:
    """It would be printed nowhere, and authors who write it think that it is."""
    with pytest.raises(Faults) as caught:
        built(write, f"Before.\n\n{raw}\n\nBehind.\n")
    assert [fault.code for fault in caught.value.diagnostics] == ["tex-dropped"]


def test_code_cannot_end_what_shows_it(write: Write) -> None:
    """Code that holds the end of its environment is set as lines of text."""
    found = built(write, "```\nx\n\\end{verbatim}\\input{y}\n```\n")
    assert r"\end{verbatim}" not in found.source
    assert r"\textbackslash{}input\{y\}" in found.body


def test_a_formula_that_pandoc_cannot_read_is_its_text(write: Write) -> None:
    """A value put into a formula cannot bring a command that reads files."""
    values = r"values: {x: '\input{/etc/passwd}', y: '^^5cinput{z}'}" + "\n"
    found = built(write, "${{ values.x }}$ and $\\text{{{ values.y }}}$\n", values)
    assert r"\input{/etc" not in found.source
    assert r"\texttt{\textbackslash{}input\{/etc/passwd\}}" in found.body
    assert "^^" not in found.body


def test_what_is_numbered_is_numbered_by_latex(write: Write) -> None:
    """Headings, figures, tables and equations have labels, and references are LaTeX's own."""
    text = """# One {#sec:one}

See @fig:w, @tbl:t, @eq:e and @sec:one.

![A wave.](wave){#fig:w}

| a |
|---|
| b |

: T. {#tbl:t}

$$E = mc^2$$ {#eq:e}
"""
    body = built(write, text).body
    assert r"\section{One}\label{sec-one}" in body
    assert "\\caption{A wave.}\\label{fig-w}\n\\end{figure}" in body
    assert r"\caption{T.}\label{tbl-t}" in body
    assert "\\begin{equation}\\label{eq-e}\nE = mc^2\n\\end{equation}" in body
    assert (
        r"See \hyperref[fig-w]{Figure~\ref*{fig-w}}, \hyperref[tbl-t]{Table~\ref*{tbl-t}}" in body
    )
    assert (
        r"\hyperref[eq-e]{Equation~\ref*{eq-e}} and \hyperref[sec-one]{Section~\ref*{sec-one}}."
        in body
    )


def test_appendices_and_supplements_are_counted_anew(write: Write) -> None:
    """Commands before an item put LaTeX's counters right."""
    text = """# One {#sec:one}

# Two {#sec:two .appendix}

![A.](wave){#fig:a}

# Three {#sec:three .supplementary}

![B.](wave){#fig:b}

# Four {#sec:four}
"""
    body = built(write, text).body
    counting = (
        r"\\(?:appendix|supplement|mainmatter|(?:numberedas|setcounter)\{\w+\}\{\w+\}|section)"
    )
    commands = re.findall(counting, body)
    assert commands == [
        r"\section",
        *(r"\appendix", r"\section", r"\numberedas{figure}{A}"),
        *(r"\supplement", r"\section", r"\numberedas{figure}{S}"),
        *(r"\mainmatter", r"\setcounter{section}{1}", r"\section"),
        r"\section",  # how to cite, which has no number
    ]


def test_a_number_that_latex_cannot_reach_is_none_of_its_own() -> None:
    """Six levels, and numbers that do not fit their level, are printed as text."""
    counters = Counters()
    assert counters.heading(6, "1.1.1.1.1.1") is None
    assert counters.heading(2, "1") is None
    assert counters.heading(1, "4") == r"\setcounter{section}{3}"
    assert counters.heading(2, "4.1") == ""


def test_citations_lead_to_the_list(write: Write) -> None:
    """Citations are the style's text with links, entries what the style printed."""
    found = built(write, "See [@rose1998; @walt1987, p. 3].\n")
    assert r"(\citelink{rose1998}{Rose 1998}; \citelink{walt1987}{Walt 1987, 3})" in found.body
    listed = found.files["manuscript.bbl"].decode()
    assert listed.startswith("\\begin{thebibliography}{}\n\n\\bibitem[{}]{rose1998}\nRose, Gideon.")
    assert "\\bibitem[{}]{walt1987}\nWalt, Stephen M. 1987." in listed


def test_numbers_of_a_style_stand_before_the_entries(write: Write) -> None:
    """A numeric style's labels are those of the list."""
    found = built(write, "See [@rose1998; @walt1987].\n", "build: {csl: ieee}\n")
    listed = found.files["manuscript.bbl"].decode()
    assert "\\begin{thebibliography}{[1]}" in listed
    assert "\\bibitem[{[2]}]{walt1987}\nS. M. Walt" in listed


PERSIAN = """@book{seifi, author = {سیفی, عبدالمجید}, title = {داعش}, date = {2018},
  langid = {persian}, publisher = {نشر}}
@book{walt, author = {Walt, Stephen M.}, title = {Origins}, date = {1987}}
"""


def test_a_reference_that_runs_from_right_to_left_stands_at_the_right(write: Write) -> None:
    """It is in its language as a paragraph, not as words within one from left to right."""
    found = built(write, "See [@seifi; @walt].\n", files={"bib/references.bib": PERSIAN.encode()})
    listed = found.files["manuscript.bbl"].decode()
    entry = "\\bibitem[{}]{seifi}\nسیفی, عبدالمجید. 2018. \\emph{داعش}. نشر.\n"
    assert f"\\begin{{turnedentry}}{{persian}}\n{entry}\\end{{turnedentry}}\n" in listed
    assert listed.count("turnedentry") == 2
    assert r"\newenvironment{turnedentry}" in found.source


def test_pictures_keep_their_alternative_text(write: Write) -> None:
    """What a picture shows is an option of the picture; a width is at most the line's."""
    body = built(write, "![A.](wave){#fig:w alt='50% {up}' width=90cm}\n").body
    assert r"\includegraphics[width=\linewidth,alt={50\% \{up\}}]{wave.pdf}" in body


def test_notes_in_captions_and_heads_follow_them(write: Write) -> None:
    """A mark stands where LaTeX takes no note, and the text where it does."""
    text = "![A.^[One.]](wave){#fig:w}\n\n| a^[Two.] |\n|---|\n| b^[Three.] |\n\n: T. {#tbl:t}\n"
    body = built(write, text).body
    assert r"\caption[{A.}]{A.\footnotemark[\numexpr\value{footnote}+1\relax]}" in body
    assert "\\end{figure}\\stepcounter{footnote}\\footnotetext{One.}" in body
    assert r"\stepcounter{footnote}\footnotetext{Two.}b\footnote{Three.}" in body


def test_displays_of_other_environments_stand_in_ours(write: Write) -> None:
    """An environment that would number its lines does not, and no number is the author's."""
    text = "$$\\begin{align} a &= b \\tag{7} \\\\ c &= d \\label{x} \\end{align}$$ {#eq:e}\n"
    body = built(write, text).body
    assert r"\begin{aligned}" in body
    assert r"\tag" not in body
    assert r"\label{x}" not in body


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        (r"a \coloneqq b", r"\usepackage{mathtools}"),
        (r"\llbracket x", r"\providecommand*{\llbracket}{\mathopen{[\![}}"),
        (r"\mathds{1}", r"\providecommand*{\mathds}[1]{\mathbf{#1}}"),
        (r"\cancel{x}", r"\DeclareRobustCommand*{\cancel}"),
        (r"\mathbb{1}_A", r"\(\mathbf{1}_A\)"),
        (r"\mathbb{R}^n", r"\(\mathbb{R}^n\)"),
    ],
)
def test_commands_of_formulas_are_told_to_latex(write: Write, formula: str, written: str) -> None:
    """What pandoc reads has a package, a definition or letters that LaTeX's fonts have."""
    assert written in built(write, f"${formula}$\n").source


def test_verse_begins_at_the_margin(write: Write) -> None:
    """Its first line is not indented, or the second would seem to stand out."""
    body = built(write, "| One\n|   two\n").body
    assert "\\noindent{}One\\\\\n\\strut ~~two" in body


SPANS = """+------------------------+------+
| Words that hang[^n]    | b    |
|                        +------+
|                        | c    |
+------------------------+------+
| across both                   |
+------------------------+------+

[^n]: A note.
"""


def test_cells_over_rows_need_no_package(write: Write) -> None:
    """They stand in their first row, and their text hangs over those below."""
    found = built(write, SPANS)
    assert "multirow" not in found.source
    assert r"\newenvironment{hanging}" in found.source
    assert "\\begin{hanging}{2}\n\nWords that hang" in found.body
    assert "\\end{minipage} & b \\\\\n& c \\\\\n\\multicolumn{2}" in found.body


def test_notes_in_boxed_cells_follow_the_table(write: Write) -> None:
    """Such a box would print them itself, over what is below it."""
    body = built(write, SPANS).body
    assert r"hang\footnotemark[\numexpr\value{footnote}+1\relax]" in body
    assert body.index(r"\end{longtable}") < body.index(r"\footnotetext{A note.}")


def test_long_tables_share_the_page(write: Write) -> None:
    """Columns whose text is wider than the page are given parts of it."""
    rows = "\n".join(f"| short | {'word ' * 40} | {'word ' * 20} |" for _ in range(2))
    body = built(write, f"| A | B | C |\n|---|---|---|\n{rows}\n").body
    widths = [float(w) for w in re.findall(r"\\real\{([0-9.]+)\}", body)]
    assert len(widths) == 3
    assert sum(widths) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(("columns", "smaller"), [(4, False), (7, True), (12, True)])
def test_numbers_that_have_no_room_are_set_smaller(
    write: Write, columns: int, smaller: bool
) -> None:
    """However many columns there are, none is printed over the next."""
    row = "| 100,000,000,000 " * columns + "|\n"
    body = built(write, f"{'| A ' * columns}|\n{'|---' * columns}|\n{row}").body
    assert (r"\renewcommand*{\tablesize}" in body) is smaller


def test_latin_letters_need_no_other_engine(write: Write) -> None:
    """Accents and signs that pdfLaTeX lacks are told to it."""
    found = built(write, "Ḥasan wrote α ≤ β − 1.\n")
    assert "% !TEX program = pdflatex" in found.source
    assert r"\DeclareUnicodeCharacter{1E24}{\d{H}}" in found.source
    assert r"\DeclareUnicodeCharacter{2264}{\ensuremath{\leq}}" in found.source
    assert "    pdflatex manuscript.tex" in found.files["README.txt"].decode()


@pytest.mark.parametrize("text", ["Москва", "λόγος", "بغداد", "北京", "ʿ"])
def test_other_letters_need_one(text: str) -> None:
    """Letters that pdfLaTeX cannot set without fonts for them."""
    assert not is_latin(text)


def test_languages_are_told_to_babel(write: Write) -> None:
    """Abstracts and words of another language are in it; right to left where it runs so."""
    metadata = "abstract: {en: One., fa: یک.}\n"
    found = built(write, "A [mot]{lang=fr} and [بغداد]{lang=ar dir=rtl}.\n", metadata)
    assert r"[english,bidi=basic,layout=lists]{babel}" in found.source
    assert r"\babelprovide[import=fr]{french}" in found.source
    assert r"\begin{otherlanguage}{persian}" in found.body
    assert r"\foreignlanguage{french}{mot}" in found.body
    assert r"\foreignlanguage{arabic}{بغداد}" in found.body


def test_a_language_that_babel_lacks_is_no_fault(write: Write) -> None:
    """Text of it is set as the text around it."""
    assert "A word." in built(write, "A [word]{lang=tlh}.\n").body


def test_links_lead_to_addresses_alone(write: Write) -> None:
    """What no browser opens is no address, and an address is escaped."""
    body = built(write, "[a](urn:x) [b](https://example.org/a_b%20c?d&e#f) [c](#none)\n").body
    assert "urn" not in body
    assert r"\href{https://example.org/a_b\%20c?d&e\#f}{b}" in body


def test_the_whole_title_block_is_printed(write: Write) -> None:
    """Everything that metadata says under the title is in the source."""
    metadata = """subtitle: Sub
date: 2026-03-09
credit: After a talk.
authors:
  - {name: Ada Example, orcid: 0000-0002-1825-0097, email: a_b@example.org, affiliations: a,
     corresponding: true}
  - {name: Bob, affiliations: b}
affiliations: [{id: a, name: A & B}, {id: b, name: C}]
highlights: [First.]
summary: Plainly.
keywords: [K]
abstract: Text.
licence: CC BY 4.0
statements: {data: Here.}
"""
    root = write({"manuscript/metadata.yaml": f"title: T\n{metadata}"})
    (artifact,) = build(load_project(root), ["latex"]).artifacts
    source = opened(artifact.path).source
    for piece in (
        r"Ada Example\textsuperscript{1,*} \and",
        r"\textsuperscript{1}A \& B\par",
        r"\href{mailto:a\_b@example.org}{a\_b@example.org}",
        r"\href{https://orcid.org/0000-0002-1825-0097}",
        r"\date{March 9, 2026}",
        "After a talk.",
        "Highlights",
        "Plain-language summary",
        r"\textbf{Keywords:} K",
        "CC BY 4.0",
        "Data availability",
        r"pdfauthor={Ada Example; Bob}",
    ):
        assert piece in source


def test_a_manuscript_for_review_is_set_wide(write: Write) -> None:
    """Double spacing and numbered lines; floats do not go above their heading."""
    text = "![A.](wave){#fig:w}\n\nText.\n"
    source = built(write, text, "build: {layout: manuscript, floats: end}\n").source
    assert "\\doublespacing\n\\linenumbers\n" in source
    assert source.index("Text.") < source.index(r"\begin{figure}[hbp]")
    assert "\\clearpage\n\n\\section*{Figures}" in source


@pytest.mark.parametrize(("language", "direction"), [("en", "TLT"), ("fa", "TRT")])
def test_numbers_of_lines_stand_beside_passages_of_either_direction(
    write: Write, language: str, direction: str
) -> None:
    """They are set in the direction of the article, or would stand in the text."""
    metadata = f"title: T\nlanguage: {language}\nauthors: [A]\nbuild: {{layout: manuscript}}\n"
    text = "Text.\n\n::: {lang=fa dir=rtl}\nمتن فارسی.\n:::\n"
    root = write({"manuscript/metadata.yaml": metadata, "manuscript/01-a.md": text})
    (artifact,) = build(load_project(root), ["latex"]).artifacts
    assert rf"\makeLineNumberLeft}}{{\hbox dir {direction} to" in opened(artifact.path).source


def test_a_figure_in_a_cell_does_not_float(write: Write) -> None:
    """The cells of a table take no floats, and its command for captions is its own."""
    cell = (
        "| ![Inside.](wave)   | two |\n|                    |     |\n| More.              |     |"
    )
    rule = "+--------------------+-----+"
    head = f"{rule}\n| A                  | B   |\n{rule.replace('-', '=')}"
    body = built(write, f"{head}\n{cell}\n{rule}\n").body
    assert r"\begin{heldfigure}" in body
    assert r"\begin{figure}" not in body
