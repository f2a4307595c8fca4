"""A tree of pandoc's as the Markdown that authors write, in sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from octavo.bringing.works import ascii_of
from octavo.nodes import Node, plain_text, raw_block, raw_inline, rewrite, string
from octavo.pandoc import pandoc, pandoc_json

WRITER = "markdown-smart-simple_tables-multiline_tables-native_divs-native_spans"
"""Pandoc's Markdown, with all that its reader takes for markup escaped."""

LINE = 92
"""Characters of a line, so that a change of a word shows as one of a line."""

BROKEN = re.compile(r"\{#[^\s{}]+(?:\n|[ \t])(?:[^{}\"]|\"(?:[^\"\\]|\\.)*\")*\}")
"""Attributes, which may stand on several lines; on one, a label is found by its line."""

TYPED = re.compile(
    r"\b(?P<word>Figure|Table|Equation|Section)(?:\u00a0|&nbsp;|\\ |~|\s)"
    r"\[-@(?P<label>(?P<kind>fig|tbl|eq|sec)[:-][^\s\]]+)\]"
)
"""A reference whose word is typed, as LaTeX has it."""

MARKUP = re.compile(r"(\{\{|(?<!\w)@(?=[\w{]))")
"""What would be a value, or a citation, and is neither."""

BORDER = "octavo-border-of-parts"


def written(parts: Sequence[list[Node]]) -> list[str]:
    """Return trees as Markdown texts, whose notes have numbers of their own throughout."""
    blocks: list[Node] = []
    for part in parts:
        blocks += [*guarded(part), raw_block("markdown", f"<!-- {BORDER} -->")]
    text = pandoc(
        "--from=json",
        f"--to={WRITER}",
        "--sandbox",
        "--wrap=auto",
        f"--columns={LINE}",
        "--markdown-headings=atx",
        "--reference-location=block",
        data=pandoc_json(blocks),
    ).decode()
    text = BROKEN.sub(lambda found: found[0].replace("\n", " "), text)
    text = TYPED.sub(_with_its_word, text)
    return [part.strip() + "\n" for part in text.split(f"<!-- {BORDER} -->")[:-1]]


def _with_its_word(found: re.Match[str]) -> str:
    """Return a reference that prints its word itself, where that is the one that is typed."""
    kinds = {"Figure": "fig", "Table": "tbl", "Equation": "eq", "Section": "sec"}
    return f"@{found['label']}" if kinds[found["word"]] == found["kind"] else found[0]


def guarded(blocks: list[Node]) -> list[Node]:
    """Return blocks in which no literal text is taken for a value of the metadata."""
    done: list[Node] = rewrite(blocks, {"Str": _str, "Math": _math})
    return done


def _str(node: Node) -> list[Node] | None:
    fence = re.match(r"(`{3,}|~{3,}|:{3,})(.*)", node["c"])
    if fence:  # as text it would be taken for a block that is not closed
        code: Node = {"t": "Code", "c": [["", [], []], fence[1]]}
        return [code, *([string(fence[2])] if fence[2] else [])]
    if not MARKUP.search(node["c"]):
        return None
    pieces: list[Node] = []
    for piece in MARKUP.split(node["c"]):
        if piece in ("{{", "@"):
            pieces.append(raw_inline("markdown", "{\\{" if piece == "{{" else "\\@"))
        elif piece:
            pieces.append(string(piece))
    return pieces


def _math(node: Node) -> list[Node] | None:
    kind, text = node["c"]
    spaced = re.sub(r"\{(?=\{)", "{ ", text)
    return None if spaced == text else [{"t": "Math", "c": [kind, spaced]}]


def parts_of(blocks: list[Node]) -> list[tuple[str, list[Node]]]:
    """Cut blocks before each heading of the highest level; what comes first has no heading."""
    level = min((b["c"][0] for b in blocks if b["t"] == "Header"), default=1)
    parts: list[tuple[str, list[Node]]] = []
    for block in raised(blocks, level - 1):
        if block["t"] == "Header" and block["c"][0] == 1:
            parts.append((plain_text(block["c"][2]), [block]))
        elif parts:
            parts[-1][1].append(block)
        else:
            parts.append(("", [block]))
    return parts


def raised(blocks: Iterable[Node], steps: int) -> list[Node]:
    """Return blocks whose headings stand so many levels higher."""
    return [
        {"t": "Header", "c": [block["c"][0] - steps, *block["c"][1:]]}
        if block["t"] == "Header"
        else block
        for block in blocks
    ]


def slug(text: str, words: int = 4) -> str:
    """Return the first words of a text as a part of a name or label."""
    found = [ascii_of(word).lower() for word in re.findall(r"\w+", text)]
    return "-".join([word for word in found if word][:words])


def picture(label: str, caption: list[Node], target: str, alt: str, **more: str) -> Node:
    """Return a paragraph that is a figure."""
    pairs = [["alt", alt]] if alt and alt != plain_text(caption) else []
    pairs += [[name, value] for name, value in more.items() if value]
    image: Any = {"t": "Image", "c": [[label, [], pairs], caption, [target, ""]]}
    return {"t": "Para", "c": [image]}
