"""Trees of every kind of node, edits of them, and what a reader does with marks."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from octavo.nodes import Node, attr

WORDS = (
    "the alignment of states rests on interests and threats یک همسویی دولت‌ها بر منافع است".split()
)
WORDS += (
    "سلام، well-known isn’t 我们 … — naïve. then, (however) “quoted” x* #let <b> \\alpha".split()
)


def string(text: str) -> Node:
    """Return a word."""
    return {"t": "Str", "c": text}


SPACE = {"t": "Space"}
DEFAULT = {"t": "AlignDefault"}
NAMES = st.sampled_from(["", "", "", "sec-a", "sec-b", "fig-a", "tbl-a", "eq-a", "x"])
ATTRS = st.builds(
    lambda name, classes, pairs: [name, classes, pairs],
    NAMES,
    st.lists(st.sampled_from(["wide", "unnumbered", "landscape", "mark"]), max_size=1),
    st.lists(st.sampled_from([["lang", "fa"], ["dir", "rtl"], ["k", "v"]]), max_size=1),
)
WORD = st.sampled_from(WORDS).map(string)
GAP = st.sampled_from([SPACE, SPACE, SPACE, {"t": "SoftBreak"}, {"t": "LineBreak"}])


def cite(keys: list[str], text: str) -> Node:
    """Return a citation as citeproc leaves it."""
    citations = [
        {
            "citationId": key,
            "citationPrefix": [],
            "citationSuffix": [],
            "citationMode": {"t": "NormalCitation"},
            "citationNoteNum": 1,
            "citationHash": 0,
        }
        for key in keys
    ]
    shown = {"t": "Link", "c": [["", [], []], [string(text)], [f"#ref-{keys[0]}", ""]]}
    return {"t": "Cite", "c": [citations, [shown]]}


CITES = st.builds(
    cite,
    st.lists(st.sampled_from(["rose", "walt"]), min_size=1, max_size=2),
    st.sampled_from(["(Rose)", "Walt", "[1]", "[2]"]),
)
REFERENCES = st.builds(
    lambda name, number: {
        "t": "Link",
        "c": [["", ["cross-reference"], []], [string(f"Figure\u00a0{number}")], [f"#{name}", ""]],
    },
    st.sampled_from(["fig-a", "tbl-a", "sec-b"]),
    st.integers(1, 3),
)
MATHS = st.builds(
    lambda kind, tex: {"t": "Math", "c": [{"t": kind}, tex]},
    st.sampled_from(["InlineMath", "DisplayMath"]),
    st.sampled_from(["x", "\\frac{a}{b}", "y^k"]),
)
EQUATIONS = st.builds(
    lambda tex, n: {
        "t": "Span",
        "c": [
            ["eq-a", ["equation"], [["number", str(n)]]],
            [{"t": "Math", "c": [{"t": "DisplayMath"}, tex]}],
        ],
    },
    st.sampled_from(["e", "f+g"]),
    st.integers(1, 3),
)
RAW = st.sampled_from(
    [{"t": "RawInline", "c": ["html", "<b>"]}, {"t": "RawInline", "c": ["tex", "\\x"]}]
)
IMAGES = st.builds(
    lambda a, alt, target: {"t": "Image", "c": [a, alt, [target, ""]]},
    ATTRS,
    st.lists(WORD, max_size=2),
    st.sampled_from(["model", "wave"]),
)
CODE = st.sampled_from(["f(x)", "let"]).map(lambda text: {"t": "Code", "c": [attr(), text]})


def _containers(inner: Any) -> Any:
    lists = st.lists(inner, max_size=3)
    plain = st.sampled_from(
        "Emph Strong Underline Strikeout Superscript Subscript SmallCaps".split()
    )
    return st.one_of(
        st.builds(lambda t, c: {"t": t, "c": c}, plain, lists),
        st.builds(lambda a, c: {"t": "Span", "c": [a, c]}, ATTRS, lists),
        st.builds(
            lambda a, c, to: {"t": "Link", "c": [a, c, [to, ""]]},
            ATTRS,
            lists,
            st.sampled_from(["https://example.org/", "#sec-a"]),
        ),
        st.builds(
            lambda t, c: {"t": "Quoted", "c": [{"t": t}, c]},
            st.sampled_from(["SingleQuote", "DoubleQuote"]),
            lists,
        ),
    )


SIMPLE = st.one_of(WORD, WORD, WORD, GAP, GAP, CITES, REFERENCES, MATHS, RAW, IMAGES, CODE)
INLINE = st.recursive(SIMPLE, _containers, max_leaves=5)


def _line(inlines: list[Node]) -> list[Node]:
    """Put spaces between what would else be one word."""
    out: list[Node] = []
    for inline in inlines:
        out += [SPACE, inline] if out and inline["t"] == out[-1]["t"] == "Str" else [inline]
    return out


LINE = st.lists(INLINE, max_size=10).map(_line)
BARE = st.lists(WORD, min_size=1, max_size=12).map(_line)
NOTE = BARE.map(lambda c: {"t": "Note", "c": [{"t": "Para", "c": c}]})
TEXT = st.lists(st.one_of(INLINE, INLINE, INLINE, NOTE, EQUATIONS), max_size=10).map(_line)
LONG = st.lists(WORD, min_size=8, max_size=40).map(_line)


def _cell(blocks: list[Node], height: int = 1, width: int = 1) -> Any:
    return [attr(), DEFAULT, height, width, blocks]


@st.composite
def tables(draw: Any) -> Node:
    """Return a table; some have a cell that spans two columns."""
    width = draw(st.integers(1, 3))
    cell = st.one_of(BARE, LINE).map(lambda c: _cell([{"t": "Plain", "c": c}] if c else []))
    row = st.lists(cell, min_size=width, max_size=width).map(lambda cells: [attr(), cells])
    head, rows = draw(st.lists(row, max_size=1)), draw(st.lists(row, max_size=3))
    if width > 1 and rows and draw(st.booleans()):
        spanning = _cell([{"t": "Plain", "c": draw(BARE)}], 1, 2)
        rows[0] = [attr(), [spanning, *rows[0][1][2:]]]
    label = {
        "t": "Span",
        "c": [
            ["", ["caption-label"], [["kind", "tbl"], ["number", "1"]]],
            [string("Table\u00a01")],
        ],
    }
    told = [{"t": "Plain", "c": [label, string("."), SPACE, *draw(LINE)]}]
    return {
        "t": "Table",
        "c": [
            draw(ATTRS),
            [None, draw(st.sampled_from([[], told]))],
            [[DEFAULT, {"t": "ColWidthDefault"}] for _ in range(width)],
            [attr(), head],
            [[attr(), 0, [], rows]],
            [attr(), []],
        ],
    }


@st.composite
def figures(draw: Any) -> Node:
    """Return a figure of a picture, of several, or of whole blocks."""

    def one(name: str, classes: list[str], number: str) -> Node:
        pairs = [["kind", "fig"], ["number", number]]
        label = {
            "t": "Span",
            "c": [["", ["caption-label"], pairs], [string(f"Figure\u00a0{number}")]],
        }
        told = [{"t": "Plain", "c": [label, string("."), SPACE, *draw(LINE)]}]
        shown = [{"t": "Plain", "c": [draw(IMAGES)]}]
        if not classes and draw(st.booleans()):
            shown = [{"t": "Para", "c": draw(LINE)}, {"t": "CodeBlock", "c": [attr(), "code"]}]
        return {"t": "Figure", "c": [[name, classes, []], [None, told], shown]}

    if draw(st.booleans()):
        return one(draw(NAMES), [], str(draw(st.integers(1, 3))))
    parts = [one("", ["subfigure"], "a") for _ in range(draw(st.integers(1, 3)))]
    whole = one(draw(NAMES), ["subfigures"], "2")
    whole["c"][2] = parts
    return whole


def _header(level: int, name: str, content: list[Node], number: int) -> Node:
    label = {"t": "Span", "c": [["", ["section-number"], []], [string(str(number))]]}
    return {"t": "Header", "c": [level, [name, [], []], [label, SPACE, *content]]}


HEADERS = st.builds(_header, st.integers(1, 3), NAMES, BARE, st.integers(1, 9))
PARAS = st.builds(
    lambda t, c: {"t": t, "c": c}, st.sampled_from(["Para", "Para", "Plain"]), st.one_of(TEXT, LONG)
)
LISTED = ["", {"t": "Decimal"}, {"t": "Period"}]


def _blocks(inner: Any) -> Any:
    blocks = st.lists(inner, max_size=3)
    items = st.lists(st.lists(inner, max_size=2), max_size=3)
    return st.one_of(
        st.builds(lambda c: {"t": "BlockQuote", "c": c}, blocks),
        st.builds(lambda c: {"t": "BulletList", "c": c}, items),
        st.builds(lambda c: {"t": "OrderedList", "c": [[1, *LISTED[1:]], c]}, items),
        st.builds(
            lambda c: {"t": "DefinitionList", "c": c},
            st.lists(st.tuples(LINE, items).map(list), max_size=2),
        ),
        st.builds(lambda a, c: {"t": "Div", "c": [a, c]}, ATTRS, blocks),
    )


LEAF_BLOCKS = st.one_of(
    PARAS,
    PARAS,
    HEADERS,
    tables(),
    figures(),
    st.lists(LINE, min_size=1, max_size=3).map(lambda c: {"t": "LineBlock", "c": c}),
    st.sampled_from(["let x", "y"]).map(lambda c: {"t": "CodeBlock", "c": [attr(), c]}),
    st.just({"t": "HorizontalRule"}),
    st.just({"t": "RawBlock", "c": ["html", "<hr>"]}),
)
BLOCK = st.recursive(LEAF_BLOCKS, _blocks, max_leaves=4)


def entry(key: str, content: list[Node]) -> Node:
    """Return one of the references."""
    return {
        "t": "Div",
        "c": [[f"ref-{key}", ["csl-entry"], [["role", "listitem"]]], [{"t": "Para", "c": content}]],
    }


REFS = st.lists(
    st.tuples(st.sampled_from(["rose", "walt", "waltz"]), BARE),
    unique_by=lambda p: p[0],
    max_size=3,
).map(lambda found: {"t": "Div", "c": [["refs", ["references"], []], [entry(*p) for p in found]]})
BLOCKS = st.builds(
    lambda blocks, refs: [*blocks, *refs], st.lists(BLOCK, max_size=6), st.lists(REFS, max_size=1)
)


def edited(blocks: list[Node], seed: int) -> list[Node]:
    """Return blocks after a few edits: words exchanged, nodes taken out, doubled, moved."""
    draw, tree = random.Random(seed), copy.deepcopy(blocks)
    for _ in range(draw.randrange(1, 6)):
        lists = [found for found in _lists(tree) if found]
        if lists:
            _edit(draw.choice(lists), draw)
    return tree


def _edit(nodes: list[Node], draw: random.Random) -> None:
    place, act = draw.randrange(len(nodes)), draw.randrange(5)
    node = nodes[place]
    if classes_of(nodes[0]) & NUMBERED and (place < 2 or act == 2):
        return  # a number, and the space behind it, stay first
    if act == 0:
        del nodes[place]
    elif act == 1:
        nodes.insert(draw.randrange(place, len(nodes)) + 1, copy.deepcopy(node))
    elif act == 2:
        nodes.insert(draw.randrange(len(nodes)), nodes.pop(place))
    elif node["t"] == "Str":
        node["c"] = draw.choice(WORDS)
    elif node["t"] in ("Space", "SoftBreak"):
        nodes[place : place + 1] = [SPACE, string(draw.choice(WORDS)), SPACE]


NUMBERED = {"caption-label", "section-number", "cross-reference"}


def _lists(value: Any) -> list[list[Node]]:
    """Return every list of nodes in a tree, but for those that print numbers."""
    out: list[list[Node]] = []
    if isinstance(value, dict):
        return [] if classes_of(value) & NUMBERED else _lists(value.get("c"))
    if isinstance(value, list):
        kinds = [item.get("t", "Align") if isinstance(item, dict) else "Align" for item in value]
        if value and not any(kind.startswith(("Align", "ColWidth")) for kind in kinds):
            out.append(value)
        for item in value:
            out += _lists(item)
    return out


PAIRS = st.one_of(
    st.tuples(BLOCKS, BLOCKS),
    st.builds(lambda blocks, seed: (blocks, edited(blocks, seed)), BLOCKS, st.integers(0, 10_000)),
    st.builds(lambda blocks, seed: (blocks, edited(blocks, seed)), BLOCKS, st.integers(0, 10_000)),
)

LEFT_OUT = {"new": {"deletion", "moved-from"}, "old": {"insertion", "moved-to"}}


def classes_of(value: Any) -> set[str]:
    """Return the classes of a node, a row or a cell."""
    content: Any = value.get("c") if isinstance(value, dict) else value
    if isinstance(value, dict) and value.get("t") == "Header":
        content = content[1:]
    first = content[0] if isinstance(content, list) and content else None
    if isinstance(first, list) and len(first) == 3 and isinstance(first[1], list):
        return {name for name in first[1] if isinstance(name, str)}
    return set()


def side(value: Any, kept: str) -> Any:
    """Return what is left of a tree when all changes are accepted (`new`) or rejected (`old`)."""
    if isinstance(value, list):
        return [side(v, kept) for v in value if not classes_of(v) & LEFT_OUT[kept]]
    if isinstance(value, dict):
        return {k: side(v, kept) for k, v in value.items()}
    return value


def marks(value: Any) -> list[str]:
    """Return the marks of a tree."""
    found = sorted(classes_of(value) & (LEFT_OUT["new"] | LEFT_OUT["old"] | {"versions"}))
    inner = value.get("c") if isinstance(value, dict) else value
    inner = inner if isinstance(inner, list) else ()
    return [*found, *(mark for item in inner for mark in marks(item))]


QUOTES: dict[str, str] = {"SingleQuote": "‘’", "DoubleQuote": "“”"}


def said(value: Any) -> str:
    """Return all that a tree says, but for numbers and how it is spaced."""
    return re.sub(r"\s+", " ", re.sub(r"\d", "", _said(value))).strip()


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "".join(_said(item) for item in value)
    if not isinstance(value, dict):
        return ""
    spoken: dict[str, Callable[[Any], str]] = {
        "Str": str,
        "Space": lambda _: " ",
        "SoftBreak": lambda _: " ",
        "LineBreak": lambda _: " ",
        "HorizontalRule": lambda _: " --- ",
        "Code": lambda c: c[1],
        "CodeBlock": lambda c: f" {c[1]} ",
        "Math": lambda c: c[1] if c[0]["t"] == "InlineMath" else f" {c[1]} ",
        "RawInline": lambda c: c[1],
        "RawBlock": lambda c: f" {c[1]} ",
        "Note": lambda c: f"[{said(c)}]",
        "Image": lambda c: f"({_said(c[1])} {c[2][0].removeprefix('before:')})",
        "Quoted": lambda c: f"{QUOTES[c[0]['t']][0]}{_said(c[1])}{QUOTES[c[0]['t']][1]}",
        "Cite": lambda c: _said(c[1]),
        "LineBlock": lambda c: f" {_spaced(c)} ",
    }
    if "parting" in classes_of(value):
        return " "
    kind: str = value.get("t", "")
    content: Any = value.get("c")
    if kind in spoken:
        return spoken[kind](content)
    if kind == "Table":
        rows = [*content[3][1], *(r for b in content[4] for r in (*b[2], *b[3])), *content[5][1]]
        cells = " ".join(_said(cell[4]) for row in rows for cell in row[1])
        return f" {_said(content[1])} {cells} "
    if kind == "Div" and content[0][0] == "refs":
        return " " + " ".join(sorted(map(said, content[1]))) + " "  # their order is a number
    if kind in ("Para", "Plain", "Header", "Div", "Figure", "BlockQuote"):
        return f" {_said(content)} "
    if kind in ("BulletList", "OrderedList", "DefinitionList"):
        return f" {_spaced(content)} "
    return _said(content)


def _spaced(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], list):
        return " ".join(map(_spaced, value))
    return _said(value)
