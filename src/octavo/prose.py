"""The words of the sources without their markup, each in its place.

Rules about wording look at text as long as the source it comes from, line by line and
letter by letter, in which whatever is no prose (code, formulas, comments, addresses,
citations) is blotted out.  So every finding has a line and a column.  A test holds the
words that are left to those that pandoc reads.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from octavo.diagnostics import Span
from octavo.manuscript import Manuscript
from octavo.project import Project
from octavo.yaml_source import Source

GONE = "\ue000"
"""Stands for markup that prints nothing."""

THING = "\ufffc"
"""Stands for something printed that is no prose: a formula, a citation, a value, code."""

MARKUP = re.compile(
    r"""
    (?:(?<!\w)|(?=[^\w\s]))  # no markup begins within a word: most places are passed by
    (?:
      (?P<fence>^(?P<ticks>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=ticks)[`~]*[ \t]*$|\Z))
    | (?P<comment><!--.*?-->)
    | (?P<display>\$\$.*?\$\$)
    | (?P<code>(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`)(?:\{[^{}\n]*\})?)
    | (?P<math>(?<![\\$])\$(?=[^\s$])[^$]*?(?<=[^\s\\])\$(?!\d))
    | (?P<value>\{\{[^{}\n]*\}\})
    | (?P<cite>(?<!!)\[[^][]*(?<![\w\\])-?@[\w{][^][]*\](?![(\[{]))
    | (?P<key>(?<![\w\\])-?@(?:\{[^{}\s]+\}|\w(?:\w|[:.\#$%&\-+?<>~/](?=\w))*)(?:[ ]\[[^][]*\])?)
    | (?P<definition>^\ {0,3}\[(?!\^)[^]\n]+\]:[^\n]*$)
    | (?P<notelabel>\[\^[^]\s]+\]:?)
    | (?P<target>(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"\n]*")?\))
    | (?P<address><?\b(?:https?|ftp|mailto):[^\s<>]*[^\s<>.,;:!?)\]'"”’]>?)
    | (?P<mail>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{0,190}\w)
    | (?P<division>^:{3,}[^\n]*$)
    | (?P<attribute>\{(?:[\#.]|[\w-]+=)[^{}\n]*\})
    | (?P<tag></?[A-Za-z][^<>\n]*>)
    | (?P<escape>\\(?=[^\w\s]))
    )
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
THINGS = frozenset("display code math value cite key address mail".split())
FIELDS = ("title", "subtitle", "short-title", "credit", "keywords", "licence")


@dataclass(frozen=True, slots=True)
class Prose:
    """The prose of one source file, as long as the file."""

    path: Path
    text: str
    starts: tuple[int, ...] = field(repr=False)

    def span(self, start: int, end: int) -> Span:
        """Return the place of a piece of the text; its part on the first line, if several."""
        line = bisect_right(self.starts, start)
        column = start - self.starts[line - 1] + 1
        stop = self.text.find("\n", start, end)
        return Span(self.path, line, column, column + (end if stop < 0 else stop) - start)

    def of(self, found: re.Match[str], group: int | str = 0) -> Span:
        """Return the place of a match."""
        return self.span(*found.span(group))

    def paragraphs(self) -> Iterator[tuple[int, str]]:
        """Yield every paragraph with the place at which it begins."""
        for found in re.finditer(r"\S(?:.|\n(?![ \t]*\n))*", self.text):
            yield found.start(), found[0]


def prose_of_text(path: Path, text: str) -> Prose:
    """Return the prose of a Markdown text."""
    return _prose(path, MARKUP.sub(_blotted, text))


def prose_of_sources(project: Project, manuscript: Manuscript) -> Iterator[Prose]:
    """Yield the prose of the metadata and of every section."""
    yield from (_prose(layer.path, _metadata(layer)) for layer in project.layers)
    for section in manuscript.sections:
        yield prose_of_text(section.path, section.text)


def _prose(path: Path, text: str) -> Prose:
    return Prose(path, text, (0, *(found.end() for found in re.finditer("\n", text))))


def _blotted(found: re.Match[str]) -> str:
    kinds = [name for name, value in found.groupdict().items() if value is not None]
    kind = next(name for name in kinds if name not in ("ticks", "tick"))
    filler = THING if kind in THINGS else GONE
    return re.sub(r"[^\n]", filler, found[0])


def _metadata(source: Source) -> str:
    """Blot out everything of a file of metadata but the texts that are printed."""
    text = source.text
    out = [character if character == "\n" else GONE for character in text]
    printed = [(top,) for top in (*FIELDS, "abstract", "acknowledgements", "funding", "statements")]
    for place, (start, end) in source.extents.items():
        is_text = place[:1] in printed and place[-1] != "award"  # a number
        if is_text and isinstance(source.at(place), str):
            raw = text[start:end]
            head = re.match(r"[>|][-+\d]*[^\n]*\n|[\"']", raw)
            begin = head.end() if head else 0
            stop = len(raw) - 1 if head and head[0] in "\"'" else len(raw)
            out[start + begin : start + stop] = MARKUP.sub(_blotted, raw[begin:stop])
    return "".join(out)
