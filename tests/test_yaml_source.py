"""YAML: plain data with places, and refusals that name them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.diagnostics import Diagnostic, Faults
from octavo.yaml_source import read_yaml

PATH = Path("metadata.yaml")


def refusal(text: str) -> str:
    """Return the first message about a text that must be refused."""
    with pytest.raises(Faults) as caught:
        read_yaml(PATH, text)
    first = caught.value.diagnostics[0]
    return f"{first.span}: {first.message}"


def test_values_have_places() -> None:
    """Every value knows its line and column."""
    source = read_yaml(PATH, "title: x\nauthors:\n  - name: Ada\n")
    assert str(source.values["authors", 0, "name"]) == "metadata.yaml:3:11"
    assert str(source.span(("authors", 0, "name"))) == "metadata.yaml:3:5"


def test_unknown_places_fall_to_their_holder() -> None:
    """The span of a value that is not there is that of what would hold it."""
    source = read_yaml(PATH, "authors:\n  - name: Ada\n")
    assert str(source.span(("authors", 0, "email"))) == "metadata.yaml:2:5"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2\n", "metadata.yaml:2:1: the key `a` is given twice"),
        ("a: &x 1\nb: *x\n", "metadata.yaml:2:4: an alias `*x`"),
        ("a: !!python/object:os.system x\n", "metadata.yaml:1:4: the tag "),
        ("a:\n\tb: 1\n", "metadata.yaml:2:1: not valid YAML: "),
        ("a: [1, 2\n", "metadata.yaml:1:4: not valid YAML: "),
        ("a: 2026-13-45\n", "metadata.yaml:1:4: `2026-13-45` is no date"),
        ('a: "b\\0c"\n', "metadata.yaml:1:4: a character that YAML forbids (U+0000)"),
        ('"a\\x07": b\n', "metadata.yaml:1:1: a character that YAML forbids (U+0007)"),
        ('a: "\\ud800"\n', "metadata.yaml:1:4: a character that YAML forbids (U+D800)"),
        ("? [a, b]\n: c\n", "metadata.yaml:1:3: a key that is no word"),
        (f"a: {'[' * 3000}{']' * 3000}\n", "metadata.yaml:1:53: lists and keys hold each other"),
        ("a: \x07\n", "metadata.yaml:1:4: a character that YAML forbids (U+0007)"),
    ],
)
def test_refusals_name_their_place(text: str, message: str) -> None:
    """What is not plain YAML is refused with its line and column."""
    assert refusal(text).startswith(message)


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("a:\n\tb: 1\n", "2:1", "a tab", "indent with spaces"),
        ("a: b: c\n", "1:5", "a second `:` in a line", "quotation marks"),
        ("a:b\nc: d\n", "2:2", "the line above has no space behind its `:`", "a space behind"),
        ("a:\n  - b: c\n  -d: e\n", "3:3", "a `-` without a space behind it", "a space behind"),
        ("a:\n  -b: c\n    d: e\n", "3:6", "the line above has a `-` without", "a space behind"),
        ("a:\n  - b: c\n     d: e\n", "3:7", "indented otherwise than", "begin it in the column"),
        ("a:\n  - b: c\n   d: e\n", "3:4", "indented otherwise than", "begin it in the column"),
        ("a: - b\n", "1:4", "a `-` behind a key", "on the line below"),
        ("a: >-\nb c\nd\n", "2:1", "a line that is no `key: value`", "indent it"),
        ("a: [b, c\nd: e\n", "1:4", "a list that lacks a comma or its end", "with `]`"),
        ("a: {b: c\nd: e\n", "1:4", "keys that lack a comma or their end", "with `}`"),
        ('a: "b\nc: d\n', "1:4", "a quotation mark that is not closed", "the same mark"),
        ('a: "b" c\n', "1:8", "a text that goes on behind its quotation mark", "other marks"),
        ("a: @b\n", "1:4", "a text that begins with `@`", "quotation marks"),
        ("a: *b* c\n", "1:4", "a text that begins with `*`", "quotation marks"),
    ],
)
def test_mistakes_of_syntax_are_told_where_they_are(
    text: str, place: str, message: str, hint: str
) -> None:
    """The place is that of the mistake, in words of no parser, and the hint fits it."""
    with pytest.raises(Faults) as caught:
        read_yaml(PATH, text)
    (found,) = caught.value.diagnostics
    assert str(found.span) == f"metadata.yaml:{place}"
    assert message in found.message
    assert hint in found.hints[0]


def test_a_second_rule_of_dashes_is_told() -> None:
    """Metadata of a section stand between two; a file of metadata has nothing to end."""
    with pytest.raises(Faults) as caught:
        read_yaml(PATH, "---\na: 1\n---\n")
    (found,) = caught.value.diagnostics
    assert found.hints == ("take the line `---` out: the file is all metadata",)


def test_an_alias_bomb_is_refused_before_it_expands() -> None:
    """A few hundred bytes of aliases cost nothing."""
    rows = ["a0: &a0 [x, x]"]
    rows += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    assert "an alias" in refusal("\n".join(rows))


def test_an_empty_file_is_an_empty_mapping() -> None:
    """No document at all is read as one without keys."""
    assert read_yaml(PATH, "").data == {}


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text ends in anything but data or a fault with a place."""
    found: tuple[Diagnostic, ...] = ()
    try:
        read_yaml(PATH, text)
    except Faults as faults:
        found = faults.diagnostics
    assert all(d.span.line >= 1 and d.span.column >= 1 for d in found)
