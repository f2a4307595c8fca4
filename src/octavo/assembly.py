"""Manuscript and figures become one document: values, pictures and tables in place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from octavo import supplement
from octavo.comments import Comment, comments_text, read_comments
from octavo.csv_tables import table_of
from octavo.document import Document, Graphic
from octavo.figures import Figures
from octavo.floats import only_image
from octavo.folders import put
from octavo.manuscript import Kind, Manuscript, Picture
from octavo.matter import abstracts_of, back_matter
from octavo.moments import timestamp_of
from octavo.nodes import (
    Node,
    pair_of,
    plain,
    plain_text,
    rewrite,
    string,
    words,
)
from octavo.origin import Origin
from octavo.pictures import is_for_print, screen_colours, svg_of_pdf
from octavo.project import Project
from octavo.values import Values
from octavo.words import words_of


def assemble(project: Project, manuscript: Manuscript, figures: Figures) -> tuple[Document, ...]:
    """Return the article, and its supplement if it has one, before numbers and citations."""
    metadata = project.metadata
    headings = {str(part): said for part, said in metadata.build.headings.items()}
    table = words_of(metadata.language).replaced(headings)
    values = Values(metadata, figures)
    graphics = _graphics(figures, manuscript.pictures, project.output)
    filler = _Filler(values, figures, graphics, manuscript.pictures)
    prose = {name: filler.fill(blocks) for name, blocks in manuscript.prose.items()}
    body = filler.fill(manuscript.blocks)
    article = Document(
        metadata=metadata,
        words=table,
        abstracts=tuple(abstracts_of(metadata, prose)),
        blocks=[*body, *back_matter(metadata, prose, table)],
        graphics=graphics,
        timestamp=timestamp_of(metadata),
    )
    if metadata.build.docx.roundtrip:
        comments = tuple(read_comments(comments_text(project.root)))
        origin = _origin(project, manuscript, values, comments)
        article = replace(article, origin=origin, comments=comments)
    if not manuscript.supplement:
        return (article,)
    about = [comment for comment in article.comments if "/supplement/" in comment.path]
    rest = tuple(comment for comment in article.comments if comment not in about)
    article = replace(article, comments=rest)
    return article, replace(
        article,
        name=supplement.NAME,
        metadata=supplement.metadata_of(metadata, table),
        abstracts=(),
        comments=tuple(about),
        blocks=supplement.supplementary(filler.fill(manuscript.supplement)),
    )


def _origin(
    project: Project, manuscript: Manuscript, values: Values, comments: tuple[Comment, ...]
) -> Origin:
    """Return the sources as they were read, and what is printed for their values."""
    texts = {layer.path.as_posix(): layer.text for layer in project.layers}
    texts |= {section.path.as_posix(): section.text for section in manuscript.sections}
    printed: dict[str, str] = {}
    for mention in manuscript.of(Kind.VALUE):
        with suppress(ValueError):
            printed[mention.text] = values[mention.text]
    return Origin(
        texts,
        printed,
        tuple(r.mark for comment in comments for r in (comment.remark, *comment.answers)),
    )


def _drawn(target: str, path: Path, output: Path) -> Graphic:
    """Keep a PDF picture as SVG too, which nearly every format takes."""
    place = _place(target, path, output, ".svg")
    put(svg_of_pdf(path), place)
    return Graphic(target, svg=place, pdf=path)


def _dotted(target: str, path: Path, output: Path) -> Graphic:
    """Keep a picture for print in colours that every format shows alike."""
    if not is_for_print(path):
        return Graphic(target, raster=path)
    place = _place(target, path, output, ".jpg")
    put(screen_colours(path), place)
    return Graphic(target, raster=place)


def _place(target: str, path: Path, output: Path, suffix: str) -> Path:
    """Return where a picture is kept that is made of another."""
    digest = hashlib.sha256(target.encode()).hexdigest()[:8]
    return output / "figures" / f"{path.stem}-{digest}{suffix}"


def _graphics(figures: Figures, pictures: tuple[Picture, ...], output: Path) -> dict[str, Graphic]:
    graphics = figures.graphics
    for picture in pictures:
        if picture.path is None or picture.path.suffix.lower() == ".csv":
            continue
        match picture.path.suffix.lower():
            case ".svg":
                graphics[picture.target] = Graphic(picture.target, svg=picture.path)
            case ".pdf":
                graphics[picture.target] = _drawn(picture.target, picture.path, output)
            case _:
                graphics[picture.target] = _dotted(picture.target, picture.path, output)
    return graphics


class _Filler:
    """Puts values, figures and tables from files into a tree."""

    def __init__(
        self,
        values: Values,
        figures: Figures,
        graphics: Mapping[str, Graphic],
        pictures: tuple[Picture, ...],
    ) -> None:
        self.values = values
        self.graphics = graphics
        self.descriptions = figures.descriptions
        self.pictures = {picture.target: picture for picture in pictures}

    def fill(self, blocks: list[Node]) -> list[Node]:
        rules = {
            "Span": self.value,
            "Math": self.math,
            "Figure": self.figure,
            "Image": self.image,
        }
        out: list[Node] = rewrite(blocks, rules)
        return out

    def value(self, node: Node) -> list[Node] | None:
        if "value" not in node["c"][0][1]:
            return None
        try:
            return words(self.values[pair_of(node["c"][0], "expression") or ""])
        except ValueError:
            return [string(plain_text(node["c"][1]))]

    def math(self, node: Node) -> list[Node] | None:
        """Print values in a formula; braces that hold none are TeX's own."""
        return [
            {
                "t": "Math",
                "c": [node["c"][0], re.sub(r"\{\{([^{}]+)\}\}", self._in_tex, node["c"][1])],
            }
        ]

    def _in_tex(self, found: re.Match[str]) -> str:
        try:
            return self.values[found[1].strip()]
        except ValueError:
            return found[0]

    def image(self, node: Node) -> list[Node] | None:
        """Give an image without a text its alternative text, which every format asks for."""
        attribute, inlines, (target, _) = node["c"]
        if plain_text(inlines):
            return None
        alt = pair_of(attribute, "alt") or self.descriptions.get(target) or target
        attribute[2] = [pair for pair in attribute[2] if pair[0] != "alt"]
        return [{"t": "Image", "c": [attribute, words(alt), node["c"][2]]}]

    def figure(self, node: Node) -> list[Node] | None:
        attribute, caption, content = node["c"]
        image = only_image(content)
        if image is None:
            return None
        target = image["c"][2][0]
        picture = self.pictures.get(target)
        if picture is not None and picture.rows:
            return [table_of(attribute, image, caption, picture.rows)]
        described = [attribute, caption, [plain([self.described(image, caption)])]]
        return [{"t": "Figure", "c": described}]

    def described(self, image: Node, caption: Any) -> Node:
        """Give an image its alternative text: the author's, the script's, or the caption."""
        attribute, inlines, (target, title) = image["c"]
        alt, told = plain_text(inlines), plain_text(caption[1])
        if not alt or alt == told:
            alt = self.descriptions.get(target) or alt or told or target
        return {"t": "Image", "c": [attribute, words(alt), [target, title]]}
