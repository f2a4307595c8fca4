"""How long a document is, part by part and section by section, as printed."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from octavo.counting import Counts, Tally, counts_of, tally_of, total
from octavo.pipeline import build, compose, gather
from octavo.project import Project, load_project
from tests.conftest import METADATA, WAVE, Load, examples

EVERYTHING = """Before all headings.

# One {#sec:one}

Three words here.[^1] And $E = mc^2$ too, as in @sec:two; the $x$-axis.

- a list
- of words

```
code is counted
```

1. numbers of lists are not

Term

:   its meaning

| A line
| and another

## Inner

> Quoted words are.

$$ a + b = c $$ {#eq:sum}

# Two {#sec:two}

As [@rose1998; @walt1987] have it, see @fig:wave and @eq:sum.

![A *wave*.^[Drawn [@rose1998] by hand.]](wave){#fig:wave}

| a | b^[A note in a cell.] |
|---|---|
| 1 | two words |

: Values, all of them. {#tbl:values}

### Deeper

Far below, `inline code`.

```{=html}
<p>Raw words are not.</p>
```

از راست به چپ. 日本語の文。 한국어 낱말.

[^1]: A note,

    - with a list.
"""
MORE = """abstract: {en: One two., de: Eins}
keywords: [two words, one]
highlights: [A finding., Another one here.]
subtitle: And more
acknowledgements: Many thanks to many.
"""


def documents(load: Load, text: str, metadata: str = METADATA, **more: str) -> Project:
    """Write a manuscript of one section and return it as a project."""
    files = {"manuscript/01-a.md": text, "figures/wave.py": WAVE, **more}
    return load({**files, "manuscript/metadata.yaml": metadata})


def counted(project: Project) -> Counts:
    """Return the counts of a project."""
    return counts_of(compose(gather(project), ["html"]))


def words(counts: Counts) -> dict[str, int]:
    """Return the words of each part."""
    return {part: tally.words for part, tally in counts.parts.items()}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A well-known – if old – rule (1998).", 6),
        ("He/she isn’t 1.5 % “sure”…", 5),
        ("R & D … 2011–2018—at last", 8),
        ("Figure\u00a01, 5\u202fkm,\u3000or\u2009so", 6),
        ("日本語、abc日本def", 4 + 4),
        ("한국어 낱말", 2),
        ("کتاب\u200cخانه من\u200f", 2),
        ("hyphen\u00adated \u200f zero\u200bwidth", 2),
        ("ﾊﾝｶｸ ＡＢ", 6),
        ("", 0),
    ],
)
def test_what_a_word_is(text: str, number: int) -> None:
    """Spaces and dashes divide, signs count, Chinese and Japanese count by characters."""
    assert tally_of(text).words == number


def test_what_a_character_is() -> None:
    """Spaces count once, and apart; marks are a part of their letter where Unicode joins them."""
    assert tally_of("  Cafe\u0301  de\n\u200fla \u00adpaix ") == Tally(4, 15, 12)


def test_every_part_is_counted_once(load: Load) -> None:
    """Notes are notes wherever they stand, and what is printed counts as it is printed."""
    assert words(counted(documents(load, EVERYTHING, METADATA + MORE))) == {
        "text": 3 + 12 + 2 + 2 + 3 + 5 + 1 + 2 + 2 + 2 + 3 + 13 + 4 + 12,
        "headings": 2 + 2 + 2 + 2,
        "captions": 4 + 6,
        "tables": 2 + 3,
        "notes": 2 + 3 + 5 + 5,
        "references": 1 + 16 + 11,
        "abstract": 2,
        "title": 4,
        "keywords": 3,
        "back-matter": 5 + 10,
    }


def test_sections_nest_and_their_sum_is_the_whole(load: Load) -> None:
    """Each heading has what is its own, and all that is within it; numbers stand apart."""
    counts = counted(documents(load, EVERYTHING, METADATA + MORE))
    assert [(s.number, s.title, s.level, s.identifier) for s in counts.sections] == [
        ("", "", 1, ""),
        ("1", "One", 1, "sec-one"),
        ("1.1", "Inner", 2, "inner"),
        ("2", "Two", 1, "sec-two"),
        ("2.0.1", "Deeper", 3, "deeper"),
        ("", "Acknowledgements", 1, "acknowledgements"),
        ("", "How to cite", 1, "how-to-cite"),
        ("", "References", 1, "references"),
    ]
    assert counts.sections[2].own["text"].words == 3
    assert counts.within(1)["text"] == counts.sections[1].own["text"] + Tally(3, 17, 15)
    own = [tally for section in counts.sections for tally in section.own.values()]
    assert total(own) == counts.of(set(counts.parts) - set(counts.front))


def test_what_is_numbered_is_counted(load: Load) -> None:
    """Figures, tables and equations with numbers, works, and notes wherever they stand."""
    numbers = counted(documents(load, EVERYTHING)).numbers
    assert (numbers.figures, numbers.tables, numbers.equations) == (1, 1, 1)
    assert (numbers.references, numbers.notes) == (2, 3)


def test_subfigures_are_one_figure(load: Load) -> None:
    """A figure of two pictures is one, and a picture without a caption is none."""
    text = "::: {#fig:both}\n![A.](wave)\n\n![B.](wave)\n\nBoth.\n:::\n\n![](wave)\n"
    counts = counted(documents(load, text))
    assert counts.numbers.figures == 1
    assert words(counts)["captions"] == 3 + 2 + 2


def test_each_abstract_and_each_highlight_is_counted(load: Load) -> None:
    """Only the one in the article's language is a part of the article."""
    counts = counted(documents(load, EVERYTHING, METADATA + MORE))
    assert [(f.kind, f.language, f.whole.words, len(f.items)) for f in counts.fore] == [
        ("abstract", "en", 2, 0),
        ("abstract", "de", 1, 0),
        ("highlights", "en", 5, 2),
    ]
    assert counts.fore[2].items == (Tally(2, 10, 9), Tally(3, 17, 15))


def test_headings_in_divisions_begin_sections(load: Load) -> None:
    """A class around some sections does not hide them."""
    counts = counted(documents(load, "# One\n\n::: {.wide}\n## Two\n\nText here.\n:::\n"))
    assert [s.title for s in counts.sections][:2] == ["One", "Two"]


def test_a_supplement_is_counted_apart(load: Load) -> None:
    """All that it holds is one part of the article, and none of the article's own."""
    more = {"manuscript/supplement/01-more.md": "# More\n\nTwo words.^[One.]\n"}
    counts = counted(documents(load, "# One\n\nText.\n", **more))
    assert counts.supplement is not None
    assert words(counts)["supplement"] == 2 + 2 + 1
    assert words(counts)["text"] == 1
    assert counts.supplement.numbers.notes == 1


SENTENCES = st.lists(st.sampled_from("well-known words and 1.5 more of them; 日 را".split()))


@examples(6, HealthCheck.function_scoped_fixture)
@given(added=SENTENCES, at=st.integers(0, 3))
def test_a_paragraph_adds_its_words(load: Load, added: list[str], at: int) -> None:
    """A plain paragraph of so many words adds so many to its section's text, and nothing else."""
    before = EVERYTHING.split("\n\n# ")
    after = [*before]
    after[at % len(before)] += f"\n\n{' '.join(added)}\n"
    one = counted(documents(load, "\n\n# ".join(before)))
    other = counted(documents(load, "\n\n# ".join(after)))
    assert words(other) == {**words(one), "text": words(one)["text"] + len(added)}
    assert total(t for s in other.sections for t in s.own.values()).words == sum(
        number for part, number in words(other).items() if part != "title"
    )


def test_writer_counts_the_same(load: Load, tmp_path: Path) -> None:
    """LibreOffice counts the words of the Word file behind its front matter alike.

    It has more: the number of an equation, a word for a mark of direction that closes a word, and
    one for each note that ends a caption or a cell.  Korean it counts by syllables.
    """
    project = documents(load, EVERYTHING.replace("한국어 낱말.", ""), METADATA + MORE)
    counts = counted(project)
    own = total(tally for section in counts.sections for tally in section.own.values())
    assert 0 <= words_of_writer(project, tmp_path) - own.words <= 1 + 1 + 2


def test_writer_counts_the_reference_article_the_same(tmp_path: Path) -> None:
    """Of its thousands of words, fewer than one in five hundred are counted otherwise."""
    root = tmp_path / "reference"
    for name in ("manuscript", "bib", "figures"):
        shutil.copytree(Path(__file__).parents[1] / name, root / name)
    project = load_project(root)
    counts = counted(project)
    own = total(tally for section in counts.sections for tally in section.own.values())
    assert own.words > 7000
    assert abs(words_of_writer(project, tmp_path) - own.words) < own.words / 500


def words_of_writer(project: Project, folder: Path) -> int:
    """Return how many words Writer counts behind the front matter, without running heads."""
    if shutil.which("soffice") is None:
        pytest.skip("no LibreOffice on this machine")
    build(project, ["docx"])
    document = docx.Document(str(project.root / "build/manuscript.docx"))
    for element in list(document.element.body):
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = "" if style is None else style.get(qn("w:val"))
        if name.startswith(("Heading", "FirstParagraph")):
            break
        document.element.body.remove(element)
    for section in document.element.body.iter(qn("w:sectPr")):
        for kind in ("header", "footer"):
            for reference in section.findall(qn(f"w:{kind}Reference")):
                section.remove(reference)
    document.save(str(folder / "body.docx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "odt", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "body.docx")], check=True, capture_output=True)
    meta = zipfile.ZipFile(folder / "body.odt").read("meta.xml").decode()
    found = re.search(r'meta:word-count="(\d+)"', meta)
    assert found is not None
    return int(found[1])
