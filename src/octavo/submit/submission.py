"""`octavo submit JOURNAL`, a call a step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import normalize

from octavo.checks import EXCUSE_UNUSED, check, guard
from octavo.diagnostics import Diagnostic, Faults, Severity, Span
from octavo.figures import DrawFor
from octavo.folders import unfinished
from octavo.pipeline import gather, read_closely, render_each
from octavo.progress import Progress, silently
from octavo.project import load_project
from octavo.reports import fails
from octavo.revision import revision_of
from octavo.root import METADATA
from octavo.submit.bundle import REVISION, SUBMISSION, Member, pack
from octavo.submit.checklist import checklist
from octavo.submit.correspondence import Revised, unresolved
from octavo.submit.desk import SEARCHED, SHOWN, Desk
from octavo.submit.figure_files import draw_for, numbered_of
from octavo.submit.limits import Measure, exceeded, measures
from octavo.submit.manifest import manifest
from octavo.submit.overlays import overlays_of
from octavo.submit.profiles import load_journal
from octavo.submit.requirements import met, unmet
from octavo.submit.sources import bare, cited_entries
from octavo.submit.tailoring import tailored
from octavo.supplement import NAME as SUPPLEMENT


@dataclass(frozen=True, slots=True)
class Submitted:
    """What a submission came to; without a folder nothing was packed."""

    findings: tuple[Diagnostic, ...]
    members: tuple[Member, ...] = ()
    folder: Path | None = None
    archive: Path | None = None

    @property
    def failing(self) -> tuple[Diagnostic, ...]:
        """The findings that keep a submission from being packed, but as a draft."""
        return tuple(finding for finding in self.findings if fails(finding))


More = Callable[[Desk], "tuple[Sequence[Member], Sequence[Diagnostic]]"]
"""What makes the files that only a revision has, and tells what is wrong with them."""


def submit(
    root: Path,
    name: str,
    draw: DrawFor,
    progress: Progress = silently,
    *,
    store: str | None = None,
    draft: bool = False,
    revised: Revised | None = None,
    more: More = lambda _: ((), ()),
) -> Submitted:
    """Make what a journal wants, check it, and pack it if nothing is wrong or it is a draft.

    Raise `Faults` where the sources cannot be built at all, `UsageError` for an unknown journal.
    """
    journal = load_journal(root, name)
    project = tailored(load_project(root, store, overlays_of(root, journal)), journal.profile)
    evidence = read_closely(gather(project, progress, draw=draw))
    if stopping := guard(evidence):
        raise Faults(*stopping)
    desk = Desk(evidence, journal, draft, revised)
    measured = tuple(measures(desk.counts, journal, project, evidence.manuscript))
    sheets, said = _sheets(desk, progress)
    figures, told = _figures(desk, draw, progress)
    added, wrong = more(desk)
    members = (*sheets, *figures, *_bibliography(desk), *added)
    if twins := list(_twins(desk, members)):
        raise Faults(*twins)
    findings = (
        *(found for found in check(evidence) if found.code != EXCUSE_UNUSED),
        *exceeded(measured, journal),
        *unmet(journal, project),
        *_missing(desk),
        *_left(desk),
        *_unresolved(desk),
        *(desk.blinded.findings if desk.is_blind else ()),
        *said,
        *told,
        *wrong,
        *(_names_left(desk, members) if desk.is_blind else ()),
    )
    done = Submitted(tuple(dict.fromkeys(findings)))
    return done if done.failing and not draft else _packed(desk, done, members, measured)


def _twins(desk: Desk, members: Sequence[Member]) -> Iterator[Diagnostic]:
    """Yield the files whose name another has too, on systems that know no capitals either."""
    parts: dict[str, int] = {file.part: n for n, file in enumerate(desk.profile.files)}
    known: dict[str, str] = {}
    for member in members:
        name = normalize("NFC", member.name).casefold()
        if name in known:
            both = " and ".join(dict.fromkeys((known[name], member.part)))
            message = f"two files would be called `{member.name}`: {both}"
            place = desk.journal.span("files", parts.get(member.part, parts[known[name]]))
            hint = "give one of them another `name`"
            yield Diagnostic("profile-invalid", message, place, (hint,))
        known[name] = member.part


def _sheets(desk: Desk, progress: Progress) -> tuple[list[Member], list[Diagnostic]]:
    """Return the documents as files, and what their renderers say."""
    sheets = list(desk.sheets())
    made = render_each([(sheet.document, sheet.form, sheet.project) for sheet in sheets])
    for sheet in sheets:
        progress(sheet.file)
    members = [
        Member(s.file, bare(one.data) if s.part == "source" else one.data, s.part)
        for s, one in zip(sheets, made, strict=True)
    ]
    return members, [finding for one in made for finding in one.findings]


def _figures(
    desk: Desk, draw: DrawFor, progress: Progress
) -> tuple[list[Member], tuple[Diagnostic, ...]]:
    """Return the figures as files, drawn for the journal, if it wants them so."""
    if all(file.part != "figures" for file in desk.profile.files):
        return [], ()
    with unfinished() as folder:
        numbered = numbered_of(desk.whole)
        made = draw_for(
            desk.shown, desk.profile.figures, numbered, folder, progress=progress, draw=draw
        )
        files = [Member(f.path.name, f.path.read_bytes(), "figures") for f in made.files]
    return files, made.findings


def _bibliography(desk: Desk) -> Iterator[Member]:
    for file in desk.profile.files:
        if file.part == "bibliography":
            text = cited_entries(desk.shown.bibliography, desk.shown.manuscript)
            yield Member(file.called("bib"), text.encode(), file.part)


def _names_left(desk: Desk, members: Sequence[Member]) -> Iterator[Diagnostic]:
    """Yield the names that reviewers could find in the finished files."""
    from octavo.anonymity import names_left

    files = ((member.name, member.data) for member in members if member.part in SHOWN)
    return names_left(files, desk.anonymous.values(), [desk.blinded])


def _missing(desk: Desk) -> Iterator[Diagnostic]:
    for file in desk.missing():
        what = file.part.replace("-", " ")
        message = f"{desk.profile.name} wants a file with the {what}, and there is nothing for it"
        yield Diagnostic("part-missing", message, Span(METADATA), (f"write `{file.part}`",))


def _checked(
    desk: Desk, done: Submitted, members: Sequence[Member], measured: Sequence[Measure]
) -> Iterator[str]:
    """Yield what holds, a line each."""
    yield from (f"{m.value:,} {m.counted}: {m.bounds}" for m in measured if m.kept)
    yield from met(desk.journal, desk.evidence.project)
    if desk.is_blind and all(finding.code != "leak-found" for finding in done.findings):
        seen = ", ".join(f"`{member.name}`" for member in members if member.part in SEARCHED)
        yield f"nothing that tells who wrote it was found in {seen}"


def _left(desk: Desk) -> Iterator[Diagnostic]:
    """Yield the supplement that the journal has no file for, so that nobody forgets it."""
    if SUPPLEMENT in desk.documents and all(f.part != SUPPLEMENT for f in desk.profile.files):
        message = f"the supplement is not packed: no file of {desk.profile.name} is for it"
        hint = f"see that editors get it, or add `part: {SUPPLEMENT}` to `files` of the profile"
        yield Diagnostic("part-left", message, Span(METADATA), (hint,), Severity.NOTE)


def _unresolved(desk: Desk) -> Iterator[Diagnostic]:
    """Yield what the author's letter asks for in vain, where the journal takes a letter."""
    if any(file.part == "cover-letter" for file in desk.profile.files):
        again = desk.revised is not None
        yield from unresolved(desk.evidence.project, desk.journal.id, revised=again)


def _packed(
    desk: Desk, done: Submitted, members: Sequence[Member], measured: Sequence[Measure]
) -> Submitted:
    """Pack the files, with what machines and the author want to know of them."""
    project, journal = desk.evidence.project, desk.journal
    timestamp = desk.documents["manuscript"].timestamp
    facts = manifest(
        journal,
        members,
        desk.counts,
        revision_of(project.root),
        timestamp=timestamp,
        draft=desk.draft,
        revises=desk.revised.old.hash if desk.revised else "",
    )
    checked = list(_checked(desk, done, members, measured))
    again = desk.revised is not None
    told = checklist(journal, members, checked, done.findings, revised=again)
    everything = (*members, told, facts)
    name = f"{journal.id}-draft" if desk.draft else journal.id
    home = project.output / (REVISION if again else SUBMISSION)
    folder, archive = pack(home, name, everything, timestamp)
    return replace(done, members=everything, folder=folder, archive=archive)
