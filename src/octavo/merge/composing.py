"""Words of a Word file as Markdown: what would be markup is escaped, what is set is marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

MARKS = {
    "b": ("**", "**"),
    "i": ("*", "*"),
    "`": ("`", "`"),
    "s": ("~~", "~~"),
    "^": ("^", "^"),
    "_": ("~", "~"),
    "u": ("[", "]{.underline}"),
    "c": ("[", "]{.smallcaps}"),
}
ORDER = "busci^_`"
"""Which mark stands around which."""

# `@` and `{` may be a token of their own, and what follows is not seen
SPECIAL = re.compile(r"[\\`*\[\]<>$^~|]|_|@(?=[\w{]|$)|\{(?=[{#.]|$)|&(?=#?\w+;)|(?<!\w)-(?=@)")
LEADING = re.compile(r"(?=[-+#:]\s|#+\s|>|:::|=+$|-+$|\|)")
NUMBERED = re.compile(r"(\(?(?:\d{1,9}|[A-Za-z]|[ivxlcIVXLC]+|#))([.)])(?=\s)")
"""What would begin a list, a heading, a quotation or a line of a verse."""


@dataclass(frozen=True, slots=True)
class Written:
    """A stretch of Markdown, and how it is set and linked."""

    text: str
    form: str = ""
    link: str = ""

    @property
    def is_space(self) -> bool:
        """Whether it is white space."""
        return not self.text.strip()


def escaped(text: str, straight: bool = False) -> str:
    """Return a text as Markdown prints it; `straight` where the source has straight quotes."""
    out = SPECIAL.sub(lambda found: f"\\{found[0]}", text)
    out = re.sub(r"(?<=\w)\\_(?=\w)", "_", out)
    if straight:
        out = out.translate({ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"'})
    return out.replace("\t", " ").replace("\n", "\\\n")


def led(text: str) -> str:
    """Return the Markdown of a paragraph whose beginning is not taken for a list or a heading."""
    if NUMBERED.match(text):
        return NUMBERED.sub(r"\1\\\2", text, count=1)
    return f"\\{text}" if LEADING.match(text) else text


def composed(
    parts: Sequence[Written],
    around: str = "",
    link: str = "",
    links: Mapping[str, tuple[str, str]] | None = None,
) -> str:
    """Return Markdown with the marks of forms and links, but for those that stand around it."""
    out: list[str] = []
    rest = list(parts)
    while rest:
        if rest[0].link != link and rest[0].link:
            here = rest[0].link
            count = _run(rest, partial(_leads, target=here))
            inner = composed([Written(p.text, p.form, link) for p in rest[:count]], around, link)
            out.append(_outside(inner, *(links or {}).get(here, ("[", f"]({here})"))))
        else:
            letter = next((c for c in ORDER if c in rest[0].form and c not in around), "")
            if rest[0].is_space or not letter:
                out.append(rest.pop(0).text)
                continue
            count = _run(rest, partial(_is_set, letter=letter, link=link))
            out.append(
                _outside(composed(rest[:count], around + letter, link, links), *MARKS[letter])
            )
        rest = rest[count:]
    return "".join(out)


def _leads(one: Written, target: str) -> bool:
    return one.link == target


def _is_set(one: Written, letter: str, link: str) -> bool:
    return letter in one.form and one.link == link


def _run(parts: Sequence[Written], holds: Callable[[Written], bool]) -> int:
    """Return how many parts from the first on are held together; a space at the end is not."""
    count = 1
    for number, part in enumerate(parts):
        if holds(part):
            count = number + 1
        elif not part.is_space:
            break
    return count


def _outside(text: str, opening: str, closing: str) -> str:
    """Return a text between marks, its white space outside of them."""
    bare = text.strip()
    if not bare:
        return text
    before = text[: len(text) - len(text.lstrip())]
    behind = text[len(text.rstrip()) :]
    if opening == "^" or opening == "~":
        bare = re.sub(r"(?<!\\) ", r"\\ ", bare)
    return f"{before}{opening}{bare}{closing}{behind}"
