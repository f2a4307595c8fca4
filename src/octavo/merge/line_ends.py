"""Ends of lines as a file has them, for a text that was read without."""

from __future__ import annotations

from difflib import SequenceMatcher

from octavo.sources import LINE_END


def with_line_ends(raw: str, text: str, new: str) -> str:
    """Return a new text in which every line that stayed ends as in the file, others as most do."""
    ends = LINE_END.findall(raw)
    usual = max(set(ends), key=ends.count, default="\n")
    old_lines, new_lines = text.split("\n"), new.split("\n")
    kept: dict[int, str] = {}
    matcher = SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        kept |= {b + n: ends[a + n] for n in range(size) if a + n < len(ends)}
    out = []
    for number, line in enumerate(new_lines[:-1]):
        out.append(line + kept.get(number, usual))
    return "".join([*out, new_lines[-1]])
