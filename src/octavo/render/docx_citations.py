"""Citations as live fields of Zotero's, with the data of the works that they cite.

A co-author who has Zotero can edit them, add others and change the style; for everybody
else they are the text that every format prints.  The fields are those of Zotero's
plugin for Word: `ADDIN ZOTERO_ITEM CSL_CITATION {…}` with the citation as the CSL schema
`csl-citation.json` has it, `ADDIN ZOTERO_BIBL` around the references, and the style in
the document's properties.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from octavo.document import Document
from octavo.nodes import Node, has_class, plain_text
from octavo.render.docx_fields import field_around

SCHEMA = "https://github.com/citation-style-language/schema/raw/master/csl-citation.json"
BIBLIOGRAPHY = 'ADDIN ZOTERO_BIBL {"uncited":[],"omitted":[],"custom":[]} CSL_BIBLIOGRAPHY'
PROPERTY = 255
"""Characters that a text property of a document may have."""

LABELS = {
    "book": "bk bks book books",
    "chapter": "ch chs chap chaps chapter chapters",
    "figure": "fig figs figure figures",
    "note": "n nn note notes",
    "page": "p pp page pages",
    "paragraph": "para paras ¶ ¶¶ paragraph paragraphs",
    "part": "pt pts part parts",
    "section": "sec secs § §§ section sections",
    "volume": "vol vols volume volumes",
}
"""What may stand before a locator, by its name in CSL."""

LABEL_OF = {word: name for name, words in LABELS.items() for word in words.split()}
LOCATOR = re.compile(
    r"[,\s]*(?:(?P<label>[^\W\d_]+|[§¶]+)\.?\s*)?"
    r"(?P<locator>(?:\d|(?<=\s)[ivxlcdm]+\b)[\w.:–-]*(?:\s*[,&]\s*\d[\w.:–-]*)*)(?P<rest>.*)",
    re.DOTALL,
)


class Citations:
    """Writes the citations of one document; without data of works they stay text."""

    def __init__(self, document: Document) -> None:
        self.works = document.works
        self.count = 0

    def cited(self, node: Node) -> list[Node] | None:
        """Return a citation as a field, or None where it is to stay as it is."""
        citations, content = node["c"]
        if any(citation["citationId"] not in self.works for citation in citations):
            return None
        if [one["t"] for one in content] == ["Note"]:
            blocks = content[0]["c"]
            if [block["t"] for block in blocks] == ["Para"]:
                blocks[0]["c"] = self._field(citations, blocks[0]["c"])
            return list(content)
        before, shown = _parted(content) if _mode(citations[0]) == "AuthorInText" else ([], content)
        return [*before, *self._field(citations, shown)] if shown else None

    def listed(self, node: Node) -> list[Node] | None:
        """Return the references within their field, which begins in the first and ends in the last.

        Entries are divisions that hold a paragraph each.
        """
        attribute, entries = node["c"]
        if attribute[0] != "refs" or not self.works or not entries:
            return None
        kept = [entry for entry in entries if not has_class(entry, "deletion")] or entries
        first, last = (_paragraph(entry) for entry in (kept[0], kept[-1]))
        if first is None or last is None:
            return None
        start, end = field_around(BIBLIOGRAPHY)
        first["c"] = [*start, *first["c"]]
        last["c"] = [*last["c"], *end]
        return [node]

    def _field(self, citations: list[Any], content: list[Node]) -> list[Node]:
        self.count += 1
        items = [self._item(citation) for citation in citations]
        name = f"{self.count} {' '.join(item['id'] for item in items)}"
        text = plain_text(content)
        citation = {
            "citationID": hashlib.sha256(name.encode()).hexdigest()[:10],
            "properties": {"formattedCitation": text, "plainCitation": text, "noteIndex": 0},
            "citationItems": items,
            "schema": SCHEMA,
        }
        packed = json.dumps(citation, ensure_ascii=False, separators=(",", ":"))
        start, end = field_around(f"ADDIN ZOTERO_ITEM CSL_CITATION {packed}")
        return [*start, *content, *end]

    def _item(self, citation: Any) -> dict[str, Any]:
        key = citation["citationId"]
        work = self.works[key]
        item: dict[str, Any] = {"id": key, "uris": [_address(key, work)], "itemData": {**work}}
        prefix = plain_text(citation["citationPrefix"])
        if prefix:
            item["prefix"] = f"{prefix} "
        if _mode(citation) != "NormalCitation":
            item["suppress-author"] = True
        return item | dict(_locator(plain_text(citation["citationSuffix"])))


def _mode(citation: Any) -> str:
    return str(citation["citationMode"]["t"])


def _parted(content: list[Node]) -> tuple[list[Node], list[Node]]:
    """Part `Rose (1998)` behind the author, whose name Zotero would not print in the text."""
    for place, inline in enumerate(content):
        if inline["t"] == "Superscript" or plain_text([inline])[:1] in ("(", "["):
            return content[:place], content[place:]
    return content, []


def _paragraph(entry: Node) -> Node | None:
    blocks = entry["c"][1] if entry["t"] == "Div" else []
    found = [block for block in blocks if block["t"] in ("Para", "Plain")]
    return found[-1] if found else None


def _address(key: str, work: Mapping[str, Any]) -> str:
    """Return what a work is known by: equal for all citations of it."""
    doi = work.get("DOI")
    return f"https://doi.org/{doi}" if doi else f"urn:octavo:{key}"


def _locator(suffix: str) -> Iterator[tuple[str, str]]:
    """Yield the locator, its kind, and what follows, as a citation's properties."""
    found = LOCATOR.match(f"{suffix} ")
    label = LABEL_OF.get((found["label"] or "p").lower()) if found else None
    if found and label:
        yield "locator", found["locator"].rstrip(".,")
        yield "label", label
        suffix = found["rest"].strip()
    if suffix:
        yield "suffix", suffix if suffix[0] in ",;.:" else f" {suffix}"


def preferences(document: Document) -> bytes:
    """Return the document's properties in which Zotero finds the style."""
    style, language = escape(document.style), document.metadata.language
    data = (
        '<data data-version="3" zotero-version="7.0.0"><session id="octavo"/>'
        f'<style id="{style}" locale="{language}" hasBibliography="1" '
        'bibliographyStyleHasBeenSet="1"/><prefs><pref name="fieldType" value="Field"/></prefs>'
        "</data>"
    )
    pieces = [data[start : start + PROPERTY] for start in range(0, len(data), PROPERTY)]
    properties = "".join(
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" '
        f'pid="{number + 1}" name="ZOTERO_PREF_{number}">'
        f"<vt:lpwstr>{escape(piece, quote=False)}</vt:lpwstr></property>"
        for number, piece in enumerate(pieces, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
        'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f"{properties}</Properties>"
    ).encode()
