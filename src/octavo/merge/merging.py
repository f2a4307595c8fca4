"""A reviewed Word file and a manuscript become the edits of its sources and an account of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.bibliography import load_bibliography
from octavo.comments import COMMENTS, Comment, comments_text
from octavo.diagnostics import Diagnostic, Faults, Span, UsageError
from octavo.merge.edits import Edit, Unmappable
from octavo.merge.leaves import read_leaves
from octavo.merge.mapping import pairs_of
from octavo.merge.package import Package, open_package, origin_of, paragraphs_of
from octavo.merge.pairing import likeness, units_of
from octavo.merge.plans import Change, Draft, Identity
from octavo.merge.proving import Proven, proven
from octavo.merge.remarks import Found, comments_of, kept
from octavo.merge.texts import Texts, joined
from octavo.merge.threeway import Outcome, merged
from octavo.merge.vocabulary import Vocabulary
from octavo.merge.yaml_edits import in_file
from octavo.nesting import HOPELESS, depth_of
from octavo.origin import Written
from octavo.project import Project
from octavo.root import METADATA
from octavo.sources import needed_text, read_bytes
from octavo.word_paragraphs import Decide, Paragraph


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a change."""

    change: Change
    status: str
    """`applied`, `conflict`, `present`, `not mapped`; of comments `kept`, `dropped`."""

    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """The new texts of the sources that change, by path, and the account."""

    texts: Mapping[Path, tuple[str, str]]
    """Before and behind."""

    done: tuple[Done, ...]


def merge(
    project: Project, path: Path, accept: Collection[str] = (), reject: Collection[str] = ()
) -> Merge:
    """Return what a reviewed file changes; raise `UsageError` where it cannot be read.

    Of tracked changes, those of everybody are taken, or of `accept` alone, but not of `reject`.
    Plain edits have no author, and are taken.
    """
    package = open_package(path)
    decide = _decision(package, accept, reject)
    written = origin_of(package)
    before = named_notes(written.paragraphs)
    after = _reviewed(written, package, decide)
    texts = _joined(written, package)
    draft = _draft(written, texts, before, after)
    words = _vocabulary(project, draft, after)
    found = proven(draft, texts, words)
    made = _merged(project, texts, found, path.name)
    return _with_remarks(
        project,
        made,
        _located(comments_of(package, after), draft, texts, after),
        written.origin.comments,
    )


def _located(
    found: Sequence[Found], draft: Draft, texts: Texts, after: Sequence[Paragraph]
) -> list[Comment]:
    """Return comments with the sections that they are about."""
    paths: dict[int, str] = {}
    for unit in draft.units:
        place = draft.pairs.get(unit.numbers[0]) if unit.numbers else None
        part = texts.part_at(draft.leaves[place].start) if place is not None else None
        paths |= {id(paragraph): part.path for paragraph in unit.after if part is not None}
    out = []
    for one in found:
        above = (paths.get(id(after[n])) for n in range(one.paragraph, -1, -1))
        path = next((path for path in above if path), METADATA.as_posix())
        out.append(replace(one.comment, path=path))
    return out


def _with_remarks(
    project: Project, made: Merge, comments: Sequence[Comment], sent: Collection[str]
) -> Merge:
    """Add the comments to those that are kept beside the sections."""
    before = comments_text(project.root)
    behind = kept(before, comments, sent)
    done = [
        Done(
            Change((n, 0), "comment", comment.quote, comment.remark.text, (comment.remark.author,)),
            status,
        )
        for n, (comment, status) in enumerate(behind.statuses)
        if status != "present"
    ]
    texts = dict(made.texts)
    if behind.text != before:
        raw = read_bytes(project.root, COMMENTS).decode() if before else ""
        texts[COMMENTS] = (raw, _as_before(raw, before, behind.text))
    return Merge(texts, (*made.done, *done))


def _decision(package: Package, accept: Collection[str], reject: Collection[str]) -> Decide:
    authors = {author for one in paragraphs_of(package) for author in one.authors}
    unknown = [name for name in (*accept, *reject) if name not in authors]
    if unknown:
        known = f"the authors are {', '.join(sorted(authors))}" if authors else "nothing is tracked"
        raise UsageError(f"{package.name}: no tracked changes by `{unknown[0]}`", known)
    return lambda author: author not in reject and (not accept or author in accept)


def _joined(written: Written, package: Package) -> Texts:
    try:
        texts = joined(written.origin.texts)
    except (Faults, AssertionError) as error:
        raise UsageError(f"{package.name}: its map is damaged") from error
    if depth_of(texts.whole).count > HOPELESS:
        raise UsageError(f"{package.name}: its map is of no manuscript that was built")
    return texts


def _draft(
    written: Written,
    texts: Texts,
    before: Mapping[int, Paragraph],
    after: Sequence[Paragraph],
) -> Draft:
    leaves = read_leaves(texts)
    values = written.origin.values
    pairs = pairs_of(before, leaves, values)
    return Draft(texts.whole, leaves, pairs, before, units_of(before, after), values)


def _vocabulary(project: Project, draft: Draft, after: Sequence[Paragraph]) -> Vocabulary:
    notes: dict[str, list[Paragraph]] = {}
    for paragraph in after:
        if paragraph.note.startswith("new"):
            notes.setdefault(paragraph.note, []).append(paragraph)
    return Vocabulary(
        draft.text,
        draft.leaves,
        draft.pairs,
        draft.before,
        draft.values,
        load_bibliography(project).entries,
        notes,
    )


def _reviewed(written: Written, package: Package, decide: Decide) -> list[Paragraph]:
    """Return the reviewed paragraphs, with notes known by what they were."""
    after = paragraphs_of(package, decide)
    before = written.paragraphs
    names: dict[str, str] = {}
    taken: set[int] = set()
    for paragraph in after:
        if not paragraph.note or paragraph.note in names:
            continue
        marks = [m for m in paragraph.marks if m in before and before[m].note]
        if not marks:
            free = [n for n, p in before.items() if p.note and n not in taken]
            best = max(free, key=lambda n: likeness(before[n], paragraph), default=None)
            marks = [best] if best and likeness(before[best], paragraph) > 0.5 else []
        names[paragraph.note] = str(marks[0]) if marks else f"new{paragraph.note}"
        taken.update(marks[:1])
    return list(_without_lost_notes([_renamed(paragraph, names) for paragraph in after], before))


def _without_lost_notes(
    after: Sequence[Paragraph], before: Mapping[int, Paragraph]
) -> Iterator[Paragraph]:
    """Leave out notes whose marks are gone: programs keep the text of a deleted mark."""
    there = {name for paragraph in after for name in _noted(paragraph)}
    once = {name for paragraph in named_notes(before).values() for name in _noted(paragraph)}
    for paragraph in after:
        lost = paragraph.note in once or paragraph.note.startswith("new")
        if not paragraph.note or paragraph.note in there or not lost:
            yield paragraph


def _noted(paragraph: Paragraph) -> Iterator[str]:
    """Yield the names of the notes that a paragraph refers to."""
    return (piece.name for piece in paragraph.shown if piece.kind == "note")


def named_notes(before: Mapping[int, Paragraph]) -> dict[int, Paragraph]:
    """Return written paragraphs with every note called by the number of its first paragraph."""
    names: dict[str, str] = {}
    for number, paragraph in sorted(before.items()):
        if paragraph.note:
            names.setdefault(paragraph.note, str(number))
    return {number: _renamed(paragraph, names) for number, paragraph in before.items()}


def _renamed(paragraph: Paragraph, names: Mapping[str, str]) -> Paragraph:
    pieces = tuple(
        replace(p, name=names.get(p.name, p.name)) if p.kind == "note" else p
        for p in paragraph.pieces
    )
    return replace(paragraph, pieces=pieces, note=names.get(paragraph.note, paragraph.note))


def _merged(project: Project, texts: Texts, found: Proven, name: str) -> Merge:
    """Make the edits in the sources as they are now."""
    by_path: dict[str, list[tuple[Identity, Edit]]] = {}
    lost: dict[Identity, str] = {}
    for part in texts.parts:
        mine = [(i, e) for i, e in found.edits if part.start <= e.start and e.end <= part.end]
        local = [(i, e.moved(-part.start)) for i, e in mine]
        if part.place and local:
            try:
                raw = in_file(texts.sources[part.path], part.place, [e for _, e in local])
                local = [(local[min(n, len(local) - 1)][0], e) for n, e in enumerate(raw)]
            except Unmappable as reason:
                lost |= {i: str(reason) for i, _ in local}
                continue
        by_path.setdefault(part.path, []).extend(local)
    old = {p.path: texts.text(p) for p in texts.parts if not p.place}
    old |= {path: source.text for path, source in texts.sources.items()}
    return _in_tree(project, texts, old, by_path, found, lost, name)


def _in_tree(
    project: Project,
    texts: Texts,
    old: Mapping[str, str],
    by_path: Mapping[str, list[tuple[Identity, Edit]]],
    found: Proven,
    lost: Mapping[Identity, str],
    name: str,
) -> Merge:
    changed: dict[Path, tuple[str, str]] = {}
    outcomes: dict[str, Outcome] = {}
    conflicts: set[Identity] = set()
    present: set[Identity] = set()
    absent: dict[Identity, str] = dict(lost)
    texts_now = _present(project, by_path)
    for path, edits in by_path.items():
        if path not in texts_now:
            absent |= {i: f"{path} is no more" for i, _ in edits}
            continue
        raw, text = texts_now[path]
        outcome = merged(old[path], text, sorted(edits, key=lambda one: one[1].place), name)
        outcomes[path] = outcome
        conflicts |= outcome.conflicts
        present |= outcome.present
        if outcome.text != text:
            changed[Path(path)] = (raw, _as_before(raw, text, outcome.text))
    done = []
    for change in found.plan.changes:
        one = _account(change, conflicts, present, absent)
        done.append(replace(one, span=_span(change, texts, outcomes)))
    return Merge(changed, tuple(done))


def _span(change: Change, texts: Texts, outcomes: Mapping[str, Outcome]) -> Span | None:
    """Return the place of a change in the sources as they are now."""
    leaf = change.leaf.start if change.leaf is not None else -1
    at = change.edits[0].start if change.edits else leaf
    part = texts.part_at(at) if at >= 0 else None
    if part is None:
        return None
    if part.place:
        return texts.sources[part.path].span(part.place)
    outcome = outcomes.get(part.path)
    text, offset = texts.text(part), at - part.start
    if outcome is not None:
        text, offset = outcome.text, outcome.place(offset)
    return Span.within(Path(part.path), text, min(offset, len(text)))


def _present(project: Project, paths: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return what sources of the project hold now, as they are and as they are read.

    Raise `Faults` of all that cannot be read; what is no source any more is passed by.
    """
    known = {*project.sections, *(layer.path for layer in project.layers)}
    found: dict[str, tuple[str, str]] = {}
    faults: list[Diagnostic] = []
    for path in known.intersection(map(Path, paths)):
        try:
            text = needed_text(project.root, path)
            found[path.as_posix()] = read_bytes(project.root, path).decode(), text
        except Faults as unreadable:
            faults += unreadable.diagnostics
    if faults:
        raise Faults(*sorted(faults, key=lambda fault: fault.span))
    return found


def _as_before(raw: str, text: str, new: str) -> str:
    """Return a new text with the byte-order mark and the ends of lines that the file had."""
    mark = "\ufeff" if raw.startswith("\ufeff") else ""
    if "\r" not in raw:
        return mark + new
    from octavo.merge.line_ends import with_line_ends

    return mark + with_line_ends(raw.removeprefix("\ufeff"), text, new)


def _account(
    change: Change,
    conflicts: set[Identity],
    present: set[Identity],
    absent: Mapping[Identity, str],
) -> Done:
    if change.identity in absent:
        return Done(replace(change, reason=absent[change.identity]), "conflict")
    if change.reason:
        return Done(change, "not mapped")
    if change.identity in conflicts:
        return Done(change, "conflict")
    return Done(change, "present" if change.identity in present else "applied")
