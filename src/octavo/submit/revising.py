"""`octavo revise OLD`: an article that reviewers have seen, sent again with what answers them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from octavo.anonymity import names_left
from octavo.checks import Evidence
from octavo.diagnostics import Diagnostic, Span
from octavo.diff.copies import Reading, Shown, comparing
from octavo.figures import DrawFor
from octavo.history import commit_of
from octavo.pipeline import render_each
from octavo.progress import Progress, silently
from octavo.project import Project, load_project
from octavo.render import Rendered
from octavo.respond.answering import Form, answer
from octavo.respond.rounds import Round, read_round
from octavo.root import file_of
from octavo.submit.bundle import Member
from octavo.submit.correspondence import Revised
from octavo.submit.desk import DRAFT, MARKED, RESPONSE, Desk
from octavo.submit.overlays import overlays_of
from octavo.submit.profiles import Journal
from octavo.submit.submission import Submitted, submit
from octavo.submit.tailoring import tailored

LETTER: tuple[Form, ...] = ("pdf", "docx")

Made = tuple[Sequence[Member], Sequence[Diagnostic]]


def revise(
    root: Path,
    old: str,
    name: str,
    draw: DrawFor,
    progress: Progress = silently,
    *,
    round_name: str | None = None,
    answered: bool = True,
    store: str | None = None,
    draft: bool = False,
) -> Submitted:
    """Make what a journal wants anew, with what changed since OLD marked, and the answers.

    The marked copy and the letter are anonymous where the article is.  Raise as `submit` does,
    and `UsageError` where git knows no such revision, or there are no answers and they are wanted.
    """
    commit = commit_of(root, old)
    found = read_round(root, round_name) if answered else None
    called = found.settings.manuscript if found else None
    more = partial(_answers, found, progress) if found else partial(_copies, progress)
    return submit(
        root,
        name,
        draw,
        progress,
        store=store,
        draft=draft,
        revised=Revised(commit, called or "", answered),
        more=more,
    )


def _answers(found: Round, progress: Progress, desk: Desk) -> Made:
    """Return the letter, and the copies whose pages it names."""
    made = answer(
        desk.evidence,
        found,
        LETTER,
        progress,
        draft=desk.draft,
        anonymously=desk.is_blind,
        way=_way(desk),
        copies=_forms(desk),
    )
    letter = [Member(file_of(RESPONSE, f), one.data, RESPONSE) for f, one in made.letter.items()]
    copies = [_copy(*known, one) for known, one in made.copies.items()]
    return [*letter, *copies], (*_other(desk, found), *made.findings)


def _copies(progress: Progress, desk: Desk) -> Made:
    """Return the marked copies alone."""
    project, revised = desk.evidence.project, desk.revised
    assert revised is not None
    author = desk.documents["manuscript"].words["author"] if desk.is_blind else None
    seen, way, read = revised.old.hash, _way(desk), desk.evidence
    with comparing(project, seen, way, author=author, progress=progress, known=read) as found:
        documents = [m.document for m in found.marked]
        wanted = [(d, form, found.new.project) for d in documents for form in _forms(desk)]
        made = render_each(wanted, lambda d, form: progress(f"marked {d.name}, {form}"))
    pairs = zip(wanted, made, strict=True)
    members = [_copy(d.name, form, one) for (d, form, _), one in pairs]
    told = [*found.findings, *(finding for one in made for finding in one.findings)]
    if desk.is_blind:
        files = [(member.name, member.data) for member in members]
        told += names_left(files, documents, found.blinded)
    return members, told


def _copy(document: str, form: str, made: Rendered) -> Member:
    """Return a marked copy of a document as a file."""
    called = MARKED if document == "manuscript" else f"{MARKED}-{document}"
    return Member(file_of(called, form), made.data, MARKED)


def _other(desk: Desk, found: Round) -> Iterator[Diagnostic]:
    """Tell of answers that are about another state than the marked copy."""
    project, revised = desk.evidence.project, desk.revised
    seen = found.settings.revision
    if revised is not None and commit_of(project.root, seen).hash != revised.old.hash:
        message = f"the answers are about `{seen}`, and the copy marks what changed since another"
        hint = f"say `octavo revise {seen}`, or mend `revision` here"
        yield Diagnostic("response-invalid", message, Span(found.path), (hint,))


def _forms(desk: Desk) -> tuple[Form, ...]:
    """Return the formats of the marked copies: editors of Word files get tracked changes too."""
    parts = ("main", "anonymous")
    taken = {form for file in desk.profile.files if file.part in parts for form in file.formats}
    return ("pdf", "docx") if "docx" in taken else ("pdf",)


def _way(desk: Desk) -> Reading:
    """Return how both states are read: as the journal wants the article."""
    return Reading(partial(_shown, desk), partial(_loaded, desk.journal))


def _loaded(journal: Journal, folder: Path) -> Project:
    return tailored(load_project(folder, "", overlays_of(folder, journal)), journal.profile)


def _shown(desk: Desk, evidence: Evidence) -> Shown:
    then = desk if evidence is desk.evidence else Desk(evidence, desk.journal, desk.draft)
    mark = DRAFT if desk.draft else ""
    documents = (replace(one, watermark=mark) for one in then.anonymous.values())
    made = then.blinded if then.is_blind else None
    return Shown(then.shown.project, tuple(documents), made)
