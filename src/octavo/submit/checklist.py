"""What is in a submission and what is left to do, for the author who uploads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from octavo.diagnostics import Diagnostic
from octavo.submit.bundle import Member
from octavo.submit.limits import bounds_of
from octavo.submit.profile import Profile
from octavo.submit.profiles import Journal, Rule

NAME = "checklist.md"
REVIEW = {
    "open": "Nobody is anonymous.",
    "anonymous": "Reviewers know the authors, and are not known to them.",
    "double-anonymous": "Authors and reviewers do not know each other.",
}
PARTS = {
    "main": "the article, with its authors",
    "anonymous": "the article, without its authors",
    "title-page": "the title page, with the authors: not for reviewers",
    "cover-letter": "the letter to the editors",
    "figures": "a figure",
    "source": "the article as LaTeX",
    "marked": "what changed since reviewers saw it, marked",
    "response": "the answers to the reviewers",
}
"""What the files are, where their part's name does not say it."""


def checklist(
    journal: Journal,
    members: Sequence[Member],
    measured: Sequence[str],
    findings: Sequence[Diagnostic],
    *,
    revised: bool = False,
) -> Member:
    """Return the checklist, in Markdown: what was checked, and what only the author can."""
    profile = journal.profile
    parts = [
        [f"# {'Revision for' if revised else 'Submission to'} {profile.name}", *_about(profile)],
        ["## Files", *(f"- `{m.name}`: {PARTS.get(m.part, f'the {m.part}')}" for m in members)],
        ["## Checked", *(f"- [x] {line}" for line in measured)] if measured else [],
        ["## Found", *(f"- [ ] {_line(finding)}" for finding in findings)] if findings else [],
        ["## To confirm", *(f"- [ ] {line}" for line in _to_confirm(journal, members))],
        ["## Where the rules were read", *_sources(profile)],
    ]
    written = [part for n, part in enumerate(parts) if not n or len(part) > 1]
    text = "\n\n".join("\n".join(_spaced(part)).rstrip() for part in written) + "\n"
    return Member(NAME, text.encode(), "checklist")


def _spaced(part: Sequence[str]) -> Iterator[str]:
    """Put an empty line behind a heading."""
    yield part[0]
    yield ""
    yield from part[1:]


def _about(profile: Profile) -> Iterator[str]:
    if profile.review:
        yield REVIEW[profile.review]
    if profile.note:
        yield profile.note


def _line(finding: Diagnostic) -> str:
    hints = "".join(f" ({hint})" for hint in finding.hints)
    return f"`{finding.span}`: {finding.message}{hints}"


def _to_confirm(journal: Journal, members: Sequence[Member]) -> Iterator[str]:
    """Yield what only the authors know, and the rules that nobody could read anywhere."""
    yield from journal.profile.checklist
    pages = journal.profile.limits.supplement_pages
    if pages and any(member.part == "supplement" for member in members):
        yield f"The supplement has {bounds_of(pages)} pages."
    parts = {file.part for file in journal.profile.files}
    unread = [rule for rule in journal.rules if not rule.origins]
    if "cover-letter" not in parts:
        unread = [rule for rule in unread if rule.place[0] != "letter"]
    if unread:
        names = ", ".join(f"`{_name(rule)}`" for rule in unread)
        yield f"Look at the journal's pages for what the profile could not source: {names}."


def _name(rule: Rule) -> str:
    return ".".join(map(str, rule.place))


def _sources(profile: Profile) -> Iterator[str]:
    for source in profile.sources.values():
        note = f" ({source.note})" if source.note else ""
        yield f"- {source.title}, <{source.url}>, read on {source.read.isoformat()}{note}"
