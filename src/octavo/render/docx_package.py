"""What pandoc's Word file still lacks, and a package that is the same every time."""

from __future__ import annotations

import io
from typing import Any, cast

from octavo.document import Document
from octavo.moments import moment_text
from octavo.render.docx_citations import preferences
from octavo.render.docx_comments import write_comments
from octavo.render.docx_equations import mend_equations
from octavo.render.docx_links import connect
from octavo.render.docx_origin import carry_origin
from octavo.render.docx_paragraphs import style_paragraphs
from octavo.render.docx_pictures import Pictures, connect_pictures
from octavo.render.docx_runs import language_tag, mend_runs
from octavo.render.docx_styles import SETTINGS, TEXT_SIZE
from octavo.render.docx_tables import set_tables
from octavo.render.docx_tracking import note_summary, track
from octavo.render.docx_turned import set_turned
from octavo.render.docx_watermark import set_watermark
from octavo.render.xml_text import NOT_XML
from octavo.render.zip_package import packed
from octavo.word_namespaces import W

FOOTNOTES = "/word/footnotes.xml"
RUNNING_HEAD = 80
"""Characters that fit on one line of the running head."""

CORE = {
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
APPLICATION = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"><Application>Octavo</Application></Properties>'
)


def finished(written: bytes, document: Document, pictures: Pictures) -> bytes:
    """Return pandoc's Word file with everything in it that Word and its readers want."""
    import docx
    from docx.oxml.parser import parse_xml
    from lxml import etree

    word = docx.Document(io.BytesIO(written))
    parts = {part.partname: part for part in word.part.package.iter_parts()}
    notes = etree.fromstring(parts[FOOTNOTES].blob)
    stories = {word.part: word.element.body, parts[FOOTNOTES]: notes}
    for story in stories.values():
        mend_equations(story)
        style_paragraphs(story)
        mend_runs(story)
    connect(stories)
    set_tables(word.element.body, _scale(document))
    connect_pictures(word, stories, pictures)
    if document.metadata.build.docx.reference is None:
        _set_section(word, document)
    set_turned(word.element.body)
    if document.watermark:
        set_watermark(word, document.watermark, document.metadata.language)
    if document.origin is not None and document.tracking is None:  # marks are not of the source
        carry_origin(word, stories, document.origin)
    _set_language(word, document.metadata.language)
    write_comments(word, parts, document.comments)
    if document.tracking is not None:
        track(list(stories.values()), document.tracking)
        note_summary(word, document.tracking)
    parts[FOOTNOTES]._blob = _serialized(notes)
    parts["/word/settings.xml"]._element = parse_xml(SETTINGS)
    parts["/docProps/app.xml"]._blob = APPLICATION.encode()
    if document.works:
        parts["/docProps/custom.xml"]._blob = preferences(document)
    parts["/docProps/core.xml"]._element = _core_properties(document)
    return packed(_parts_of(word.part.package), document.timestamp)


def _scale(document: Document) -> float:
    """Return how much larger than usual the letters are; a journal's template has its own."""
    settings = document.metadata.build
    return (settings.font_size or TEXT_SIZE) / TEXT_SIZE if not settings.docx.reference else 1


def _serialized(element: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True))


def _set_section(word: Any, document: Document) -> None:
    """Print the running head and let a right-to-left article run so throughout."""
    from docx.oxml.parser import OxmlElement

    section = word.sections[-1]
    section.header.paragraphs[0].text = _running_head(document)
    properties = section._sectPr
    for child in properties.findall(f"{{{W}}}footnotePr"):
        properties.remove(child)
    if document.words.direction == "rtl":
        for part in (section.header, section.footer, section.first_page_footer):
            _make_bidirectional(part.paragraphs[0])
        properties.append(OxmlElement("w:bidi"))


def _make_bidirectional(paragraph: Any) -> None:
    from docx.oxml.parser import OxmlElement

    properties = paragraph._p.get_or_add_pPr()
    properties.find(f"{{{W}}}pStyle").addnext(OxmlElement("w:bidi"))
    mend_runs(paragraph._p)


def _running_head(document: Document) -> str:
    """Return the short title, or as many whole words of the title as fit."""
    title = document.metadata.short_title or document.metadata.title
    if len(title) <= RUNNING_HEAD:
        return title
    return title[:RUNNING_HEAD].rsplit(" ", 1)[0].rstrip(" ,;:.–—") + "…"


def _set_language(word: Any, language: str) -> None:
    """Tell Word which language the text is in, so that it proofreads in that one."""
    defaults = next(word.styles.element.iter(f"{{{W}}}rPrDefault"))
    lang = next(defaults.iter(f"{{{W}}}lang"))
    lang.set(f"{{{W}}}val", language_tag(language))


def _core_properties(document: Document) -> Any:
    from lxml import etree

    metadata = document.metadata
    moment = moment_text(document.timestamp)
    keywords = [word for group in metadata.keywords_by_language.values() for word in group]
    root = etree.Element(f"{{{CORE['cp']}}}coreProperties", nsmap=CORE)
    for name, text in (
        ("dc:title", metadata.title),
        ("dc:creator", "; ".join(author.name for author in metadata.authors)),
        ("cp:keywords", "; ".join(keywords)),
        ("dc:language", metadata.language),
        ("cp:lastModifiedBy", next((author.name for author in metadata.authors), "")),
        ("cp:revision", "1"),
        ("dcterms:created", moment),
        ("dcterms:modified", moment),
    ):
        if not text:
            continue
        prefix, tag = name.split(":")
        element = etree.SubElement(root, f"{{{CORE[prefix]}}}{tag}")
        element.text = NOT_XML.sub("", text)
        if prefix == "dcterms":
            element.set(f"{{{CORE['xsi']}}}type", "dcterms:W3CDTF")
    return root


class _Parts(list[tuple[str, bytes]]):
    """The parts of a package, with the method by which python-docx writes each."""

    def write(self, name: Any, data: bytes) -> None:
        """Take a part."""
        self.append((name.membername, data))


def _parts_of(package: Any) -> _Parts:
    """Return the parts as python-docx would save them, without packing them twice."""
    from docx.opc.pkgwriter import PackageWriter

    written, writer = _Parts(), cast("Any", PackageWriter)
    for part in package.parts:
        part.before_marshal()
    writer._write_content_types_stream(written, package.parts)
    writer._write_pkg_rels(written, package.rels)
    writer._write_parts(written, package.parts)
    return written
