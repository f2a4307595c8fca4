"""Stand-ins: the same length, the same parse, and every original text back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.marks import Marks
from octavo.pandoc import pandoc

PATH = Path("01-a.md")
PIECES = [
    "@key", "[@key, p. 3; -@{other}]", "{{ value }}", "{{a}}", "](target)", "{#fig:x}",
    "{.c #sec:y}",
    "mail@example.org", "`@code`", "$x_{{i}}$", "\\@no", "(@good)", "[r]: http://x.org\n", "\n\n",
    " words ", "𖠀", "ü", "|", "#", "{", "}", "@", "](",
]  # fmt: skip


def marked(text: str) -> str:
    """Return a text with its stand-ins."""
    return Marks([text]).replace(PATH, text)


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
def test_what_is_replaced_comes_back(text: str) -> None:
    """Restoring after replacing gives the text again, and no line changes its length."""
    marks = Marks([text])
    replaced = marks.replace(PATH, text)
    assert marks.restore(replaced) == text
    assert [len(line) for line in replaced.split("\n")] == [len(line) for line in text.split("\n")]


@pytest.mark.parametrize(
    ("text", "kind", "name", "place"),
    [
        ("See @key.", "key", "key", "01-a.md:1:6"),
        ("See @doi:10.1000/x-1.", "key", "doi:10.1000/x-1", "01-a.md:1:6"),
        ("See @{a b}", "key", "", ""),
        ("See @{a/b}", "braced", "a/b", "01-a.md:1:7"),
        ("\n![x](wave)", "target", "wave", "01-a.md:2:6"),
        ("# H {.unnumbered #sec:y}", "label", "sec:y", "01-a.md:1:19"),
        ("a\nb {{ x | round(1) }}", "value", "x | round(1)", "01-a.md:2:3"),
        ("[r]: https://example.org/a", "definition", "https://example.org/a", "01-a.md:1:6"),
        ("mail@example.org", "key", "", ""),
        ("\\@key", "key", "", ""),
        ("[^1]: A note.", "definition", "", ""),
    ],
)
def test_candidates_have_places(text: str, kind: str, name: str, place: str) -> None:
    """A candidate has its kind, text, line and column; what cannot be one has none."""
    marks = Marks([text])
    found = [(m.kind, m.text, str(m.span)) for m in marks.find(marks.replace(PATH, text))]
    assert found == ([(kind, name, place)] if name else [])


def test_labels_of_example_lists_are_left_alone() -> None:
    """`(@good)` names an item of a list there and must be the same in both places."""
    text = "(@good) An example.\n\nAs (@good) shows, and @other too."
    assert marked(text).count("(@good)") == 2


def test_neighbouring_values_stay_two() -> None:
    """Two values without a space between are told apart."""
    marks = Marks([""])
    assert [m.text for m in marks.find(marks.replace(PATH, "{{a}}{{b}}"))] == ["a", "b"]


def test_a_text_in_an_old_script_gets_other_letters() -> None:
    """A script that the author uses is not used for stand-ins."""
    text = "\U00016800 @key"
    marks = Marks([text])
    assert marks.restore(marks.replace(PATH, text)) == text
    assert marks.replace(PATH, text).startswith("\U00016800 @")


SOURCE = """\
# Head @rose1998 {#sec:one .c}

Text @rose1998 [p. 3] and [see @walt1987, ch. 2; -@rose1998], mail@example.org, `@code`.

| A            |   B |
|--------------|----:|
| @rose1998 x  |  12 |

: Caption [@walt1987]. {#tbl:t}

+-------------+------+
| @rose1998   | b    |
+-------------+------+

  Right     Left
-------     -----------
     12     @rose1998

![Alt *text*](wave){#fig:x width=50%} and [link](https://example.org/a_(b) "t") [r][].

(@ex) An example, see (@ex).

::: {#fig:two}
![a](one){#fig:a}
:::

[r]: https://example.org/r

Note.[^n] $x_{@i}$ \\@escaped @{braced/key}

[^n]: With @walt1987.
"""


def test_pandoc_reads_the_same_tree() -> None:
    """Every id, citation, target, table and text is what pandoc makes of the plain source."""
    marks = Marks([SOURCE])
    plain = pandoc("--from=markdown", "--to=json", data=SOURCE.encode())
    tagged = pandoc("--from=markdown", "--to=json", data=marks.replace(PATH, SOURCE).encode())
    restored = marks.restore(json.dumps(json.loads(tagged), ensure_ascii=False))
    assert json.loads(restored) == json.loads(plain)
