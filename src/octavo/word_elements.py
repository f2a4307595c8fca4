"""What single elements of a Word file say: names, forms of runs, fields, pictures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from unicodedata import category

from octavo.word_namespaces import WP, w

LETTERS = {"b": "b", "i": "i", "strike": "s", "smallCaps": "c", "u": "u"}
"""Properties of runs by the letter that stands for them."""

STYLED = {
    "VerbatimChar": "`",
    "SourceText": "`",
    "Strong": "b",
    "StrongEmphasis": "b",
    "Emphasis": "i",
}
"""Character styles by the letter of what they mean."""

OFF = frozenset(("0", "false", "off", "none"))


def citation_items(instruction: str) -> list[dict[str, Any]]:
    """Return the items of a field of Zotero's or Mendeley's, as the CSL schema has them."""
    found = re.search(r"CSL_CITATION\s*(\{.*)", instruction, re.DOTALL)
    if found is None:
        return []
    try:
        data, _ = json.JSONDecoder().raw_decode(found[1])
    except (ValueError, RecursionError):
        return []
    items = data.get("citationItems") if isinstance(data, dict) else None
    return [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []


def citation_of(instruction: str) -> str:
    """Return the items of a citation's field as one text, by which equal ones are known."""
    if "CSL_CITATION" not in instruction:
        return "endnote" if re.match(r"\s*ADDIN EN\.CITE\b", instruction) else ""
    items = citation_items(instruction)
    if not items:
        return "unreadable"
    kept = ("id", "itemData", "locator", "label", "prefix", "suffix", "suppress-author")
    short = [{k: v for k, v in item.items() if k in kept} for item in items]
    return json.dumps(short, ensure_ascii=False, sort_keys=True)


def name_of(element: Any) -> str:
    """Return an element's name without its namespace; nothing for what is none."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def namespace_of(element: Any) -> str:
    """Return an element's namespace."""
    return str(element.tag)[1:].partition("}")[0] if isinstance(element.tag, str) else ""


def number_of(text: Any, otherwise: int) -> int:
    """Return a small whole number, or another value where a text is none."""
    return int(text) if isinstance(text, str) and re.fullmatch(r"\d{1,6}", text) else otherwise


def cells_of(row: Any) -> Iterator[Any]:
    """Yield the cells of a row."""
    for child in row:
        if name_of(child) == "tc":
            yield child
        elif name_of(child) in ("sdt", "sdtContent", "customXml"):
            yield from cells_of(child)


def style_of(properties: Any) -> str:
    """Return the identifier of a paragraph's style."""
    found = None if properties is None else properties.find(w("pStyle"))
    return "" if found is None else str(found.get(w("val"), ""))


def level_of(properties: Any) -> int:
    """Return how deep a paragraph stands in a list; -1 outside of lists."""
    numbered = None if properties is None else properties.find(w("numPr"))
    if numbered is None:
        return -1
    identifier, level = numbered.find(w("numId")), numbered.find(w("ilvl"))
    if identifier is None or identifier.get(w("val")) == "0":
        return -1
    return 0 if level is None else number_of(level.get(w("val")), 0)


def form_of(properties: Any) -> str:
    """Return the letters of how a run is set."""
    if properties is None:
        return ""
    letters = set()
    for child in properties:
        name, value = name_of(child), str(child.get(w("val"), ""))
        if name in LETTERS and value not in OFF:
            letters.add(LETTERS[name])
        elif name == "vertAlign" and value in ("superscript", "subscript"):
            letters.add("^" if value == "superscript" else "_")
        elif name == "rStyle" and value in STYLED:
            letters.add(STYLED[value])
    return "".join(sorted(letters))


def description_of(drawing: Any) -> str:
    """Return the description of a picture, and the text that stands in a frame."""
    found = next((str(p.get("descr", "")) for p in drawing.iter(f"{{{WP}}}docPr")), "")
    inner = "".join(node.text or "" for node in drawing.iter(w("t")))
    return f"{found}|{inner}" if inner else found


def symbol_of(element: Any) -> str:
    """Return the character of a symbol; half of one, or one that no text may hold, is unknown."""
    code = str(element.get(w("char"), ""))
    if not re.fullmatch(r"[0-9A-Fa-f]{4}", code):
        return "\ufffd"
    found = chr(int(code, 16))
    return "\ufffd" if category(found) in ("Cc", "Cs") else found
