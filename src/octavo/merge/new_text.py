"""New paragraphs: as what they are written, and where they are put."""

from __future__ import annotations

from collections.abc import Sequence

from octavo.merge.citing import with_typed
from octavo.merge.composing import composed, led
from octavo.merge.differing import Difference
from octavo.merge.edits import Edit, Unmappable, Words
from octavo.merge.extents import block_depth, chunk_of, extent_of, item_depth, last_of, marker_of
from octavo.merge.inline import Editor
from octavo.merge.leaves import Leaf
from octavo.merge.mapping import Mapped
from octavo.merge.plans import Draft
from octavo.merge.tokens import Key, Sign, signs_of
from octavo.word_paragraphs import Paragraph


def placed(
    draft: Draft, anchor: int, paragraph: Paragraph, words: Words
) -> tuple[Edit, tuple[Key, ...], str]:
    """Return the edit that puts a paragraph behind the anchor, and what it prints."""
    body, keys = markdown_of(signs_of(paragraph.pieces), words, draft.text)
    before, behind, at = surroundings(draft, anchor, paragraph)
    if not before.endswith("# "):
        body = led(body)
    level = _heading(paragraph.style)
    is_item = paragraph.level >= 0 and not level
    kind = f"heading{level}" if level else "item" if is_item else "paragraph"
    return Edit(at, at, f"{before}{body}{behind}"), keys, kind


def surroundings(draft: Draft, anchor: int, paragraph: Paragraph) -> tuple[str, str, int]:
    """Return what stands before and behind a new paragraph, and its place."""
    text, leaves = draft.text, draft.leaves
    level = _heading(paragraph.style)
    prefix = f"{'#' * level} " if level else ""
    if anchor < 0:
        first = next((leaf for leaf in leaves if not leaf.literal and leaf.start >= 0), None)
        if first is None:
            raise Unmappable("there is no text to put it beside")
        return prefix, "\n\n", extent_of(first, text).start
    above = leaves[anchor]
    if above.literal:
        raise Unmappable("the title block is made of the metadata")
    if paragraph.level >= 0 and item_depth(above) and not level:
        last = last_of(above, leaves, item_depth(above))
        head = _head(above, leaves)
        indent, marker = marker_of(head, text)
        return f"\n{indent}{marker}", "", extent_of(last, text).end
    if "quote" in above.path and not level and _is_quotation(paragraph.style):
        return "\n>\n> ", "", extent_of(above, text).end
    last = last_of(above, leaves, block_depth(above))
    end = chunk_of(extent_of(last, text), text).end
    if paragraph.level >= 0 and not level:
        return "\n\n- ", "", end
    return f"\n\n{'> ' if _is_quotation(paragraph.style) else prefix}", "", end


def markdown_of(signs: Sequence[Sign], words: Words, text: str) -> tuple[str, tuple[Key, ...]]:
    """Return the Markdown of new text, and what it prints."""
    empty = Mapped(Leaf("paragraph", (), ()), (), ())
    editor = Editor(empty, with_typed(signs, ""), text, words)
    parts = list(editor.written(range(len(editor.after))))
    every = Difference(range(0), range(len(editor.after)))
    return composed(parts).strip(), editor.result([every])


def _heading(style: str) -> int:
    digit = style[7:8] if style.startswith("Heading") else ""
    return int(digit) if digit.isdigit() and digit != "0" else 0


def _is_quotation(style: str) -> bool:
    return style in ("BlockText", "Quote", "IntenseQuote", "Quotations")


def _head(anchor: Leaf, leaves: Sequence[Leaf]) -> Leaf:
    """Return the first leaf of the list item that a leaf is in."""
    depth = item_depth(anchor)
    return next(x for x in leaves if x.path[:depth] == anchor.path[:depth] and not x.literal)
