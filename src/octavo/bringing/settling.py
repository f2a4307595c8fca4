"""A manuscript that was brought in, made so that it builds: what stops a build gives way.

The rules that guard a build say what is wrong and where.  What they find becomes text, or gets
what it lacks, and is told, so that nothing is lost and the first build shows all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from octavo.bringing.brought import Brought
from octavo.bringing.entries import REFERENCES
from octavo.bringing.found_places import (
    FOUND_AGAIN,
    METADATA,
    keys_of,
    offset_of,
    outside_code,
)
from octavo.diagnostics import Diagnostic, Faults
from octavo.folders import unfinished

LEFT_OUT = PurePosixPath("bib/left-out.txt")
ROUNDS = 8
"""How often what is mended may show what was hidden behind it."""

FORMULA = re.compile(
    r"\$\$(?P<display>(?:[^$]|\\\$)+)\$\$(?:[ \t]*\{#[^{}\n]*\})?|\$(?P<inline>(?:[^$\n]|\\\$)+)\$"
)
ENTRY = re.compile(r"[ \t]*@\w+[ \t]*[{(]\s*([^\s,{}]+)")
"""How an entry of a bibliography begins, and its key."""
OTHER_KINDS = re.compile(r"(?:lst|thm|lem|cor|prp|cnj|def|exm|exr|alg|rem|sol|ch|app)[:-]")
"""How labels begin of what Octavo does not count."""


def settled(files: dict[PurePosixPath, bytes], brought: Brought) -> dict[PurePosixPath, bytes]:
    """Return the files of a manuscript that builds, as far as that can be had."""
    for _ in range(ROUNDS):
        found = findings(files)
        if not [one for one in found if _give_way(one, files, brought)]:
            break
    else:
        found = findings(files)
    for one in found:
        brought.tell(str(one.span), f"a build stops here: {one.message}", *one.hints[:1])
    return files


def findings(files: Mapping[PurePosixPath, bytes]) -> list[Diagnostic]:
    """Return what stops a build, a line's last first."""
    with unfinished() as folder:
        for path, data in files.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        try:
            found = _guarded(folder)
        except Faults as faults:
            found = faults.diagnostics
    return sorted(found, key=lambda one: (str(one.span.path), -one.span.line, -one.span.column))


def _guarded(root: Path) -> tuple[Diagnostic, ...]:
    from octavo.checks import guard
    from octavo.figures import Figures
    from octavo.pipeline import gather
    from octavo.project import load_project
    from octavo.values import Values

    project = load_project(root)
    evidence = gather(project, drawing=False)
    unknown = Values(project.metadata, Figures({})).unknown(evidence.manuscript)
    return tuple(guard(replace(evidence, unknown_values=tuple(unknown))))


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a finding is, in the text of its file, by offsets."""

    text: str
    start: int
    end: int
    finding: Diagnostic
    files: dict[PurePosixPath, bytes]

    @property
    def named(self) -> str:
        """The text of the spot itself."""
        return self.text[self.start : self.end]

    @property
    def told(self) -> str:
        """What the finding's message names; the text of the spot, if it names nothing."""
        found = re.search(r"`([^`]+)`", self.finding.message)
        return (found[1] if found else self.named).strip("{}")

    def replaced(self, start: int, stop: int, new: str) -> str:
        """Return the text with another in the place of a part."""
        return f"{self.text[:start]}{new}{self.text[stop:]}"


Settled: TypeAlias = "tuple[str, str, str] | None"
"""The new text, what is told of it, and a hint; None where nothing can be done."""


def _give_way(one: Diagnostic, files: dict[PurePosixPath, bytes], brought: Brought) -> bool:
    """Mend what a finding is about, and tell; tell whether that could be done."""
    if one.code == "tex-dropped":
        one = outside_code(one, files)
    path = PurePosixPath(one.span.path.as_posix())
    act = ACTS.get(one.code)
    if path not in files or act is None:
        return False
    text = files[path].decode("utf-8")
    start = offset_of(text, one)
    if path == METADATA and one.code in FOUND_AGAIN:
        return _give_way_within(one, act, files, brought)
    done = act(Spot(text, start, start + one.span.end - one.span.column, one, files))
    if done is None:
        return False
    changed, what, hint = done
    files[path] = changed.encode()
    brought.tell(str(one.span), what, hint)
    return True


def _give_way_within(
    one: Diagnostic, act: Act, files: dict[PurePosixPath, bytes], brought: Brought
) -> bool:
    """Mend what is in a text of the metadata, of which a finding has the place of the key."""
    text = files[METADATA].decode()
    start = offset_of(text, one)
    named = FOUND_AGAIN[one.code].format(Spot(text, start, start, one, files).told.rstrip("…"))
    at = text.find(named, start)
    done = act(Spot(text, at, at + len(named), one, files)) if at >= 0 else None
    if done is None or keys_of(done[0]) != keys_of(text):
        return False
    files[METADATA] = done[0].encode()
    brought.tell(str(one.span), *done[1:])
    return True


def _cited(spot: Spot) -> Settled:
    key = spot.told
    if OTHER_KINDS.match(key):
        return _escaped(spot)
    if key == spot.named and (mended := _storable(key)) != key:
        what = f"no bibliography can hold the key `{key}`: it is `{mended}` here now"
        return spot.replaced(spot.start, spot.end, mended), what, ""
    before = spot.files.get(REFERENCES, b"").decode()
    if re.search(rf"\{{{re.escape(key)},", before):
        return spot.text, f"`{key}` has an entry that was made for it", ""
    title = key.replace("_", r"\_")
    entry = f"@misc{{{key},\n  title = {{{title}}},\n  note = {{entry to be completed}},\n}}\n"
    spot.files[REFERENCES] = f"{before.rstrip()}\n\n{entry}".lstrip().encode()
    hint = f"complete its entry in {REFERENCES}"
    return spot.text, f"`{key}` is cited, and no bibliography has it", hint


def _storable(key: str) -> str:
    """Return a key without what ends one, in a text or in a bibliography."""
    from octavo.checks.bibliography_unreadable import FOREIGN

    return FOREIGN.sub("-", key)


def _escaped(spot: Spot) -> Settled:
    at = spot.text.rfind("@", max(0, spot.start - 2), spot.start + 1)
    if at < 0:  # within the metadata, a finding has the place of the key
        at = spot.text.find(f"@{spot.told}", spot.start)
    if at < 0 or spot.text[at - 1 : at] == "\\":
        return None
    what = f"the reference `@{spot.told}` stays as text: {spot.finding.message}"
    hint = "label what is meant as `fig:`, `tbl:`, `eq:` or `sec:`, and refer to that"
    return spot.replaced(at, at, "\\"), what, hint


def _parted(spot: Spot) -> Settled:
    """Part a reference from citations in the same bracket, or from the bracket behind it."""
    text, what = spot.text, spot.finding.message
    if re.compile(r"\}?[ \t\n]*\[").match(text, spot.end):
        return spot.replaced(spot.end, spot.end, "<!-- -->"), f"{what}: they are apart now", ""
    left, right = text.rfind("[", 0, spot.start), text.find("]", spot.end)
    if left < 0 or right < 0 or "\n\n" in text[left:right]:
        return _escaped(spot)
    members = text[left + 1 : right].split(";")
    at = text[left + 1 : spot.start].count(";")
    others = ";".join(members[:at] + members[at + 1 :]).strip()
    new = f"{members[at].strip()}; [{others}]"
    return spot.replaced(left, right + 1, new), f"{what}: they are apart now", ""


def _as_code(spot: Spot) -> Settled:
    """Set raw TeX as code."""
    from octavo.checks.tex_dropped import ARGUMENTS

    hint = spot.finding.hints[0] if spot.finding.hints else ""
    begun = re.compile(r"\\begin\{([^{}]+)\}").match(spot.text, spot.start)
    if begun:
        closing = f"\\end{{{begun[1]}}}"
        stop = spot.text.find(closing, begun.end())
        if stop < 0:
            return None
        code = spot.text[spot.start : stop + len(closing)]
        new = spot.replaced(spot.start, stop + len(closing), f"\n```latex\n{code}\n```\n")
        return new, f"TeX stays as code: {begun[0]}", hint
    found = re.compile(rf"\\(?:[A-Za-z@]+|.){ARGUMENTS}").match(spot.text, spot.start)
    if found is None:
        return None
    whole = found[0].rstrip()
    ticks = "``" if "`" in whole else "`"
    code = f"{ticks}{' '.join(whole.split())}{ticks}"
    what = f"TeX stays as code: {' '.join(whole.split())[:60]}"
    return spot.replaced(spot.start, spot.start + len(whole), code), what, hint


def _no_value(spot: Spot) -> Settled:
    at = spot.text.rfind("{{", max(0, spot.start - 2), spot.start + 2)
    if at < 0:
        return None
    return spot.replaced(at, at + 2, "{\\{"), f"{spot.finding.message}: it stays as text", ""


def _no_picture(spot: Spot) -> Settled:
    from octavo.bringing.markdown import IMAGE, instead

    text = spot.text
    begun = max(text.rfind("\n\n", 0, spot.start), 0)
    for found in IMAGE.finditer(text, begun):
        if found.start() <= spot.start < found.end():
            ends = text[found.end() : found.end() + 2] in ("\n\n", "\n", "")
            alone = ends and text[max(found.start() - 2, 0) : found.start()] in ("\n\n", "")
            words = f"[the picture `{found['target']}`, which cannot be shown]"
            new = instead(words, found["alt"], found["attrs"] or "", alone)
            return spot.replaced(found.start(), found.end(), new), spot.finding.message, ""
    return None


def _second_label(spot: Spot) -> Settled:
    name = _unused(spot.named, spot.files)
    what = f"{spot.finding.message}: it is `{name}` here now"
    return spot.replaced(spot.start, spot.end, name), what, ""


def _unused(name: str, files: Mapping[PurePosixPath, bytes]) -> str:
    """Return a name with the first number behind it that no text has."""
    texts = [data.decode() for path, data in files.items() if path.suffix == ".md"]
    number = 2
    while any(re.search(rf"(?<![\w:.-]){re.escape(name)}-{number}(?!\w)", t) for t in texts):
        number += 1
    return f"{name}-{number}"


def _edited(spot: Spot) -> Settled:
    new = spot.finding.edits[0].text if spot.finding.edits else ""
    return spot.replaced(spot.start, spot.end, new), spot.finding.message, ""


def _no_entry(spot: Spot) -> Settled:
    """Take what is no entry, or a second one, out of a bibliography; keep it beside it.

    An entry that lacks nothing but a key that can be cited gets one.
    """
    text = spot.text
    begun = text.rfind("\n", 0, text.rfind("@", 0, spot.start + 1) + 1) + 1
    named = ENTRY.match(text, begun)
    if named and (key := named[1]) != (mended := _storable(key)):
        what = f"{spot.finding.message}: `{key}` is `{mended}` now"
        everywhere = rf"(?<![^\s{{}},\"]){re.escape(key)}(?=[\s}},\"])"
        return re.sub(everywhere, lambda _: mended, text), what, ""
    stop = text.find("\n@", begun + 1) + 1 or len(text)
    spot.files[LEFT_OUT] = spot.files.get(LEFT_OUT, b"") + text[begun:stop].encode()
    hint = f"it stands in {LEFT_OUT}: mend it, and put it back"
    return spot.replaced(begun, stop, ""), f"{spot.finding.message}: it is left out", hint


def _closed(spot: Spot) -> Settled:
    """Close a block at the end of its file; take away a line that closes none."""
    begun = spot.text.rfind("\n", 0, spot.start) + 1
    sign = re.compile(r"[ \t]*(`{3,}|~{3,}|:{3,}|<!--)").match(spot.text, begun)
    if sign is None:
        return None
    stop = spot.text.find("\n", begun)
    line = spot.text[begun : stop if stop >= 0 else len(spot.text)]
    if "opens no" in spot.finding.message or sign[1] == "<!--":
        code = f"`{sign[1]}`"
        return spot.replaced(*sign.span(1), code), f"{spot.finding.message}: it stays as text", ""
    if line.strip().strip(":"):
        text = f"{spot.text.rstrip()}\n\n{sign[1]}\n"
        return text, f"{spot.finding.message}: it is closed at the end now", ""
    return spot.replaced(begun, begun + len(line), ""), f"{spot.finding.message}: it is gone", ""


def _second_note(spot: Spot) -> Settled:
    """Give a note, or the target of a link, another name than that of an earlier one."""
    begun = spot.text.rfind("\n", 0, spot.start) + 1
    bare = spot.told.strip("[]")
    sign = "" if bare != spot.told else "^"
    definition = f"[{sign}{bare}]:"
    at = spot.text.find(definition, begun)
    at = at if at >= 0 else spot.text.rfind(definition)
    if at < 0:
        return None
    name = _unused(bare, spot.files)
    new = spot.replaced(at, at + len(definition), f"[{sign}{name}]:")
    return new, f"{spot.finding.message}: it is `{name}` here now", "see which one is meant"


def _no_note(spot: Spot) -> Settled:
    return (
        spot.replaced(spot.start, spot.start, "\\"),
        f"{spot.finding.message}: it stays as text",
        "",
    )


def _no_link(spot: Spot) -> Settled:
    """Let a link that leads where none may be text."""
    at = spot.text.rfind("](", 0, spot.start)
    if at < 0 or "\n" in spot.text[at : spot.start]:
        return spot.replaced(spot.start, spot.end, "#"), spot.finding.message, ""
    return spot.replaced(at, at, "\\"), f"{spot.finding.message}: it stays as text", ""


def _formula_as_code(spot: Spot) -> Settled:
    """Set a formula that cannot be read as code."""
    begun = max(spot.text.rfind("\n\n", 0, spot.start), 0)
    for found in FORMULA.finditer(spot.text, begun):
        if found.end() < spot.start:
            continue
        inner = (found["display"] or found["inline"] or "").strip()
        code = f"\n```latex\n{inner}\n```\n" if found["display"] else f"`{inner}`"
        what = f"{spot.finding.message}: it stays as code"
        return spot.replaced(found.start(), found.end(), code), what, ""
    return None


Act: TypeAlias = Callable[[Spot], Settled]

ACTS: dict[str, Act] = {
    "citation-undefined": _cited,
    "crossref-undefined": _escaped,
    "crossref-mixed": _parted,
    "tex-dropped": _as_code,
    "value-undefined": _no_value,
    "image-missing": _no_picture,
    "image-unreadable": _no_picture,
    "label-duplicate": _second_label,
    "character-forbidden": _edited,
    "bibliography-unreadable": _no_entry,
    "bibliography-duplicate": _no_entry,
    "bibliography-cycle": _no_entry,
    "block-unclosed": _closed,
    "link-unsafe": _no_link,
    "note-duplicate": _second_note,
    "note-undefined": _no_note,
    "formula-unconverted": _formula_as_code,
}
