"""Templates of XML: what they make is well-formed, or they are told, with the line at fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from octavo.diagnostics import Diagnostic, Faults, Span
from octavo.render.template import fill
from octavo.render.xml_text import NOT_XML, escaped

MARK = re.compile("\ue000([^\ue000-\ue002]+)\ue001([0-9]+)\ue002")
"""The name of a template and a line of it."""

SHOWN = 80
"""Characters of a line that a message shows."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a template made, as text and as a tree."""

    text: str
    tree: Any


class _Marking(Extension):
    """Puts its place before every line of a template that is printed as it stands."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Return the tokens of a template, the texts among them marked."""
        for token in stream:
            if token.type != "data":
                yield token
                continue
            marked = [
                f"\ue000{stream.name}\ue001{number}\ue002{line}"
                for number, line in enumerate(token.value.split("\n"), token.lineno)
            ]
            yield Token(token.lineno, "data", "\n".join(marked))


def fill_xml(
    root: Path,
    form: str,
    name: str,
    context: Mapping[str, Any],
    around: tuple[str, str] = ("", ""),
) -> Filled:
    """Fill `templates/FORM/NAME`; raise `Faults` with its line where that makes no XML.

    What is a piece of a document is read with what is `around` it: one line before it.
    """
    from lxml import etree

    text = NOT_XML.sub("", fill(root, form, name, escaped, context))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    page = text.lstrip()
    try:
        return Filled(page, etree.fromstring(f"{around[0]}{page}{around[1]}".encode(), parser))
    except etree.XMLSyntaxError as error:
        marked = fill(root, form, name, escaped, context, (_Marking,)).split("\n")
        line = _line_of(error) + text[: len(text) - len(page)].count("\n")
        raise Faults(_fault(error, marked[: max(line, 1)], form, name)) from error


def _line_of(error: Any) -> int:
    """Return the line that a parser blames: of what is never closed, where that begins."""
    opened = re.search(r"Premature end of data in tag \S+ line (\d+)", error.msg)
    return int(opened[1]) if opened else error.lineno or 1


def _fault(error: Any, lines: Iterable[str], form: str, name: str) -> Diagnostic:
    """Word what a parser says of the last of the lines that it read, which bear marks."""
    read = [*lines]
    places = MARK.findall("\n".join(read))
    where, line = places[-1] if places else (name, 1)
    message = re.sub(r",? line \d+(, column \d+)?", "", error.msg)
    shown = MARK.sub("", read[-1]).strip()[:SHOWN]
    return Diagnostic(
        "template-invalid",
        f"what the template makes is no XML: {message}, in `{shown}`",
        Span(Path("templates", form, where), int(line)),
        ("close every element that is opened, and write `&amp;` for `&`",),
    )
