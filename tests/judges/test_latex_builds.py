"""The LaTeX package, built by the engines of a plain TeX Live: no fault, our text and numbers.

The engines may neither read nor write outside their folder, as on a server of
arXiv's kind.  What is missing here is an error, not a skip.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html

from octavo.figures import draw_figures
from octavo.pipeline import build
from octavo.project import load_project
from octavo.submit.submission import submit
from tests.conftest import Write
from tests.judges.conftest import Built
from tests.render.article import FILES

REFERENCE = Path(__file__).parents[2]
CAGE = {"openin_any": "p", "openout_any": "p", "SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1"}
FAULTS = re.compile(
    r"^! .*|.*[Uu]ndefined (?:references|citations|on input line).*|.*multiply defined.*"
    r"|Missing character.*|Overfull \\hbox \((?:[2-9]\d|\d{3,}).*",
    re.MULTILINE,
)
"""What no log may say: errors, references that lead nowhere, lost letters, lines too long."""

OWN = ("math", "nav", "sup", "details")
"""Parts of a page whose words the PDF need not have as they are: formulas, marks, contents."""

COUNTED = re.compile(r"(?:[A-Z]|S?\d+|[A-Z]\d+)(?:\.\d+){0,4}[a-z]?")
"""Numbers that LaTeX counts; headings of the sixth level have theirs as text."""

LATIN = r"""title: 'A & B: 50% of $x$, \input{/etc/passwd}, #1 {a}_b^c ~ "q" <<d>> -- ''e'' ``f`` \'
subtitle: 'On %, ~ and \end{document}'
language: en-GB
date: 2026-03-09
credit: After a talk.
authors:
  - {name: Žofia Ångström, orcid: 0000-0002-1825-0097, email: a_b@example.org, affiliations: a,
     corresponding: true, roles: [software]}
  - {name: Ḥasan al-Ṭabarī, affiliations: [a, b]}
affiliations: [{id: a, name: A & B University, city: Łódź}, {id: b, name: 100% Institute}]
abstract: {en: "An *abstract* with $x_1$ and 5%.", de: "Eine „Übersicht“.", fr: "Un « résumé »."}
keywords: {en: [R&D, C#, a_b], de: [Eins]}
highlights: [First., Second.]
summary: Plainly.
funding: [{funder: A Fund, award: "7_2"}]
statements: {data: "In a [repository](https://example.org/a_b%20c?d=e&f#g)."}
"""
TEXT = r"""# Introduction: 100% of `a_b` & $x^2$ {#sec:intro}

See @fig:wave, @fig:pair, @fig:b, @tbl:values, @tbl:long; @eq:e, @eq:cases, @sec:deep, @sec:data,
@fig:again, @eq:again, @tbl:again, @sec:more, @sec:supplement and @fig:supplement; [@walt, p. 5].
Signs: α β ≤ ≥ ≠ − × ÷ ± → ∞ √ ° § ½ € £ … – — “q” ‘r’ «s» ₂ ⁴ ′ ʼ x; Şişli, Čapek, ǧ, ʼ, ṣ, ẓ, ī.
Marks: [u]{.underline} ~~out~~ [s]{.smallcaps} [m]{.mark} a^b^ c~d~ [at]{#here}[back](#here).[^n]
Literal: \\input{/etc/passwd} \^\^M 50% a_b {x} # & ~ -- --- `` '' << >> ?` !` ,,

[^n]: A note with `code_%`, a [link](https://example.org/a_b?c=%20&d#e), and lines:

    ```
    \end{verbatim}
    ```

    - and a list

## Deeper {#sec:deep}

### Third

#### Fourth

##### Fifth

###### Sixth {#sec:sixth}

Text of @sec:sixth.

## Plain {.unnumbered}

![A wave, 50% & $y_1$.^[A note in a caption.] By @walt.^[And another, [@walt].]](wave){#fig:wave}

::: {#fig:pair}
![First.](wave){#fig:a}

![Second.](wave){#fig:b}

Both.^[In the caption of both.]
:::

| Name^[A note in a head.] | Value |
|:-----|------:|
| a^[A note in a cell.] | 1.5 |
| $b_1$ | −2 % |

: Values^[A note in a caption.] of _b_. {#tbl:values}

+-----------+------------------------+
| One       | Two                    |
+===========+========================+
| a         | - list                 |
|           | - of `two`             |
+-----------+------------------------+

+------------------------+------+
| Words that hang[^cell] | - b  |
|                        +------+
|                        | c    |
+------------------------+------+
| across both                   |
+------------------------+------+

[^cell]: A note in a cell over two rows.

| A | B |
|---|---|
LONG

: Long. {#tbl:long}

Text before it:

$$E = mc^2 \tag{9} % a comment
$$ {#eq:e}

$$\begin{align} f(x) &= \begin{cases} 1 & \text{if } x_1 ≥ 0 \\ 0 & \text{50\% of a_b} \end{cases}
 \label{z} \\ α &= β \nonumber \end{align}$$ {#eq:cases}

$$\begin{gather} \sum_{i=1}^n \int_0^∞ e^{-x_i}\,dx \\ \hat{\bm{β}} = (X^⊤X)^{-1} \end{gather}$$

$\mathbb{1}$, $\cancel{x}$, $a \coloneqq b$, $\llbracket x \rrbracket$.

$\mathbb{R}$, $\mathcal{L}$, $\mathscr{F}$, $\text{é}$, $x²$, $\overset{!}{=}$.

```python
def f(x): return "\end{document}"  # a line that is so long that the page cannot hold it all {}
```

```
x = {1: "%s\n" % y}
```

1. One

   (a) two
2. Three

Term
:   Definition.

> Quoted.

| verse
|   two

***

```{=latex}
\input{/etc/passwd}
```

`\input{/etc/passwd}`{=latex} `\write18{ls}`{=latex}

# Data {#sec:data .appendix}

## Under it

![Again.](wave){#fig:again width=50%}

$$a = b$$ {#eq:again}

| a |
|---|
| 1 |

: Again. {#tbl:again}

# Another {.appendix}

![Thrice.](wave){#fig:thrice width=20cm}

# More {#sec:more}

![And more.](wave){#fig:more}

# Supplement {#sec:supplement .supplementary}

![Still more.](wave){#fig:supplement}
"""
LONG = "\n".join(f"| {n} | {'words of a long cell ' * 5} |" for n in range(60))
LANGUAGES = {
    "Русский": "ru",
    "Ελληνικά": "el",
    "فارسی": "fa",
    "العربية": "ar",
    "中文": "zh",
}


def latin(settings: str = "") -> dict[str, str]:
    """Return the sources of an article in Latin letters, of every part."""
    text = TEXT.replace("LONG", LONG)
    metadata = f"{LATIN}build:\n  formats: [html, latex]\n{settings}"
    return {**FILES, "manuscript/metadata.yaml": metadata, "manuscript/01-text.md": text}


def foreign(word: str, language: str) -> dict[str, str]:
    """Return the sources of an article in another script."""
    metadata = f"""title: "{word} & 50%"
language: {language}
date: 2026-03-09
authors: [{{name: "{word}", email: a@example.org, corresponding: true}}]
abstract: {{{language}: "{word}.", en: An abstract.}}
keywords: {{{language}: ["{word}", "{word}"]}}
highlights: ["{word}"]
build: {{formats: [html, latex]}}
"""
    text = f"""# {word} {{#sec:a}}

{word} English [@walt]; @fig:wave, @tbl:t, @eq:e, @sec:a.^[{word}.] *{word}* **{word}** `{word}`

![{word}.](wave){{#fig:wave}}

| {word} | {word} |
|:---|---:|
| {word} | 1.5 |

: {word}. {{#tbl:t}}

$$E = mc^2 \\text{{{word}}}$$ {{#eq:e}}

1. {word}
2. {word}

# {word} {{.appendix}}
"""
    return {**FILES, "manuscript/metadata.yaml": metadata, "manuscript/01-text.md": text}


def unpacked(root: Path) -> Path:
    """Build a manuscript; return the folder of its package, opened."""
    build(load_project(root))
    folder = root / "unpacked"
    with zipfile.ZipFile(root / "build" / "manuscript-latex.zip") as package:
        package.extractall(folder)
    return folder


def typeset(folder: Path, engine: str = "", name: str = "manuscript") -> str:
    """Run the engine that the source names, or another, until all is settled; return the text."""
    source = (folder / f"{name}.tex").read_text(encoding="utf-8")
    named = re.search(r"% !TEX program = (\w+)", source)
    assert named is not None
    command = [engine or named[1], "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error"]
    for _ in range(3):
        ended = subprocess.run(
            [*command, f"{name}.tex"],
            cwd=folder,
            env={**os.environ, **CAGE},
            capture_output=True,
            check=False,
        )
        log = (folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")
        assert ended.returncode == 0, log[-3000:]
    found = FAULTS.search(log)
    assert found is None, found and found[0]
    return shown(folder / f"{name}.pdf", "-layout")


def shown(path: Path, *options: str) -> str:
    """Return the text of a PDF."""
    command = ["pdftotext", *options, str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def lost(page: Path, path: Path) -> list[str]:
    """Return the words of a page that a PDF lacks."""
    main = html.fromstring(page.read_bytes()).find(".//main")
    assert main is not None
    whole = bare(shown(path))
    return [word for word in words_in(main) if bare(word) not in whole]


def words_in(element: etree._Element) -> Iterator[str]:
    """Yield the words of a page's element, without formulas and what is the page's own."""
    if element.tag not in OWN and element.get("id") != "notes":
        yield from (element.text or "").split()
        for child in element:
            yield from words_in(child)
            yield from (child.tail or "").split()


def bare(text: str) -> str:
    """Return the letters and digits of a text, which lines and directions do not part."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def numbers_of_latex(folder: Path, name: str) -> dict[str, str]:
    """Return what LaTeX prints for each label, from its own notes."""
    aux = (folder / f"{name}.aux").read_text(encoding="utf-8", errors="replace")
    return dict(re.findall(r"\\newlabel\{([A-Za-z0-9-]+)\}\{\{([A-Z0-9.]+[a-z]?)\}", aux))


def numbers_of_html(path: Path) -> dict[str, str]:
    """Return the numbers of the same manuscript in its page."""
    page = html.fromstring(path.read_bytes())
    links = [
        link
        for link in page.iter("a")
        if "cross-reference" in link.get("class", "") and link.get("href", "").startswith("#")
    ]
    shown = {
        link.get("href", "#")[1:]: "".join(map(str, link.itertext())).split("\u00a0")[-1]
        for link in links
    }
    assert shown
    return shown


def compare(root: Path, folder: Path, name: str = "manuscript") -> None:
    """Assert that LaTeX counted every item that is referred to as the other formats do."""
    ours = numbers_of_html(root / "build" / f"{name}.html")
    theirs = numbers_of_latex(folder, name)
    counted = {name: number for name, number in ours.items() if COUNTED.fullmatch(number)}
    assert {name: theirs.get(name) for name in counted} == counted


@pytest.mark.parametrize("engine", ["pdflatex", "xelatex", "lualatex"])
def test_latin_letters_are_set_by_every_engine(write: Write, engine: str) -> None:
    """An article of every part and of hostile signs builds, and its signs are literal."""
    folder = unpacked(write(latin()))
    text = typeset(folder, engine)
    assert "root:" not in text
    assert "\\input{/etc/passwd}" in text
    assert "#1 {a}_b" in text
    assert "Section 1.1.1.1.1.1" in text


def test_latex_counts_as_the_other_formats_do(write: Write) -> None:
    """Sections, appendices, figures and their parts, tables and equations have one number."""
    root = write(latin())
    folder = unpacked(root)
    typeset(folder)
    compare(root, folder)


@pytest.mark.parametrize(
    "settings",
    [
        "  layout: manuscript\n  floats: end\n",
        "  number-sections: false\n",
        "  csl: ieee\n",
        "  csl: chicago-notes-bibliography\n",
    ],
)
def test_every_setting_builds(write: Write, settings: str) -> None:
    """A manuscript for review, without numbers, and with other citations."""
    root = write(latin(settings))
    folder = unpacked(root)
    typeset(folder)
    compare(root, folder)


@pytest.mark.parametrize("word", LANGUAGES)
def test_other_scripts_are_set(write: Write, word: str) -> None:
    """Every letter has a font, and what is counted has our numbers."""
    root = write(foreign(word, LANGUAGES[word]))
    folder = unpacked(root)
    typeset(folder)
    compare(root, folder)


@pytest.mark.parametrize("word", ["Русский", "Ελληνικά"])
def test_letters_of_one_face_are_set_by_xelatex_too(write: Write, word: str) -> None:
    """What the manual of the package says of XeLaTeX is true."""
    folder = unpacked(write(foreign(word, LANGUAGES[word])))
    assert "XeLaTeX builds it too" in (folder / "README.txt").read_text(encoding="utf-8")
    typeset(folder, "xelatex")


def test_the_package_for_arxiv_builds(tmp_path: Path) -> None:
    """What is sent to arXiv has no stray file, and TeX needs no other."""
    for name in ("manuscript", "bib", "figures"):
        shutil.copytree(REFERENCE / name, tmp_path / name)
    done = submit(tmp_path, "arxiv", draw_figures)
    assert done.folder is not None
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(done.folder / "source.zip") as package:
        package.extractall(folder)
    sent = {path.name for path in folder.iterdir()}
    assert {path.suffix for path in folder.iterdir()} <= {".tex", ".bbl", ".pdf", ".png", ".jpg"}
    assert all(re.fullmatch(r"[A-Za-z0-9_.,=+-]+", name) for name in sent)
    typeset(folder)


def test_the_reference_article_builds(tmp_path: Path) -> None:
    """The real article, with references in three scripts."""
    for name in ("manuscript", "bib", "figures"):
        shutil.copytree(REFERENCE / name, tmp_path / name)
    metadata = tmp_path / "manuscript" / "metadata.yaml"
    text = metadata.read_text(encoding="utf-8")
    metadata.write_text(re.sub("formats: .*", "formats: [html, latex]", text), encoding="utf-8")
    folder = unpacked(tmp_path)
    typeset(folder)
    compare(tmp_path, folder)


@pytest.mark.parametrize("name", ["manuscript", "supplement"])
def test_the_hard_article_and_its_supplement_build(built: Built, tmp_path: Path, name: str) -> None:
    """Everything that an engine is known to get wrong, in seven scripts, and no word is lost."""
    (package,) = (path for path in built("hard", "-latex.zip") if path.name.startswith(name))
    with zipfile.ZipFile(package) as opened:
        opened.extractall(tmp_path)
    typeset(tmp_path, name=name)
    assert lost(package.parent / f"{name}.html", tmp_path / f"{name}.pdf") == []
    compare(package.parent.parent, tmp_path, name)
