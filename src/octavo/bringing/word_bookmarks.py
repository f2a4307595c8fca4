"""Citations that Zotero keeps at bookmarks, with their data among the file's properties.

A bookmark is called `ZOTERO_BREF_…`; the properties `ZOTERO_BREF_…_1`, `_2` and so on hold the
citation in parts of 255 characters, since a property holds no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from octavo.bringing.word_package import Package, text_of
from octavo.word_namespaces import w

PROPERTY = re.compile(r"(?P<name>ZOTERO_BREF_\w+)_(?P<part>\d{1,6})")


def codes_of(package: Package) -> dict[str, str]:
    """Return what the properties say of each bookmark, in the form of a field's instruction."""
    tree = package.trees.get("docProps/custom.xml")
    parts: dict[str, dict[int, str]] = {}
    for one in tree if tree is not None else ():
        found = PROPERTY.fullmatch(str(one.get("name", "")))
        if found:
            text = "".join(map(str, one.itertext()))
            parts.setdefault(found["name"], {})[int(found["part"])] = text
    return {
        name: "ADDIN " + "".join(text for _, text in sorted(texts.items()))
        for name, texts in parts.items()
    }


def marked(
    story: etree._Element, codes: dict[str, str]
) -> Iterator[tuple[str, str, list[etree._Element]]]:
    """Yield the code, the text and the runs of each such bookmark that lies in one paragraph."""
    for start in list(story.iter(w("bookmarkStart"))):
        code = codes.get(start.get(w("name"), ""))
        runs: list[etree._Element] = []
        for sibling in start.itersiblings() if code else ():
            if sibling.tag == w("bookmarkEnd") and sibling.get(w("id")) == start.get(w("id")):
                if code and runs:
                    yield code, "".join(map(text_of, runs)), runs
                break
            if sibling.tag == w("r"):
                runs.append(sibling)
