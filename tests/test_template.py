"""Templates: a manuscript's own come first; they are sandboxed, and escape what they print."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from octavo.diagnostics import Faults
from octavo.pipeline import build
from octavo.render import template
from octavo.render.template import Fragment, fill
from octavo.render.typst_code import literal
from tests.conftest import Load, Write


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


def test_a_template_that_is_saved_again_is_read_again(write: Write) -> None:
    """A process that lives on keeps what it compiled, until the manuscript's own comes or goes."""
    root = write({"templates/html/part.css": "{{ color }}", "manuscript/01-a.md": "A.\n"})
    own = root / "templates/html/article.css"
    shipped = fill(root, "html", "article.css", str, {"widths": []})
    for text in ("p { }", "q { }", "{% include 'part.css' %}"):
        own.write_text(text, encoding="utf-8")
        made = fill(root, "html", "article.css", str, {"color": "red"})
        assert made == text.replace("{% include 'part.css' %}", "red")
    (root / "templates/html/part.css").write_text("blue", encoding="utf-8")
    assert fill(root, "html", "article.css", str, {"color": "red"}) == "blue"
    own.unlink()
    assert fill(root, "html", "article.css", str, {"widths": []}) == shipped


def test_pandocs_and_tex_braces_are_no_comments(write: Write) -> None:
    """`{#` begins nothing; comments have delimiters of their own."""
    assert filled(write, "a{#fig:x}<#- gone -#>b") == "a{#fig:x}b"


TURNS = "{% for n in range(9999) %}"
ENDLESS = f"{TURNS * 4}{'{% endfor %}' * 4}"
DOUBLING = "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}"


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("a\n{{ missing }}\n", "templates/html/own.html:2:1"),
        ("a\n\n{% if %}\n", "templates/html/own.html:3:1"),
        ("a\n{{ 1 / 0 }}", "templates/html/own.html:2:1"),
        ("a\n{{ 1 + 'a' }}", "templates/html/own.html:2:1"),
        ("{% include 'own.html' %}", "templates/html/own.html:1:1"),
        ("{{ ''.__class__.__mro__ }}", "templates/html/own.html:1:1"),
        ("{% include '../../../etc/passwd' %}", "templates/html/own.html:1:1"),
        ("a\n{{ 'a' * 10**10 }}", "templates/html/own.html:2:1"),
        ("a\n{{ 10**10 * [1] }}", "templates/html/own.html:2:1"),
        ("a\n{{ 9**9**9 }}", "templates/html/own.html:2:1"),
        ("a\n{{ '%9999999999d' % 1 }}", "templates/html/own.html:2:1"),
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


@pytest.mark.parametrize("source", [f"a\n{ENDLESS}", f"a\n{DOUBLING} {{{{ f(99) }}}}"])
def test_a_template_that_goes_on_without_end_is_stopped(
    write: Write, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    """The turns of loops and the calls of macros are counted."""
    monkeypatch.setattr(template, "STEPS", 1000)
    with pytest.raises(Faults, match=r"own.html:2:1: .* take more than 1,000 turns"):
        filled(write, source)


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'a' | center(10 ** 9) }}",
        "{{ 'a' | indent(width=10 ** 9) }}",
        "{{ 'a'.ljust(10 ** 9) }}",
        "{{ '{:>1000000000}'.format('a') }}",
        "{{ '%1000000000d' | format(1) }}",
    ],
)
def test_a_template_cannot_fill_the_memory_by_a_width(write: Write, source: str) -> None:
    """Filters, methods and formats take no width that no line has."""
    with pytest.raises(Faults, match=r"own.html:1:1: .* too (?:large|wide)"):
        filled(write, source)


def test_widths_that_lines_have_are_taken(write: Write) -> None:
    """What templates do with texts goes on."""
    source = (
        "{{ 'a' | center(5) }}|{{ 'a'.ljust(3) }}|{{ '{:>3}'.format('a') }}|{{ [2, 1] | sort }}"
    )
    assert filled(write, source) == "  a  |a  |  a|[1, 2]"


def test_products_and_loops_are_for_templates_too(write: Write) -> None:
    """What is bounded is not forbidden."""
    source = "{% for n in range(2) %}{{ '-' * 3 }}{{ 2 ** n }}{{ 7 % 4 }}{% endfor %}"
    assert filled(write, source) == "---13---23"


def test_a_fault_in_a_template_that_another_takes_is_named_there(write: Write) -> None:
    """The file that an author must open is the one that holds the fault."""
    root = write({"templates/html/own.html": "a\n{% include 'b.css' %}"})
    write({"templates/html/b.css": "a\n\n{{ missing }}"})
    with pytest.raises(Faults, match=r"^templates/html/b.css:3:1: "):
        fill(root, "html", "own.html", escape, {})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a\nCaf\xe9", "html/article.css:2:4: the byte 0xE9 is not UTF-8"),
        (b"\x00", "html/article.css:1:1: the byte 0x00 is not UTF-8"),
        (Path("/"), "html/article.css:1:1: the link leads out of the project, to /"),
        (Path("../../bib"), "html/article.css:1:1: this is a folder, not a file"),
        (Path("article.css"), "html/article.css:1:1: the file cannot be read: Too many levels"),
    ],
)
def test_a_template_that_cannot_be_read_is_told(
    write: Write, content: bytes | Path, said: str
) -> None:
    """The shipped one of that name does not take its place in silence."""
    root = write({"templates/html/article.css": content})
    with pytest.raises(Faults) as caught:
        fill(root, "html", "article.css", str, {})
    (found,) = caught.value.diagnostics
    assert found.code == "template-invalid"
    assert f"{found.span}: {found.message}".startswith(f"templates/{said}")


NOT_CLOSED = "what the template makes is no XML: Premature end of data in tag b, in `<b>`"
MISMATCHED = (
    "what the template makes is no XML: Opening and ending tag mismatch: b and a, in `</a>`"
)


@pytest.mark.parametrize(
    ("form", "name", "source", "said"),
    [
        (
            "jats",
            "article.xml",
            "<a>\n{% if title %}\n\n<b>\n{% endif %}\n</a>",
            f":6:1: {MISMATCHED}",
        ),
        ("jats", "article.xml", "\n\n<a>{{ title }}\n\n<b>\n", f":5:1: {NOT_CLOSED}"),
        (
            "jats",
            "article.xml",
            "<a>\n\n{{ body }}\n<q:b/></a>",
            ":4:1: what the template makes is",
        ),
        ("epub", "title.xhtml", "<a>\n<b>\n</a>", f":3:1: {MISMATCHED}"),
        ("epub", "package.opf", "<a>\n& </a>", ":2:1: what the template makes is no XML: xmlParse"),
        ("docx", "front.xml", "<w:p>\n\n& <w:r/></w:p>", ":3:1: what the template makes is no XML"),
        ("docx", "front.xml", "<w:p><q:r/></w:p>", ":1:1: what the template makes is no XML"),
    ],
)
def test_a_template_that_makes_no_xml_is_named_with_its_line(
    load: Load, form: str, name: str, source: str, said: str
) -> None:
    """What the parser blames in the output is found in the template; no output is written."""
    project = load({f"templates/{form}/{name}": source})
    with pytest.raises(Faults) as caught:
        build(project, [form])
    (found,) = caught.value.diagnostics
    assert found.code == "template-invalid"
    assert f"{found.span}: {found.message}".startswith(f"templates/{form}/{name}{said}")
    assert {path.name for path in project.output.iterdir()} == {"figures", ".store"}


def test_xml_is_found_at_fault_in_the_template_that_others_fill(load: Load) -> None:
    """A page of the book is of two templates; that of the fault is named."""
    head = "<html xmlns:epub='http://www.idpf.org/2007/ops'>\n<body>\n"
    page = f"{head}{{% block content %}}\n{{% endblock %}}\n</html>\n"
    with pytest.raises(Faults, match=r"^templates/epub/page.xhtml:5:1: what the template makes"):
        build(load({"templates/epub/page.xhtml": page}), ["epub"])


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
