"""Which kind of source something is, and who brings it."""

from __future__ import annotations

import stat
from pathlib import Path

from octavo.bringing.brought import MAX_SOURCE, Brought, refuse


def bring(source: Path) -> Brought:
    """Return the paper that a file or a folder holds; raise `UsageError` where none is known."""
    if source.is_dir():
        raise refuse(str(source), "no kind of paper that is known")
    if source.suffix.lower() in (".docx", ".docm", ".dotx"):
        from octavo.bringing.word import bring_word

        return bring_word(source.name, _bytes(source))
    hint = "name a .docx file, or a folder of Manubot, Quarto, pandoc or LaTeX"
    raise refuse(source.name, "no kind of paper that is known", hint)


def _bytes(source: Path) -> bytes:
    facts = source.stat()
    if not stat.S_ISREG(facts.st_mode):
        raise refuse(source.name, "this is no file")
    if facts.st_size > MAX_SOURCE:
        raise refuse(source.name, f"the file has more than {MAX_SOURCE / 1e6:,.0f} MB")
    return source.read_bytes()
