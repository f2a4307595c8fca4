"""Damage to a Word file: to its zip, to the names, bytes and trees of its parts."""

from __future__ import annotations

import copy
import io
import warnings
import zipfile
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from lxml import etree

from tests.fuzz.grammar import ODD

NAMES = st.sampled_from(
    [
        *("word/document.xml", "../evil.xml", "/etc/evil.xml", "word\\document.xml", "a" * 300, ""),
        *(
            "word/media/image1.png",
            "customXml/item1.xml",
            "word/",
            "WORD/DOCUMENT.XML",
            "a\nb",
            "ü",
        ),
    ]
)
VALUES = st.one_of(
    st.sampled_from(
        [
            *("", "0", "-1", "1", "2", "99999999999999999999", "1.5", "true", "none", "continue"),
            *(
                "Heading1",
                "Caption",
                "Normal",
                "begin",
                "end",
                "separate",
                "_Ref1",
                "rId1",
                "External",
            ),
            *("http://127.0.0.1:9/x", "file:///etc/passwd", "../../../etc/passwd", "document.xml"),
            *(
                "\u0663",
                "0x10",
                "²",
                "1e400",
                "nan",
                "2026-99-99T99:99:99Z",
                "%s{0}",
                "x" * 100_000,
            ),
            *("ADDIN ZOTERO_ITEM CSL_CITATION {", "REF _Ref1 \\h", "SEQ Figure", 'HYPERLINK "x'),
            *("ADDIN EN.CITE <EndNote><Cite>", 'ADDIN CSL_CITATION {"citationItems": [1]}', "TOC"),
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=8),
)
RAW = st.sampled_from(
    [
        *(
            b"",
            b"\0",
            b"<",
            b"&",
            b"&a;",
            b"]]>",
            b"<!--",
            b"<![CDATA[",
            b"</w:p>",
            b"<w:p>",
            b"<x:y/>",
        ),
        *(
            b'<!DOCTYPE a [<!ENTITY a "b">]>',
            b"\xff\xfe",
            b"\x80",
            b"<?xml version='1.0'?>",
            b"<w:p/>",
        ),
        *(
            b'<?xml version="1.0" encoding="UTF-16"?>',
            b'<?xml version="1.0" encoding="none"?>',
            b"\n",
        ),
        *(
            b"<w:tbl><w:tr><w:tc>" * 70,
            b"<w:r>" * 300,
            b" a='" + b"b" * 200_000 + b"'",
            b"&#0;",
            b"&#11;",
        ),
    ]
)


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes], more: Mapping[str, bytes] | None = None) -> bytes:
    """Return a package of parts; those of `more` may have names that are there already."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        warnings.simplefilter("ignore")  # a name twice is meant
        for name, data in (*parts.items(), *(more or {}).items()):
            package.writestr(zipfile.ZipInfo(name or "empty"), data)
    return out.getvalue()


@st.composite
def trees(draw: st.DrawFn, data: bytes) -> bytes:
    """Return a part of XML with elements lost, doubled, moved, renamed or told otherwise."""
    root = etree.fromstring(data)
    for _ in range(draw(st.integers(1, 4))):
        elements = [one for one in root.iter() if isinstance(one.tag, str)]
        one = draw(st.sampled_from(elements))
        other = draw(st.sampled_from(elements))
        _change(draw, one, other)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _change(draw: st.DrawFn, one: Any, other: Any) -> None:
    parent = one.getparent()
    names = list(one.attrib)
    what = draw(st.sampled_from("tell tell drop untell copy move rename text deep ring".split()))
    if what == "tell" and names:
        one.set(draw(st.sampled_from(names)), draw(VALUES))
    elif what == "untell" and names:
        del one.attrib[draw(st.sampled_from(names))]
    elif what == "drop" and parent is not None:
        parent.remove(one)
    elif what == "copy":
        other.append(copy.deepcopy(one))
    elif what == "move" and parent is not None and other not in [one, *one.iterdescendants()]:
        other.append(one)
    elif what == "rename":
        one.tag = other.tag
    elif what == "text":
        one.text = draw(VALUES)
    elif what == "deep" and parent is not None:
        for _ in range(draw(st.sampled_from([3, 40, 260]))):
            holder = etree.Element(one.tag, one.attrib)
            one.getparent().replace(one, holder)
            holder.append(one)
    elif what == "ring":  # styles and numbers that rest on each other
        for key, value in other.attrib.items():
            one.set(key, value)


@st.composite
def bytes_of(draw: st.DrawFn, data: bytes) -> bytes:
    """Return bytes with a few of them lost, doubled or replaced."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 1, 5, 100, 10_000])))
        put = draw(
            RAW | st.just(data[start:end] * 2) | ODD.map(lambda t: t.encode("utf-8", "replace"))
        )
        data = data[:start] + put + data[end:]
    return data


@st.composite
def damaged_packages(draw: st.DrawFn, whole: bytes, apart: tuple[str, ...] = ()) -> bytes:
    """Return a package with something wrong in it; the parts in `apart` are mostly left alone."""
    parts = parts_of(whole)
    names = sorted(set(parts) - set(apart)) or sorted(parts)
    more: dict[str, bytes] = {}
    for _ in range(draw(st.integers(1, 3))):
        what = draw(st.sampled_from("tree tree tree tree tree bytes drop rename add swap".split()))
        name = draw(st.sampled_from([n for n in names if n in parts] or sorted(parts)))
        if what == "tree" and name.endswith((".xml", ".rels")):
            parts[name] = draw(_tree(parts[name]))
        elif what == "bytes":
            parts[name] = draw(bytes_of(parts[name]))
        elif what == "drop":
            del parts[name]
        elif what == "rename":
            parts[draw(NAMES)] = parts.pop(name)
        elif what == "add":
            more[draw(NAMES)] = parts[name]
        elif what == "swap":
            parts[name] = parts[draw(st.sampled_from(sorted(parts)))]
        if not parts:
            return packed(more)
    data = packed(parts, more)
    return draw(bytes_of(data)) if draw(st.integers(0, 9)) == 9 else data


def _tree(data: bytes) -> st.SearchStrategy[bytes]:
    try:
        etree.fromstring(data)
    except etree.XMLSyntaxError:
        return st.just(data)
    return trees(data)
