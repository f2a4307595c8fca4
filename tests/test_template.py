"""Templates: a manuscript's own come first; they are sandboxed, and escape what they print."""

from __future__ import annotations

from html import escape

import pytest

from octavo.diagnostics import Faults
from octavo.render.template import Fragment, fill
from octavo.render.typst_code import literal
from tests.conftest import Write


def filled(write: Write, source: str, **context: object) -> str:
    """Return a manuscript's own HTML template, filled."""
    root = write({"templates/html/own.html": source})
    return fill(root, "html", "own.html", escape, context)


def test_values_are_escaped(write: Write) -> None:
    """A value is text of the format, never markup."""
    assert filled(write, "{{ x }}", x="<b> & {{ y }}") == "&lt;b&gt; &amp; {{ y }}"


def test_fragments_are_not_escaped_twice(write: Write) -> None:
    """What is already of the format is printed as it is."""
    assert filled(write, "{{ x }}", x=Fragment("<b>")) == "<b>"


def test_a_manuscripts_template_takes_the_shipped_ones_place(write: Write) -> None:
    """The name decides; shipped templates of other names stay in use."""
    root = write({"templates/html/article.css": "p { color: {{ color }} }"})
    assert fill(root, "html", "article.css", str, {"color": "red"}) == "p { color: red }"


def test_pandocs_and_tex_braces_are_no_comments(write: Write) -> None:
    """`{#` begins nothing; comments have delimiters of their own."""
    assert filled(write, "a{#fig:x}<#- gone -#>b") == "a{#fig:x}b"


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("a\n{{ missing }}\n", "templates/html/own.html:2:1"),
        ("a\n\n{% if %}\n", "templates/html/own.html:3:1"),
        ("{{ ''.__class__.__mro__ }}", "templates/html/own.html:1:1"),
        ("{% include '../../../etc/passwd' %}", "templates/html/own.html:1:1"),
    ],
)
def test_a_template_that_fails_is_named_with_its_line(
    write: Write, source: str, place: str
) -> None:
    """Unknown values, bad syntax and ways out of the sandbox are faults of the template."""
    with pytest.raises(Faults) as caught:
        filled(write, source)
    (found,) = caught.value.diagnostics
    assert (found.code, str(found.span)) == ("template-invalid", place)


@pytest.mark.parametrize(
    ("text", "typst"),
    [
        ('a "b" \\', '"a \\"b\\" \\\\"'),
        ("#let $x$ @y <z>", '"#let $x$ @y <z>"'),
        ("a\x00b", '"ab"'),
    ],
)
def test_typst_literals(text: str, typst: str) -> None:
    """Nothing in a literal of Typst's is markup, and no control character is in it."""
    assert literal(text) == typst
