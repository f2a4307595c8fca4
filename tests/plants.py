"""Leaks put by hand into finished files: where programs, reviewers and authors put them."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pikepdf
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from PIL import Image, PngImagePlugin

NAME = "Zoë Quillfeather"
Plant = Callable[[Path], object]


@dataclass(frozen=True)
class Planted:
    """A leak: into which file, how, and what a scan must say of it."""

    what: str
    form: str
    """The format of the file, or the name of a picture that is made anew."""

    plant: Plant
    place: str
    """What the place must say."""

    kind: str = "name"


PLANTED: list[Planted] = []


def planted(what: str, form: str, place: str, kind: str = "name") -> Callable[[Plant], Plant]:
    """Register what puts a leak into a file."""

    def register(plant: Plant) -> Plant:
        PLANTED.append(Planted(what, form, plant, place, kind))
        return plant

    return register


# PDF


def in_pdf(path: Path, change: Callable[[pikepdf.Pdf], object]) -> None:
    """Change a PDF in place."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(path)


@planted("author in the properties", "pdf", "document information, Author")
def _(path: Path) -> None:
    in_pdf(path, lambda pdf: pdf.docinfo.__setitem__("/Author", NAME))


@planted("producer's licensee", "pdf", "document information, Producer", "affiliation")
def _(path: Path) -> None:
    text = "Writer 7 (University of Quuxhaven)"
    in_pdf(path, lambda pdf: pdf.docinfo.__setitem__("/Producer", text))


@planted("creator in XMP", "pdf", "XMP")
def _(path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata() as xmp:
            xmp["dc:creator"] = [NAME]

    in_pdf(path, change)


@planted("text of an attached file", "pdf", "attached file", "ORCID")
def _(path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        data = b"<a>https://orcid.org/0000-0002-1825-0097</a>"
        pdf.attachments["notes.xml"] = pikepdf.AttachedFileSpec(pdf, data, filename="notes.xml")

    in_pdf(path, change)


@planted("name of an attached file", "pdf", "file name", "family name")
def _(path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        name = "reply-quillfeather.txt"
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, b"x", filename=name)

    in_pdf(path, change)


def annotated(path: Path, **entries: Any) -> None:
    """Put an annotation on the first page."""

    def change(pdf: pikepdf.Pdf) -> None:
        note = {"/Type": pikepdf.Name.Annot, "/Rect": [0, 0, 9, 9]}
        note |= {f"/{key}": value for key, value in entries.items()}
        page = pdf.pages[0]
        if "/Annots" not in page:
            page.Annots = pdf.make_indirect(pikepdf.Array())
        page.Annots.append(pdf.make_indirect(pikepdf.Dictionary(note)))

    in_pdf(path, change)


@planted("link with an encoded name", "pdf", "link")
def _(path: Path) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://x.example/Zo%C3%AB%20Quillfeather")
    annotated(path, Subtype=pikepdf.Name.Link, A=action)


@planted("link to the repository", "pdf", "link", "repository")
def _(path: Path) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://github.com/zquillfeather/x")
    annotated(path, Subtype=pikepdf.Name.Link, A=action)


@planted("author of a note", "pdf", "title of a note")
def _(path: Path) -> None:
    annotated(path, Subtype=pikepdf.Name.Text, T="J. van der Mühlenbrock", Contents="Why?")


@planted("words of a note", "pdf", "note", "grant number")
def _(path: Path) -> None:
    annotated(path, Subtype=pikepdf.Name.Text, T="x", Contents="Under QX-2019-55123.")


@planted("outline", "pdf", "document information, Title")
def _(path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(f"Thanks to {NAME}", 0))

    in_pdf(path, change)


@planted("alternative text", "pdf", "alternative text")
def _(path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        spoken = next(o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o)
        spoken.Alt = pikepdf.String(f"Photograph by {NAME}")

    in_pdf(path, change)


def overprinted(path: Path, content: str) -> None:
    """Print something over the first page."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        if "/Resources" not in page:
            page.Resources = pikepdf.Dictionary()
        if "/Font" not in page.Resources:
            page.Resources.Font = pikepdf.Dictionary()
        page.Resources.Font.F999 = font
        page.contents_add(pikepdf.Stream(pdf, content.encode()), prepend=False)

    in_pdf(path, change)


@planted("words on a page", "pdf", "page 1")
def _(path: Path) -> None:
    overprinted(path, "BT /F999 9 Tf 20 20 Td (A paper of Rosa Stone) Tj ET")


@planted("invisible words on a page", "pdf", "page 1", "e-mail")
def _(path: Path) -> None:
    overprinted(path, "BT 3 Tr /F999 9 Tf 20 20 Td (jvdm@quuxhaven.example.edu) Tj ET")


@planted("a name divided at the end of a line", "pdf", "page 1", "family name")
def _(path: Path) -> None:
    lines = "(as the valiant Quill-) Tj 0 -11 Td (feather and others had it) Tj"
    overprinted(path, f"BT /F999 9 Tf 20 800 Td {lines} ET")


@planted("text for who cannot see", "pdf", "text for who cannot see")
def _(path: Path) -> None:
    overprinted(path, "/Span <</ActualText (Rosa Stone)>> BDC EMC")


@planted("earlier state of the file", "pdf", "earlier state")
def _(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        pdf.docinfo["/Author"] = NAME
        stream = io.BytesIO()
        pdf.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        number = pdf.trailer.Info.objgen[0]
    data = stream.getvalue()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        number, size = pdf.trailer.Info.objgen[0], int(pdf.trailer.Size)
        root = pdf.trailer.Root.objgen[0]
    before = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    place = len(data) + 1
    new = b"\n%d 0 obj\n<</Author (Nobody)>>\nendobj\n" % number
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, place)
    trailer = b"trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /Prev %d>>\n" % (
        *(size, root, number, before),
    )
    end = b"startxref\n%d\n%%%%EOF\n" % (len(data) + len(new))
    path.write_bytes(data + new + table + trailer + end)


def on_a_page(path: Path, data: bytes, filters: list[pikepdf.Name]) -> None:
    """Put a photograph in the place of a picture of a PDF."""

    def change(pdf: pikepdf.Pdf) -> None:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                thing.write(data, filter=pikepdf.Array(filters))
                return
        raise AssertionError("no picture")

    in_pdf(path, change)


@planted("photographer of a picture on a page", "pdf", "picture", "name")
def _(path: Path) -> None:
    on_a_page(path, jpeg(artist="Rosa Stone"), [pikepdf.Name.DCTDecode])


@planted("photographer of a picture that is packed once more", "pdf", "picture", "name")
def _(path: Path) -> None:
    filters = [pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode]
    on_a_page(path, zlib.compress(jpeg(artist="Rosa Stone")), filters)


# Word


def in_zip(path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Change a member of a package, or add one."""
    with zipfile.ZipFile(path) as package:
        members = {info.filename: package.read(info) for info in package.infolist()}
    members[name] = change(members.get(name, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for member, data in members.items():
            package.writestr(member, data)


def in_docx(path: Path, change: Callable[[Any], object]) -> None:
    """Change a Word file in place."""
    document = docx.Document(str(path))
    change(document)
    document.save(str(path))


@planted("author", "docx", "docProps/core.xml")
def _(path: Path) -> None:
    in_docx(path, lambda document: setattr(document.core_properties, "author", NAME))


@planted("who saved it last", "docx", "docProps/core.xml")
def _(path: Path) -> None:
    in_docx(path, lambda d: setattr(d.core_properties, "last_modified_by", "R Stone"))


@planted("company", "docx", "docProps/app.xml", "affiliation")
def _(path: Path) -> None:
    company = b"<Company>Quuxhaven University</Company></Properties>"
    in_zip(path, "docProps/app.xml", lambda data: data.replace(b"</Properties>", company))


@planted("property of one's own", "docx", "docProps/custom.xml")
def _(path: Path) -> None:
    in_zip(
        path,
        "docProps/custom.xml",
        lambda data: data.replace(b"<vt:lpwstr>", f"<vt:lpwstr>{NAME} ".encode(), 1),
    )


@planted("author of a comment", "docx", "word/comments.xml")
def _(path: Path) -> None:
    def change(document: Any) -> None:
        run = document.paragraphs[5].runs[0]
        document.add_comment(run, text="Why?", author=NAME, initials="x")

    in_docx(path, change)


@planted("author of a revision", "docx", "ins author")
def _(path: Path) -> None:
    def change(document: Any) -> None:
        inserted = OxmlElement("w:ins")
        inserted.set(qn("w:id"), "901")
        inserted.set(qn("w:author"), NAME)
        document.paragraphs[5]._p.append(inserted)

    in_docx(path, change)


@planted("name over several runs", "docx", "word/document.xml, paragraph", "family name")
def _(path: Path) -> None:
    def change(document: Any) -> None:
        paragraph = document.add_paragraph()
        for piece in ("As Qui", "llfe", "ather says"):
            paragraph.add_run(piece).bold = piece == "llfe"

    in_docx(path, change)


@planted("people part", "docx", "word/people.xml")
def _(path: Path) -> None:
    part = f'<w15:people xmlns:w15="x"><w15:person w15:author="{NAME}"/></w15:people>'
    in_zip(path, "word/people.xml", lambda _: part.encode())


@planted("custom XML", "docx", "customXml/item1.xml", "grant number")
def _(path: Path) -> None:
    in_zip(path, "customXml/item1.xml", lambda _: b"<a><b>QRC/2021/778899</b></a>")


@planted("path in a relationship", "docx", "document.xml.rels", "home folder")
def _(path: Path) -> None:
    link = b'<Relationship Id="rId901" TargetMode="External" Target="file:///home/zquill/a.docx"'
    link += b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/x"/>'
    end = b"</Relationships>"
    in_zip(path, "word/_rels/document.xml.rels", lambda d: d.replace(end, link + end))


@planted("description of a picture", "docx", "descr")
def _(path: Path) -> None:
    text = f'descr="By {NAME}: '.encode()
    in_zip(path, "word/document.xml", lambda data: data.replace(b'descr="', text, 1))


@planted("instruction of a field", "docx", "field", "user name")
def _(path: Path) -> None:
    def change(document: Any) -> None:
        run = document.paragraphs[5].add_run()
        for piece in (' INCLUDETEXT "C:\\\\Users\\\\zqu', 'ill\\\\x.docx" '):
            instruction = OxmlElement("w:instrText")
            instruction.text = piece
            run._r.append(instruction)

    in_docx(path, change)


@planted("photographer of a picture", "docx", "EXIF Artist")
def _(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        name = next(n for n in package.namelist() if n.startswith("word/media/"))
    in_zip(path, name, lambda _: jpeg(artist="Rosa Stone"))


@planted("thumbnail", "docx", "docProps/thumbnail.jpeg", "affiliation")
def _(path: Path) -> None:
    in_zip(path, "docProps/thumbnail.jpeg", lambda _: jpeg(comment=b"University of Quuxhaven"))


@planted("comment of the package", "docx", "comment of the package")
def _(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as package:
        package.comment = NAME.encode()


@planted("header", "docx", "word/header")
def _(path: Path) -> None:
    def change(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Quillfeather, Z., and R. Stone"

    in_docx(path, change)


@planted("variable of the settings", "docx", "word/settings.xml", "host name")
def _(path: Path) -> None:
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    variable = f'<w:docVars {word}><w:docVar w:name="h" w:val="quillbook-pro"/></w:docVars>'
    end = b"</w:settings>"
    in_zip(path, "word/settings.xml", lambda d: d.replace(end, variable.encode() + end))


# HTML


def in_text(path: Path, old: str, new: str) -> None:
    """Change a text file in place."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@planted("author in the head", "html", "meta content")
def _(path: Path) -> None:
    in_text(path, "</head>", f'<meta name="author" content="{NAME}"></head>')


@planted("JSON with escapes", "html", "line")
def _(path: Path) -> None:
    data = '{"name": "Zo\\u00eb Quillfeather"}'
    in_text(path, "</head>", f'<script type="application/ld+json">{data}</script></head>')


@planted("comment in the page", "html", "comment")
def _(path: Path) -> None:
    in_text(path, "<main>", f"<main><!-- {NAME} -->")


@planted("link to a mailbox", "html", "href", "e-mail")
def _(path: Path) -> None:
    in_text(path, "<main>", '<main><a href="mailto:z.quillfeather%40quuxhaven.example.edu">x</a>')


@planted("name over several elements", "html", "line")
def _(path: Path) -> None:
    in_text(path, "<main>", "<main><p>Z<i>o&euml;</i> Quill&shy;fea<b>th</b>er</p>")


@planted("drawing in an address", "html", "embedded file")
def _(path: Path) -> None:
    import base64

    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><metadata>{NAME}</metadata></svg>'
    packed = base64.b64encode(svg.encode()).decode()
    in_text(path, "<main>", f'<main><img alt="x" src="data:image/svg+xml;base64,{packed}">')


@planted("photograph in an address", "html", "embedded file")
def _(path: Path) -> None:
    import base64

    packed = base64.b64encode(jpeg(artist="Rosa Stone")).decode()
    in_text(path, "<main>", f'<main><img alt="x" src="data:image/jpeg;base64,{packed}">')


@planted("alternative text of a picture", "html", "img alt")
def _(path: Path) -> None:
    in_text(path, "<main>", f'<main><img alt="Portrait of {NAME}" src="x.png">')


@planted("metadata of a drawing in the page", "html", "line")
def _(path: Path) -> None:
    in_text(path, "<main>", f"<main><svg><metadata><desc>{NAME}</desc></metadata></svg>")


# JATS, EPUB, LaTeX


@planted("contributor", "jats", "line")
def _(path: Path) -> None:
    name = "<name><surname>Quillfeather</surname><given-names>Zoë</given-names></name>"
    group = f"<contrib-group><contrib>{name}</contrib></contrib-group>"
    in_text(path, "</title-group>", f"</title-group>{group}")


@planted("institution's number", "jats", "line", "ROR")
def _(path: Path) -> None:
    in_text(path, "<title-group>", "<!-- https://ror.org/05gq02987 --><title-group>")


@planted("processing instruction", "jats", "processing instruction", "name in git")
def _(path: Path) -> None:
    in_text(path, "<title-group>", "<?editor Zoë Q. Feather?><title-group>")


@planted("creator of the book", "epub", "package.opf")
def _(path: Path) -> None:
    creator = f"<dc:creator>{NAME}</dc:creator></metadata>".encode()
    in_zip(path, "EPUB/package.opf", lambda data: data.replace(b"</metadata>", creator))


@planted("name of a file in the book", "epub", "name of a member")
def _(path: Path) -> None:
    in_zip(path, "EPUB/zoe_quillfeather_final.css", lambda _: b"p {}")


@planted("comment in a chapter", "epub", "comment", "address of the article")
def _(path: Path) -> None:
    note = b"<!-- https://alliances.example.org/paper --></body>"
    in_zip(path, "EPUB/title.xhtml", lambda data: data.replace(b"</body>", note))


@planted("comment with TeX's accents", "latex", "manuscript.tex, line")
def _(path: Path) -> None:
    in_zip(path, "manuscript.tex", lambda data: data + b'\n% by Zo\\"{e} Quillfeather\n')


@planted("path in a log", "latex", "manuscript.log, line", "home folder")
def _(path: Path) -> None:
    in_zip(path, "manuscript.log", lambda _: b"(/home/zquill/paper/manuscript.tex\n")


@planted("bytes between the members", "latex", "bytes of the file")
def _(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as package:
        assert package.fp is not None
        package.fp.seek(package.start_dir)
        package.fp.write(f"\n{NAME}\n".encode())
        package.start_dir = package.fp.tell()
        package.writestr("a.txt", "one")


@planted("package in the package", "latex", "inner.zip, a.txt, line 2")
def _(path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as inner:
        inner.writestr("a.txt", f"one\nby {NAME}\n")
    in_zip(path, "inner.zip", lambda _: stream.getvalue())


# Pictures


def jpeg(artist: str = "", comment: bytes = b"") -> bytes:
    """Return a JPEG that says something of itself."""
    exif = Image.Exif()
    if artist:
        exif[0x013B] = artist
    stream = io.BytesIO()
    told = {"exif": exif.tobytes()} | ({"comment": comment} if comment else {})
    Image.new("RGB", (20, 10)).save(stream, "JPEG", **told)
    return stream.getvalue()


def png(path: Path, text: PngImagePlugin.PngInfo) -> None:
    """Write a PNG with texts."""
    Image.new("RGB", (20, 10)).save(path, "PNG", pnginfo=text)


@planted("tEXt of a PNG", "figure-1.png", "Author", "family name")
def _(path: Path) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Quillfeather")
    png(path, text)


@planted("iTXt of a PNG", "figure-1.png", "Author")
def _(path: Path) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_itxt("Author", NAME)
    png(path, text)


@planted("zTXt of a PNG", "figure-1.png", "Comment", "home folder")
def _(path: Path) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "saved to /home/zquill/figures", zip=True)
    png(path, text)


@planted("XMP of a PNG", "figure-1.png", "xmp", "name")
def _(path: Path) -> None:
    text = PngImagePlugin.PngInfo()
    packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>{NAME}</a></x:xmpmeta>'
    text.add_itxt("XML:com.adobe.xmp", packet)
    png(path, text)


@planted("packet in packed texts of a PNG", "figure-1.png", "XMP, line", "name")
def _(path: Path) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_itxt("XML:com.adobe.xmp", "<a>\n\n\n<b>Zoë <i/>Quillfeather</b></a>", zip=True)
    png(path, text)


@planted("packet of a GIF", "figure-1.gif", "XMP")
def _(path: Path) -> None:
    Image.new("P", (20, 10)).save(path, "GIF")
    trailer = b"\1" + bytes(range(255, -1, -1)) + b"\0"
    packet = b"<?xpacket begin=''?><a>Zo&#xEB; <b>Quill</b>feather</a><?xpacket end='w'?>"
    path.write_bytes(path.read_bytes()[:-1] + b"!\xff\x0bXMP DataXMP" + packet + trailer + b";")


@planted("name across the segments of a long packet", "figure-1.jpg", "XMP")
def _(path: Path) -> None:
    halves = b"<rdf><a>Zo&#xEB; Quill", b"feather</a></rdf>"
    offsets = 0, len(halves[0])
    segments = (
        b"http://ns.adobe.com/xmp/extension/\0" + 32 * b"A" + struct.pack(">II", 39, offset) + half
        for offset, half in zip(offsets, halves, strict=True)
    )
    put = b"".join(b"\xff\xe1" + struct.pack(">H", len(s) + 2) + s for s in segments)
    plain = jpeg()
    path.write_bytes(plain[:2] + put + plain[2:])


@planted("artist of the second page of a TIFF", "figure-1.tiff", "Artist", "family name")
def _(path: Path) -> None:
    first, second = Image.new("RGB", (20, 10)), Image.new("RGB", (20, 10))
    second.encoderinfo = {"tiffinfo": {315: "Stone"}}
    first.save(path, "TIFF", save_all=True, append_images=[second])


@planted("artist of a TIFF", "figure-1.tiff", "Artist")
def _(path: Path) -> None:
    Image.new("RGB", (20, 10)).save(path, "TIFF", tiffinfo={315: "Rosa Stone"})


@planted("Windows' author of a JPEG", "figure-1.jpg", "EXIF XPAuthor")
def _(path: Path) -> None:
    exif = Image.Exif()
    exif[0x9C9D] = NAME.encode("utf-16-le")
    Image.new("RGB", (20, 10)).save(path, "JPEG", exif=exif.tobytes())


@planted("comment of a JPEG", "figure-1.jpg", "comment", "affiliation")
def _(path: Path) -> None:
    path.write_bytes(jpeg(comment=b"University of Quuxhaven"))


@planted("comment of a GIF", "figure-1.gif", "comment", "family name")
def _(path: Path) -> None:
    Image.new("P", (20, 10)).save(path, "GIF", comment=b"Quillfeather")


@planted("metadata of a drawing", "figure-1.svg", "")
def _(path: Path) -> None:
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><metadata>{NAME}</metadata></svg>')


@planted("editor's path in a drawing", "figure-1.svg", "docname", "user name")
def _(path: Path) -> None:
    space = 'xmlns:s="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"'
    text = f'<svg xmlns="http://www.w3.org/2000/svg" {space} s:docname="/Users/zquill/a.svg"/>'
    path.write_text(text)


@planted("for whom an EPS was made", "figure-1.eps", "line 2")
def _(path: Path) -> None:
    path.write_bytes(f"%!PS-Adobe-3.0 EPSF-3.0\n%%For: {NAME}\n%%EOF\n".encode("latin-1"))


@planted("name of a file", "figure-quillfeather.csv", "file name", "family name")
def _(path: Path) -> None:
    path.write_text("a,b\n")
