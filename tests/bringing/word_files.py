"""Word files, written as Word and its plugins write them, for the tests that bring them in."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Mapping
from html import escape
from typing import Any

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
</Types>"""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    "</Relationships>"
)
MAIN = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
STYLES = ("Title", "Author", "Affiliation", "Caption", "heading 1", "heading 2", "Abstract", "Date")
ROSE = {
    "id": 7,
    "type": "article-journal",
    "title": "Neoclassical Realism and Theories of Foreign Policy",
    "container-title": "World Politics",
    "volume": "51",
    "page": "144-172",
    "DOI": "10.1017/S0043887100007814",
    "author": [{"family": "Rose", "given": "Gideon"}],
    "issued": {"date-parts": [["1998", 10]]},
}
WALT = {
    "id": "8",
    "type": "book",
    "title": "The Origins of Alliances",
    "publisher": "Cornell University Press",
    "author": [{"family": "Walt", "given": "Stephen M."}],
    "issued": {"date-parts": [[1987]]},
}


def docx(body: str, parts: Mapping[str, str | bytes] | None = None, links: str = "") -> bytes:
    """Return a Word file whose text is `body`, in OpenXML."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.title().replace(" ", "")}">'
        f'<w:name w:val="{name}"/></w:style>'
        for name in STYLES
    )
    document = (
        f'<w:document xmlns:w="{W}" xmlns:r="{OFFICE}"'
        ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
        f"><w:body>{body}</w:body></w:document>"
    )
    style_link = f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONSHIPS.format(MAIN),
        "word/document.xml": document,
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
        "word/_rels/document.xml.rels": RELATIONSHIPS.format(style_link + links),
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def paragraph(*runs: str, style: str = "") -> str:
    """Return a paragraph; a text that is no XML becomes a run."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(r if r.startswith('<') else run(r) for r in runs)}</w:p>"


def run(text: str) -> str:
    """Return a run of text."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def mark(kind: str, data: str = "") -> str:
    """Return a mark of a field."""
    inside = f'<w:fldData xml:space="preserve">{data}</w:fldData>' if data else ""
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def instruction(text: str) -> str:
    """Return the run of an instruction."""
    return f'<w:r><w:instrText xml:space="preserve"> {escape(text)} </w:instrText></w:r>'


def field(text: str, shown: str) -> str:
    """Return a field with its instruction and what it shows."""
    return mark("begin") + instruction(text) + mark("separate") + run(shown) + mark("end")


def cited(*works: Any, **more: Any) -> str:
    """Return the JSON of a citation; `more` is said of the first work."""
    items = [
        {
            "id": work["id"],
            "uris": [f"http://zotero.org/users/1/items/{work['id']}"],
            "itemData": work,
        }
        for work in works
    ]
    items[0] |= more
    return json.dumps({"citationID": "abc", "properties": {"noteIndex": 0}, "citationItems": items})


def zotero(*works: Any, **more: Any) -> str:
    """Return a citation as Zotero writes it."""
    return field(f"ADDIN ZOTERO_ITEM CSL_CITATION {cited(*works, **more)}", "(Rose 1998)")


def mendeley_desktop(*works: Any, **more: Any) -> str:
    """Return a citation as Mendeley Desktop writes it."""
    return field(f"ADDIN CSL_CITATION {cited(*works, **more)}", "(Rose, 1998)")


def mendeley_cite(*works: Any, **more: Any) -> str:
    """Return a citation as Mendeley Cite writes it, in a content control."""
    packed = base64.b64encode(cited(*works, **more).encode()).decode()
    return (
        f'<w:sdt><w:sdtPr><w:tag w:val="MENDELEY_CITATION_v3_{packed}"/></w:sdtPr>'
        f"<w:sdtContent>{run('(Rose, 1998)')}</w:sdtContent></w:sdt>"
    )


ENDNOTE = """<EndNote><Cite{attributes}><Author>Rose</Author><Year>1998</Year><RecNum>7</RecNum>
<Prefix>see </Prefix><Pages>146</Pages><DisplayText>(see Rose 1998, 146)</DisplayText><record>
<rec-number>7</rec-number><database name="a.enl">a</database>
<ref-type name="Journal Article">17</ref-type><contributors><authors>
<author><style face="normal" font="default">Rose, Gideon</style></author></authors></contributors>
<titles><title>Neoclassical Realism and Theories of Foreign Policy</title>
<secondary-title>World Politics</secondary-title></titles><pages>144-172</pages>
<volume>51</volume><dates><year>1998</year></dates><isbn>0043-8871</isbn>
<electronic-resource-num>10.1017/S0043887100007814</electronic-resource-num></record></Cite>
</EndNote>"""


def endnote(attributes: str = "") -> str:
    """Return a citation as EndNote writes a short one, in the instruction."""
    return field(f"ADDIN EN.CITE {ENDNOTE.format(attributes=attributes)}", "(see Rose 1998, 146)")


def endnote_packed() -> str:
    """Return a citation as EndNote writes a long one, in the marks' data."""
    packed = base64.b64encode(ENDNOTE.format(attributes="").encode()).decode()
    inner = mark("begin", packed) + instruction("ADDIN EN.CITE.DATA") + "<w:r/>" + mark("end")
    shown = mark("separate") + run("(see Rose 1998, 146)") + mark("end")
    return mark("begin", packed) + instruction("ADDIN EN.CITE") + inner + shown
