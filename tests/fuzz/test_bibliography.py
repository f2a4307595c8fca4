"""Bibliographies: BibTeX as people, programs and accidents write it."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import examples
from tests.fuzz.grammar import TEXTS, damaged
from tests.fuzz.running import ends_well, lay

KEYS = st.sampled_from(["rose1998", "walt1987", "a", "b", "A", "a:b/c", "", "ü", "a b", "x" * 300])
TYPES = st.sampled_from(
    "article book inbook incollection inproceedings thesis phdthesis online misc report"
    " unpublished dataset software xdata set mvbook suppbook legislation ARTICLE nonsense".split()
)
FIELDS = st.sampled_from(
    "author editor translator title subtitle booktitle maintitle journal journaltitle date year"
    " month volume number issue pages doi url urldate isbn issn crossref xdata publisher location"
    " address note keywords langid options eprint eprinttype origdate entrysubtype ids related"
    " shorthand sortname pubstate file abstract annotation title+an".split()
)
INNER = st.sampled_from(
    [
        *("Rose, Gideon", "Walt, Stephen M. and Rose, Gideon", "and", "others", "{World Bank}"),
        *("von der Leyen, Ursula", "a and b and others", ", ", "A, B, C, D, E", "{{NATO}}"),
        *(
            "family=Rose, given=Gideon",
            "1998",
            "1998-13-45",
            "1998/2001",
            "/",
            "?",
            "-0044",
            "199u",
        ),
        *(
            "circa 1998",
            "12--34",
            "1-2-3",
            "{",
            "}",
            "\\'{e}",
            "\\v{s}",
            "{\\'",
            "\\textit{a}",
            "$x^",
        ),
        *(
            "$\\frac{a}{b}$",
            "10.1000/x",
            "https://doi.org/10.1/%zz",
            "javascript:a",
            "http://[",
            "a",
        ),
        *(
            "b",
            "a,b",
            "rose1998",
            "\\input{/etc/passwd}",
            "<i>a</i>",
            "*a* `b`",
            "{{ title }}",
            "@a",
        ),
        *(
            '"',
            "#",
            "\\",
            "~",
            "%",
            "\\\\",
            "&",
            "jan",
            "forthcoming",
            "german",
            "{" * 40 + "}" * 40,
        ),
    ]
)
VALUES = st.one_of(
    st.lists(INNER | TEXTS, max_size=3).map(lambda parts: f"{{{' '.join(parts)}}}"),
    INNER.map(lambda text: f'"{text}"'),
    st.sampled_from(["1998", "jan", "s # { more}", '"a" # s # "b"', "", "undefined", "# #", "-1"]),
)
ENTRIES = st.builds(
    lambda kind, key, fields, brackets: (
        f"@{kind}{brackets[0]}{key},\n"
        + "".join(f"  {name} = {value},\n" for name, value in fields)
        + f"{brackets[1]}\n"
    ),
    TYPES,
    KEYS,
    st.lists(st.tuples(FIELDS, VALUES), max_size=6),
    st.sampled_from(["{}", "{}", "{}", "()", "{)", "{ "]),
)
OTHERS = st.sampled_from(
    [
        *("@string{s = {a}}\n", '@string{s = s # "a"}\n', "@string(s = 1)\n", "@string{}\n", "@\n"),
        *("@comment{x}\n", "@comment x\n", "@preamble{{a}}\n", "% line\n", "words\n", "@article\n"),
        *(
            "@article{",
            "@article{a",
            "@article{a,",
            "@article{a, title",
            "@article{a, title =",
            "}",
        ),
        *("\ufeff", "@article{a}\n", "@article{,}\n", "@article{a,,}\n", "@string{jan = {x}}\n"),
    ]
)
TEXT = damaged(st.lists(ENTRIES | ENTRIES | ENTRIES | OTHERS, max_size=4).map("".join))


def citing(text: str) -> str:
    """Return a section that cites every key of a bibliography that can be cited."""
    keys = dict.fromkeys(re.findall(r"@\w+[{(]([\w:./-]+),", text))
    return "# Text\n\nWords" + "".join(f" [@{{{key}}}, p. 3]" for key in keys) + ".\n"


@examples(40)
@given(TEXT)
def test_bibliographies_are_checked_or_refused_at_a_place(text: str) -> None:
    """Whatever the bibliography holds, there is an answer."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"bib/references.bib": text, "manuscript/01-introduction.md": citing(text)}
        lay(Path(folder), files)
        ends_well(["check", "-C", folder])


@examples(15)
@given(TEXT)
def test_bibliographies_are_formatted_or_refused_at_a_place(text: str) -> None:
    """Whatever is cited, the page has it, or the build says where it stops."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"bib/references.bib": text, "manuscript/01-introduction.md": citing(text)}
        lay(Path(folder), files)
        ends_well(["build", "html", "--quiet", "-C", folder])
