r"""Citations that plugins keep in Word's fields, each in its own way.

- Zotero: the instruction `ADDIN ZOTERO_ITEM CSL_CITATION {…}`, in JSON
  (https://github.com/citation-style-language/schema, csl-citation.json)
- Mendeley Desktop: `ADDIN CSL_CITATION {…}`, with the same JSON
- Mendeley Cite: the tag `MENDELEY_CITATION_v3_…` of a content control, with it in base 64
- EndNote: `ADDIN EN.CITE <EndNote>…`, in XML, or the XML in base 64 in the first mark's data
- Word itself: `CITATION tag \\p 5`, where the works are in `customXml/item…xml`
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from octavo.bringing.endnote import record_of
from octavo.bringing.works import Works

JSON = re.compile(
    r"ADDIN\s+(?:ZOTERO_ITEM\s+(?:CSL_CITATION\s*)?|CSL_CITATION\s*|Mendeley.*?CSL_CITATION\s*)(?P<json>\{.*)",
    re.DOTALL,
)
ENDNOTE = re.compile(r"ADDIN\s+EN\.CITE(?!\.DATA)", re.IGNORECASE)
LIST = re.compile(
    r"ADDIN\s+(ZOTERO_BIBL|EN\.REFLIST|Mendeley\s+Bibliography|CSL_BIBLIOGRAPHY)|BIBLIOGRAPHY\b",
    re.IGNORECASE,
)
NATIVE = re.compile(r"CITATION\s+(?P<tag>\S+)(?P<switches>.*)", re.DOTALL)
CONTROL = "MENDELEY_CITATION_v3_"


class Unread(Exception):
    """A citation whose data are damaged."""


@dataclass(frozen=True, slots=True)
class Item:
    """One work of a citation."""

    key: str
    locator: str = ""
    label: str = "page"
    prefix: str = ""
    suffix: str = ""
    without_author: bool = False
    in_text: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation with what the file shows of it."""

    items: tuple[Item, ...]
    shown: str


def citation_of(
    instruction: str, data: str, shown: str, works: Works, own: Mapping[str, dict[str, Any]]
) -> Citation | None:
    """Return the citation that a field is, or None where it is none.

    `own` are Word's own works, by tag.  Raise `Unread` where it is one that cannot be read.
    """
    text = instruction.strip()
    if found := JSON.match(text):
        return Citation(tuple(_items(_json(found["json"]), works)), shown)
    if ENDNOTE.match(text):
        return Citation(tuple(_endnote(text, data, works)), shown)
    if found := NATIVE.match(text):
        return Citation(tuple(_native(found, works, own)), shown)
    return None


def control_of(tag: str, shown: str, works: Works) -> Citation:
    """Return the citation that a content control of Mendeley Cite is."""
    packed = tag.removeprefix(CONTROL).replace("-", "+").replace("_", "/")
    return Citation(tuple(_items(_json(_unpacked(packed)), works)), shown)


def _unpacked(packed: str) -> str:
    bare = re.sub(r"\s+", "", packed).rstrip("=")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Unread(f"its data are damaged: {error}") from None


def _json(text: str) -> Any:
    try:
        return json.JSONDecoder().raw_decode(text.strip())[0]
    except (ValueError, RecursionError) as error:
        raise Unread(f"its data are no JSON: {error}") from None


def _items(data: Any, works: Works) -> Iterator[Item]:
    cited = data.get("citationItems") if isinstance(data, Mapping) else None
    if not isinstance(cited, list) or not cited:
        raise Unread("its data name no work")
    for one in cited:
        if not isinstance(one, Mapping) or not isinstance(one.get("itemData"), Mapping):
            raise Unread("its data say nothing of the work")
        uris = one.get("uris") or one.get("uri") or ()
        uri = uris[0] if isinstance(uris, list) and uris else uris
        yield Item(
            key=works.key(one["itemData"], uri if isinstance(uri, str) else ""),
            locator=_text(one, "locator"),
            label=_text(one, "label") or "page",
            prefix=_text(one, "prefix"),
            suffix=_text(one, "suffix"),
            without_author=bool(one.get("suppress-author")),
            in_text=bool(one.get("author-only") or one.get("composite")),
        )


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return re.sub(r"<[^<>]*>", "", str(value)).strip() if isinstance(value, (str, int)) else ""


def _endnote(instruction: str, data: str, works: Works) -> Iterator[Item]:
    start = instruction.find("<EndNote")
    text = instruction[start:] if start >= 0 else _unpacked(data).rstrip("\0")
    if "<!DOCTYPE" in text:
        raise Unread("its data declare a document type")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Unread(f"its data are no XML: {error.msg}") from None
    cites = [*root.iter("Cite")]
    if not cites:
        raise Unread("its data name no work")
    for cite in cites:
        record = cite.find("record")
        if record is None:
            raise Unread("its data say nothing of the work")
        number = record.findtext("rec-number") or ""
        source = record.find("database")
        where = source.get("db-id", "") if source is not None else ""
        yield Item(
            key=works.key(record_of(record), f"endnote {where} {number}" if where else ""),
            locator=(cite.findtext("Pages") or "").strip(),
            prefix=(cite.findtext("Prefix") or "").strip(),
            suffix=(cite.findtext("Suffix") or "").strip(),
            without_author=cite.get("ExcludeAuth") == "1",
            in_text=cite.get("AuthorYear") == "1",
        )


def _native(
    found: re.Match[str], works: Works, own: Mapping[str, dict[str, Any]]
) -> Iterator[Item]:
    """Yield the works of Word's own citation (ECMA-376, part 1, 17.16.5.8)."""
    for part in re.split(r"\\m\s+", f"{found['tag']}{found['switches']}"):
        tag, _, switches = part.strip().partition(" ")
        if tag not in own:
            raise Unread(f"the file says nothing of the work `{tag}`")
        said = {
            name: (quoted or bare)
            for name, quoted, bare in re.findall(r'\\([pvfs])\s+(?:"([^"]*)"|(\S+))', switches)
        }
        yield Item(
            key=works.key({**own[tag], "citation-key": tag}, f"word {tag}"),
            locator=said.get("p") or said.get("v") or "",
            label="page" if "p" in said else "volume",
            prefix=said.get("f", "").strip(),
            suffix=said.get("s", "").strip(),
            without_author=re.search(r"\\n\b", switches) is not None,
        )
