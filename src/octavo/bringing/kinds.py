"""Which kind of source something is, and who brings it."""

from __future__ import annotations

import stat
from pathlib import Path, PurePosixPath

from octavo.bringing.brought import MAX_SOURCE, Brought, refuse
from octavo.bringing.folder import Folder, take_rest
from octavo.root import METADATA

LATEX = (".tex", ".ltx")
MARKDOWN = (".md", ".qmd", ".rmd", ".markdown")


def bring(source: Path) -> Brought:
    """Return the paper that a file or a folder holds; raise `UsageError` where none is known."""
    if source.is_dir():
        return _bring_folder(source)
    suffix = source.suffix.lower()
    if suffix in (".docx", ".docm", ".dotx"):
        from octavo.bringing.word import bring_word

        return bring_word(source.name, _bytes(source))
    if suffix in MARKDOWN:
        from octavo.bringing.markdown_folder import bring_markdown

        _bytes(source)
        brought = Brought()
        folder = Folder.walked(source.absolute().parent, brought)
        return bring_markdown(folder, PurePosixPath(source.name))
    if suffix in LATEX:
        from octavo.bringing.latex import bring_latex

        _bytes(source)
        folder = Folder.walked(source.absolute().parent, Brought())
        return bring_latex(folder, PurePosixPath(source.name))
    hint = "name a .docx file, or a folder of Manubot, Quarto, pandoc or LaTeX"
    raise refuse(source.name, "no kind of paper that is known", hint)


def _bring_folder(source: Path) -> Brought:
    from octavo.bringing.latex import bring_latex
    from octavo.bringing.markdown_folder import bring_markdown, is_text

    if (source / METADATA).exists():
        raise refuse(str(source), "this is a manuscript of Octavo already", "copy the folder")
    brought = Brought()
    folder = Folder.walked(source, brought)
    if folder.find(*LATEX) and not [p for p in folder.find(*MARKDOWN) if is_text(p)]:
        bring_latex(folder)
    else:
        bring_markdown(folder)
    take_rest(folder)
    return brought


def _bytes(source: Path) -> bytes:
    facts = source.stat()
    if not stat.S_ISREG(facts.st_mode):
        raise refuse(source.name, "this is no file")
    if facts.st_size > MAX_SOURCE:
        raise refuse(source.name, f"the file has more than {MAX_SOURCE / 1e6:,.0f} MB")
    return source.read_bytes()
