"""What the text of an author, or of a bibliography, may not bring into an output."""

from __future__ import annotations

import zipfile

import pytest

from octavo.manuscript import read_manuscript
from octavo.nodes import attribute_of, branches
from octavo.pipeline import build
from octavo.targets import encoded, is_safe_target
from tests.conftest import Load

HOSTILE = """@misc{a, author={A B}, title={A title}, date={2001},
  note={\\href{javascript:alert(1)}{click} \\href{file:///etc/passwd}{here}}}
"""
FORMATS = ("docx", "html", "jats", "epub", "latex")


@pytest.mark.parametrize(
    ("target", "safe"),
    [
        ("https://example.org", True),
        ("data.csv", True),
        ("#sec:x", True),
        ("mailto:a@example.org", True),
        ("javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("VBScript:x", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//server/share", False),
        ("\\\\server\\share", False),
    ],
)
def test_links_lead_to_pages_and_places(target: str, safe: bool) -> None:
    """A link may lead to the web, to mail, to a place or a file beside; not to code or shares."""
    assert is_safe_target(target) is safe


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://doi.org/10.1/(SICI)8<693::A>3", "https://doi.org/10.1/(SICI)8%3C693::A%3E3"),
        ('https://e.org/"|^`{}\\', "https://e.org/%22%7C%5E%60%7B%7D%5C"),
        ("https://e.org/50%/%20x", "https://e.org/50%25/%20x"),
        ("https://e.org/a?b=c&d=e#f", "https://e.org/a?b=c&d=e#f"),
    ],
)
def test_addresses_hold_what_addresses_may(written: str, address: str) -> None:
    """What RFC 3986 keeps out of an address is percent-encoded; what is so already stays."""
    assert encoded(written) == address
    assert encoded(address) == address


def test_no_output_links_to_code(load: Load) -> None:
    """What a bibliography's note or an autolink says is printed, and leads nowhere."""
    text = "See @a and <javascript:alert(2)>.\n"
    project = load({"manuscript/01-a.md": text, "bib/references.bib": HOSTILE})
    for artifact in build(project, FORMATS).artifacts:
        parts = [artifact.path.read_bytes()]
        if zipfile.is_zipfile(artifact.path):
            with zipfile.ZipFile(artifact.path) as package:
                parts = [package.read(name) for name in package.namelist()]
        written = b"\n".join(parts)
        for code in (b"javascript:alert(1)", b"file:///etc/passwd"):
            assert code not in written, artifact.format
        for link in (b'href="javascript:', b'Target="javascript:', b"\\href{javascript:"):
            assert link not in written, artifact.format


def test_classes_by_which_the_stages_speak_are_no_authors(load: Load) -> None:
    """A class that Octavo itself gives, such as that of numbered equations, is left out."""
    text = "[x](y){.elsewhere .mine} [text $x$ more]{.equation}\n\n# H {.back-matter .appendix}\n"
    blocks = read_manuscript(load({"manuscript/01-a.md": text})).blocks
    found = [a[1] for node in branches(blocks) if (a := attribute_of(node))]
    assert found == [["mine"], [], ["appendix"]]


def test_text_in_the_place_of_the_references_is_printed(load: Load) -> None:
    """What stands in `::: {#refs}` comes before the list, in every format."""
    text = "See @rose1998.\n\n# References\n\n::: {#refs}\nWorks with a star are primary.\n:::\n"
    project = load({"manuscript/01-a.md": text})
    for artifact in build(project, ("html", "jats", "latex")).artifacts:
        written = artifact.path.read_bytes()
        if artifact.format == "latex":
            with zipfile.ZipFile(artifact.path) as package:
                written = package.read("manuscript.tex")
        assert b"Works with a star are primary." in b" ".join(written.split()), artifact.format
