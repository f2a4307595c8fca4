"""A folder of Markdown: Manubot's, Quarto's, or pandoc's alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from octavo.bringing import manubot
from octavo.bringing.brought import Brought, refuse
from octavo.bringing.entries import REFERENCES, entries_of, take_bibliographies, take_style
from octavo.bringing.folder import Folder
from octavo.bringing.front_matter import take
from octavo.bringing.markdown import Text, apart
from octavo.bringing.media import Media
from octavo.bringing.parts import take_sections
from octavo.bringing.prose_text import headings_of, sections_of
from octavo.bringing.quarto import QuartoText, included
from octavo.yaml_source import Value, read_yaml

FRONT = re.compile(r"---[ \t]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
TITLE_BLOCK = re.compile(
    r"%[ \t]*(?P<title>[^\n]*)\n(?:%[ \t]*(?P<authors>[^\n]*)\n)?(?:%[ \t]*(?P<date>[^\n]*)\n)?"
)
NO_PAPER = re.compile(
    r"readme|license|licence|changelog|changes|contributing|code_of_conduct|security|usage|setup"
    r"|todo|notes?|authors|news|brought",
    re.IGNORECASE,
)
SETTINGS = (
    "metadata.yaml",
    "metadata.yml",
    "meta.yaml",
    "_metadata.yml",
    "defaults.yaml",
    "pandoc.yaml",
)
Data = dict[str, Value]


def bring_markdown(folder: Folder, main: PurePosixPath | None = None) -> Brought:
    """Return the paper that a folder of Markdown holds; `main` is its one text, if it is named."""
    brought = folder.brought
    settings = [*_settings(folder)]
    paths = [main] if main else _texts(folder, settings)
    if not paths:
        raise refuse(str(folder.root), "no text of Markdown is there", "name the file itself")
    media = Media(brought)
    citekeys = manubot.Citekeys(folder, brought) if manubot.is_manubot(folder) else None
    sources = [(path, *_front(folder.text(path), path)) for path in paths]
    if citekeys:
        for _, _, _, text in sources:
            citekeys.aliases |= manubot.aliases_of(text)
    for path, data in [*settings, *((path, data) for path, data, _, _ in sources)]:
        _take(data, path, folder)
    take_bibliographies(*_named(settings, sources), folder, brought, paths[0].as_posix())
    texts = []
    for path, _, first, text in sources:
        one = _text(folder, media, path, citekeys)
        if isinstance(one, QuartoText):
            text = included(one, text, path, first)
        texts.append(one.brought_over(text, first))
    if citekeys:
        manubot.finish(citekeys, brought)
    _divide("\n\n".join(apart(texts)), brought, paths[0].as_posix())
    return brought


def _text(
    folder: Folder, media: Media, path: PurePosixPath, citekeys: manubot.Citekeys | None
) -> Text:
    if citekeys:
        return manubot.ManubotText(folder, media, path, citekeys=citekeys)
    kind = QuartoText if path.suffix.lower() in (".qmd", ".rmd") else Text
    return kind(folder, media, path)


def _settings(folder: Folder) -> Iterator[tuple[PurePosixPath, Data]]:
    """Yield the files of metadata beside the texts."""
    for name in (
        "_quarto.yml",
        "_quarto.yaml",
        *SETTINGS,
        *(f"content/{name}" for name in SETTINGS),
    ):
        path = PurePosixPath(name)
        if path in folder.files:
            data = _yaml(folder.text(path), path)
            book, inner = data.get("book"), data.get("metadata")
            for each in (book, inner, data):
                if isinstance(each, dict):
                    yield path, {k: v for k, v in each.items() if k not in ("book", "metadata")}


def _yaml(text: str, path: PurePosixPath, first: int = 1) -> Data:
    """Return the keys of a YAML text, whose messages have the lines of its file."""
    data = read_yaml(Path(path), "\n" * (first - 1) + text).data
    return data if isinstance(data, dict) else {}


def _front(text: str, path: PurePosixPath) -> tuple[Data, int, str]:
    """Return what a text says of itself, the line at which it begins, and itself."""
    found = FRONT.match(text)
    if found:
        rest = text[found.end() :]
        return _yaml(found["yaml"], path, 2), found[0].count("\n") + 1, rest
    block = TITLE_BLOCK.match(text)
    if block:
        said = {"title": block["title"], "author": block["authors"], "date": block["date"]}
        return (
            {k: v.strip() for k, v in said.items() if v},
            block[0].count("\n") + 1,
            text[block.end() :],
        )
    return {}, 1, text


def _texts(folder: Folder, settings: list[tuple[PurePosixPath, Data]]) -> list[PurePosixPath]:
    """Return the texts of the paper, in their order."""
    for _, data in settings:
        named = data.get("chapters") or data.get("input-files") or data.get("input-file")
        listed = [*_chapters(named), *_chapters(data.get("appendices"))]
        found = [path for name in listed if (path := folder.inside(name, PurePosixPath()))]
        if found:
            return found
    every = [p for p in folder.find(".md", ".qmd", ".rmd", ".markdown") if is_text(p)]
    if manubot.is_manubot(folder):
        return [p for p in every if p.parent.as_posix() == "content"]
    quarto = [path for path in every if path.suffix.lower() in (".qmd", ".rmd")]
    every = quarto or every
    nearest = min((len(path.parts) for path in every), default=0)
    found = [path for path in every if len(path.parts) == nearest]
    numbered = all(path.name[:1].isdigit() for path in found)
    main = [p for p in found if p.stem in ("index", "paper", "manuscript", "article", "main")]
    return main[:1] if main and not numbered else found


def _chapters(value: Value) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping):
            if isinstance(one.get("file") or one.get("part"), str):
                yield str(one.get("file") or one.get("part"))
            yield from _chapters(one.get("chapters"))


def is_text(path: PurePosixPath) -> bool:
    """Tell whether a file may be a text of the paper: a README is none."""
    hidden = any(part.startswith(("_", ".")) for part in path.parts)
    return not hidden and not NO_PAPER.match(path.stem) and "front-matter" not in path.stem


def _take(data: Data, path: PurePosixPath, folder: Folder) -> None:
    """Take over the metadata of one file, and its style."""
    brought = folder.brought
    known = {
        k: v
        for k, v in data.items()
        if k not in ("chapters", "appendices", "input-files", "input-file")
    }
    if path.name.startswith(("_quarto", "defaults", "pandoc")):
        known = {
            k: v for k, v in known.items() if k in ("title", "subtitle", "author", "lang", "csl")
        }
    take(
        {k: v for k, v in known.items() if k not in ("csl", "citation-style")},
        path.as_posix(),
        brought,
    )
    style = data.get("csl") or data.get("citation-style")
    take_style(style, path.parent, folder, brought, path.as_posix())
    works = data.get("references")
    if isinstance(works, list):
        brought.files[REFERENCES] = brought.files.get(REFERENCES, b"") + entries_of(works).encode()


def _named(
    settings: list[tuple[PurePosixPath, Data]], sources: list[tuple[PurePosixPath, Data, int, str]]
) -> tuple[list[str], PurePosixPath]:
    """Return the bibliographies that are named, and the folder that the names are in."""
    for path, data in [*((p, d) for p, d, _, _ in sources), *settings]:
        named = data.get("bibliography")
        if named:
            return [str(one) for one in named] if isinstance(named, list) else [
                str(named)
            ], path.parent
    return [], PurePosixPath()


def _bare(title: str) -> str:
    """Return the words of a title, to see whether another says the same."""
    return re.sub(r"[\W_]+", " ", title).strip().casefold()


def _divide(text: str, brought: Brought, where: str) -> None:
    """Divide the text into sections; one heading above all others is the title."""
    headings = [*headings_of(text)]
    top = min((level for _, level, _ in headings), default=0)
    alone = [level for _, level, _ in headings].count(top) == 1 and len(headings) > 1
    if alone and headings[0][1] == top:
        line, _, words = headings[0]
        lines = text.split("\n")
        title = re.sub(r"\s*\{[^{}]*\}$", "", words)
        if not "\n".join(lines[: line - 1]).strip():
            said = str(brought.metadata.setdefault("title", title))
            text = "\n".join(lines[line:]) if _bare(said) == _bare(title) else text
    take_sections(sections_of(text), brought)
    if "title" not in brought.metadata:
        brought.metadata["title"] = PurePosixPath(where).stem
        brought.tell(where, "no title was found: the name of the file stands there")
    if "authors" not in brought.metadata:
        brought.metadata["authors"] = [{"name": "Author"}]
        hint = "write them into `manuscript/metadata.yaml`"
        brought.tell(where, "no authors were found: `Author` stands there", hint)
