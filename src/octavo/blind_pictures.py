"""Pictures without what programs write into them: who drew them, where, with which files."""

from __future__ import annotations

import base64
import io
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from octavo.blind_rasters import clean_raster
from octavo.document import Graphic
from octavo.figures import Figures
from octavo.folders import make_folder, put
from octavo.manuscript import Picture
from octavo.store import digest_of

WRITTEN = ("}text", "}tspan", "}title", "}desc")
"""The elements of a drawing that hold words."""

EMBEDDED = re.compile(
    r"(?P<head>data:image/(?P<kind>png|jpe?g|gif|webp|svg\+xml);base64,)(?P<packed>[\w+/=%\s]+)"
)
"""A picture within an address (RFC 2397)."""

W3 = "http://www.w3.org"
DRAWN = frozenset(f"{W3}/{name}" for name in ("2000/svg", "1999/xlink", "1999/xhtml"))
"""The namespaces of what a drawing shows."""


class Cleaner:
    """Makes clean copies of pictures in a folder; one that is clean already stays where it is."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root.resolve()
        self.folder = folder

    def picture(self, picture: Picture) -> Picture:
        """Return a picture of the manuscript's as its clean copy."""
        if picture.path is None or picture.problem or picture.path.suffix.lower() == ".csv":
            return picture
        return replace(picture, path=self.path(picture.path))

    def figures(self, figures: Figures) -> Figures:
        """Return figures with clean copies of what their scripts drew."""
        named = {
            name: replace(figure, graphics=tuple(map(self.graphic, figure.graphics)))
            for name, figure in figures.by_name.items()
        }
        return replace(figures, by_name=named)

    def graphic(self, graphic: Graphic) -> Graphic:
        """Return a drawing as its clean copies."""
        return replace(
            graphic,
            svg=graphic.svg and self.path(graphic.svg),
            pdf=graphic.pdf and self.path(graphic.pdf),
            raster=graphic.raster and self.path(graphic.raster),
        )

    def path(self, path: Path) -> Path:
        """Return the clean copy of a picture."""
        if not path.is_file():
            return path
        data = path.read_bytes()
        cleaned = clean(path.suffix.lower(), data)
        if cleaned == data:
            return path
        known = os.path.relpath(path.resolve(), self.root)  # the same on every machine
        place = self.folder / digest_of(known.encode())[:8] / path.name
        make_folder(place.parent)
        put(cleaned, place)
        return place


def clean(suffix: str, data: bytes) -> bytes:
    """Return a picture without metadata; as it is where it has none."""
    if suffix == ".svg":
        return _svg(data)
    if suffix == ".pdf":
        return _pdf(data)
    return clean_raster(data)


def _svg(data: bytes) -> bytes:
    """Take out metadata, comments, instructions, and what editors keep for themselves."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True,
                             remove_pis=True)  # fmt: skip
    root = etree.fromstring(data, parser)
    for node in [node for node in root.iter("*") if _is_foreign(node)]:
        if node.getparent() is not None:
            _take_out(node)
    for node in root.iter("*"):
        for name in [name for name in node.attrib if _is_editors(str(name))]:
            del node.attrib[name]
        for name, value in node.attrib.items():
            if str(value).lstrip()[:11] == "data:image/":
                node.attrib[name] = EMBEDDED.sub(_embedded, str(value))
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _embedded(found: re.Match[str]) -> str:
    """Return the address that holds a picture as one that holds its clean copy."""
    try:
        data = base64.b64decode(unquote(found["packed"]))
        cleaned = _svg(data) if found["kind"] == "svg+xml" else clean_raster(data)
    except (OSError, ValueError, IndexError, SyntaxError):  # no picture: the scan will tell
        return found[0]
    return f"{found['head']}{base64.b64encode(cleaned).decode('ascii')}"


def _is_foreign(node: Any) -> bool:
    space, _, local = str(node.tag).rpartition("}")
    return local == "metadata" or (bool(space) and space.lstrip("{") not in DRAWN)


def _take_out(node: Any) -> None:
    """Remove a node, and keep the text behind it."""
    before, parent = node.getprevious(), node.getparent()
    if before is not None:
        before.tail = (before.tail or "") + (node.tail or "")
    else:
        parent.text = (parent.text or "") + (node.tail or "")
    parent.remove(node)


def _is_editors(name: str) -> bool:
    space = name.rpartition("}")[0].lstrip("{")
    return bool(space) and space not in DRAWN and "XML/1998" not in space


def _pdf(data: bytes) -> bytes:
    """Take out properties, XMP, attached files and what programs keep of their own."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer.Info
        for thing in [pdf.Root, *pdf.objects]:
            if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
                for key in ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/EmbeddedFiles"):
                    if key in thing:
                        del thing[key]
            if isinstance(thing, pikepdf.Stream):
                _clean_photograph(thing)
        for page in pdf.pages:
            if "/Annots" in page:
                del page.Annots
        for key in ("/Outlines", "/Names", "/StructTreeRoot", "/OpenAction"):
            if key in pdf.Root:
                del pdf.Root[key]
        stream = io.BytesIO()
        pdf.save(stream, deterministic_id=True)
        return stream.getvalue()


def _clean_photograph(stream: Any) -> None:
    """Take out of a JPEG on a page what it says of itself."""
    import pikepdf

    from octavo.leaks.pdf import picture_of

    try:
        data = picture_of(stream)
    except (pikepdf.PdfError, TypeError, ValueError):  # the scan will tell
        return
    if data.startswith(b"\xff\xd8\xff"):
        settings = stream.get("/DecodeParms")
        if isinstance(settings, pikepdf.Array):  # one for each of its filters
            settings = settings[-1]
        kind = pikepdf.Name.DCTDecode
        stream.write(clean_raster(data), filter=kind, decode_parms=settings)


def texts_of(figures: Figures) -> Iterator[tuple[Path, str]]:
    """Yield what the pictures of scripts say, and what is said of them for who cannot see."""
    for figure in figures.by_name.values():
        yield figure.script, figure.description
        for graphic in figure.graphics:
            if graphic.svg is not None and graphic.svg.is_file():
                yield from ((figure.script, text) for text in lettering(graphic.svg.read_bytes()))


def words_drawn(path: Path) -> Iterator[str]:
    """Yield what is written in a drawing; nobody reads the dots of a photograph."""
    match path.suffix.lower():
        case ".svg":
            yield from lettering(path.read_bytes())
        case ".pdf":
            from octavo.leaks.pdf import pages_of

            yield from (page.text for page in pages_of(path.read_bytes()) if not page.problem)


def lettering(svg: bytes) -> Iterator[str]:
    """Yield what is written in a drawing; where letters are outlines, comments say what of.

    Programs divide a line, or a word, into several elements: each is told, and what they make.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for node in etree.fromstring(svg, parser).iter():
        if node.text and (node.tag is etree.Comment or str(node.tag).endswith(WRITTEN)):
            yield node.text
        if len(node) and str(node.tag).endswith(WRITTEN):
            yield "".join(map(str, node.itertext()))
