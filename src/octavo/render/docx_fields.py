"""Numbers as Word's own fields: captions count themselves, and references follow them.

A number stands in a bookmark named after what it numbers, `_Ref_fig_A1`; Word hides
bookmarks whose names begin so.  In captions and beside equations it is a `SEQ` field,
in references a `REF` field (ECMA-376, part 1, 17.16.5.56 and 17.16.5.51).  Each field
holds the result that Word would put there, so nothing has to be updated to be right.
"""

from __future__ import annotations

import re
from html import escape

from octavo.nodes import (
    NO_BREAK_SPACE,
    Node,
    attr,
    branches,
    has_class,
    pair_of,
    raw_inline,
    span,
    string,
)

NUMBER = re.compile(r"(?P<before>\D*)(?P<count>\d+)")
LONGEST_NAME = 40
"""Characters of a bookmark's name that Word keeps."""


class Fields:
    """Writes the numbers of one document, of which it knows the bookmarks."""

    def __init__(self, blocks: list[Node]) -> None:
        self._bookmarks = {name for node in branches(blocks) if (name := _bookmark_of(node))}

    def labelled(self, node: Node) -> list[Node]:
        """Return the content of a caption's label, whose number counts itself."""
        content: list[Node] = node["c"][1]
        name, number = _bookmark_of(node), pair_of(node["c"][0], "number") or ""
        if not name:
            return content
        word, space, _ = content[0]["c"].rpartition(NO_BREAK_SPACE)
        return [string(word + space), *_counted(name, word, number, "CaptionLabel")]

    def headed(self, node: Node) -> list[Node]:
        """Return the content of a heading's number in its bookmark."""
        content: list[Node] = node["c"][1]
        name = _bookmark_of(node)
        if not name:
            return content
        before, number, after = _parted(content[0]["c"])
        return [string(before), *_marked(name, [string(number)]), string(after)]

    def numbered(self, node: Node) -> Node:
        """Return the number that stands beside an equation, in brackets."""
        attribute = node["c"][0]
        number = pair_of(attribute, "number") or ""
        if has_class(node, "removed"):
            return string(f"({number})")
        counted = _counted(_name("eq", number), "Equation", number, "")
        return span([string("("), *counted, string(")")], attr(attribute[0]))

    def referring(self, node: Node) -> list[Node] | None:
        """Return a cross-reference whose number follows what it refers to, or None."""
        attribute, content, (target, _) = node["c"]
        if "cross-reference" not in attribute[1] or [one["t"] for one in content] != ["Str"]:
            return None
        word, space, number = content[0]["c"].rpartition(NO_BREAK_SPACE)
        kind = target[1:4].rstrip("-")
        letter = number[-1:] if kind == "fig" and number[-1:].islower() else ""
        name = _name(kind, number.removesuffix(letter))
        if name not in self._bookmarks:
            return None
        field = _field(f"REF {name} \\h \\* MERGEFORMAT", number.removesuffix(letter))
        content[:] = [string(word + space), *field, *([string(letter)] if letter else [])]
        return [node]


def _bookmark_of(node: Node) -> str:
    """Return the name of the bookmark that a number stands in; empty where there is none."""
    if node["t"] != "Span":
        return ""
    attribute, content = node["c"]
    kind, number = pair_of(attribute, "kind"), pair_of(attribute, "number") or ""
    if has_class(node, "removed"):
        return ""
    if has_class(node, "equation"):
        return _name("eq", number)
    if [one["t"] for one in content] != ["Str"]:
        return ""
    if has_class(node, "section-number"):
        return _name("sec", _parted(content[0]["c"])[1])
    return _name(kind or "", number) if kind in ("fig", "tbl") else ""


def _name(kind: str, number: str) -> str:
    name = f"_Ref_{kind}_{number.replace('.', '_')}"
    return name if re.fullmatch(r"\w+", name) and number and len(name) <= LONGEST_NAME else ""


def _parted(text: str) -> tuple[str, str, str]:
    """Part `Appendix A.` into what is before the number, the number, and what is behind it."""
    before, space, number = text.rpartition(NO_BREAK_SPACE)
    bare = number.rstrip(".")
    return before + space, bare, number[len(bare) :]


def _counted(name: str, word: str, number: str, style: str) -> list[Node]:
    """Return a number that counts itself; an appendix has its letter and a series of its own."""
    found = NUMBER.fullmatch(number)
    if found is None:
        return _marked(name, [string(number)])
    series = re.sub(r"\W+", "_", "_".join(filter(None, (word, found["before"]))))
    field = _field(f"SEQ {series} \\* ARABIC", found["count"], style)
    return _marked(name, [*([string(found["before"])] if found["before"] else []), *field])


def _marked(name: str, content: list[Node]) -> list[Node]:
    start = raw_inline("openxml", f'<w:bookmarkStart w:id="{name}" w:name="{name}"/>')
    return [start, *content, raw_inline("openxml", f'<w:bookmarkEnd w:id="{name}"/>')]


def _field(instruction: str, result: str, style: str = "") -> list[Node]:
    start, end = field_around(instruction, style)
    return [*start, string(result), *end]


def field_around(instruction: str, style: str = "") -> tuple[list[Node], list[Node]]:
    """Return what stands before and behind the result of a field."""
    literal = escape(instruction, quote=False)
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""

    def run(content: str) -> Node:
        return raw_inline("openxml", f"<w:r>{properties}{content}</w:r>")

    start = [
        run('<w:fldChar w:fldCharType="begin"/>'),
        run(f'<w:instrText xml:space="preserve"> {literal} </w:instrText>'),
        run('<w:fldChar w:fldCharType="separate"/>'),
    ]
    return start, [run('<w:fldChar w:fldCharType="end"/>')]
