"""Diagnostics as people and programs read them: text, JSON, SARIF, annotations, JUnit."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from octavo.diagnostics import Diagnostic, Severity, Span

COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def texts_of(diagnostics: Iterable[Diagnostic], root: Path) -> Iterator[str]:
    """Yield diagnostics for people: place, words, the source line with a caret, hints."""
    sources: dict[Path, list[str]] = {}
    for diagnostic in diagnostics:
        path = diagnostic.span.path
        if path not in sources:
            sources[path] = _lines(root, path)
        yield text_of(diagnostic, sources[path])


def text_of(diagnostic: Diagnostic, source: Sequence[str] = ()) -> str:
    """Return a diagnostic for people, with its line of the source if that is given."""
    import click

    severity = click.style(diagnostic.severity.value, fg=COLORS[diagnostic.severity], bold=True)
    place = click.style(str(diagnostic.span), bold=True)
    lines = [f"{place}: {severity}: {diagnostic.message} [{diagnostic.code}]"]
    lines += _source_line(source, diagnostic.span)
    lines += [f"  hint: {hint}" for hint in diagnostic.hints]
    return "\n".join(lines)


def _lines(root: Path, path: Path) -> list[str]:
    from octavo.sources import Undecodable, Unopened, read_text

    if path.parts[:1] == ("build",):
        return []
    try:
        return read_text(root, path).split("\n")
    except (Undecodable, Unopened):
        return []


def _source_line(lines: Sequence[str], span: Span) -> list[str]:
    """Return the line of the source, at most 100 columns of it, and carets below the span."""
    if not 1 <= span.line <= len(lines) or not lines[span.line - 1].strip():
        return []
    line = "".join(shown(character) for character in lines[span.line - 1])
    first = max(0, span.column - 61)
    before, marked = line[first : span.column - 1], line[span.column - 1 : span.end - 1]
    carets = "^" * min(max(1, width_of(marked)), 100 - width_of(before))
    return [f"    {line[first : first + 100]}".rstrip(), f"    {' ' * width_of(before)}{carets}"]


def shown(character: str) -> str:
    """Return a character that takes a place in a terminal and cannot steer it."""
    if character == "\t":
        return " "
    return "\ufffd" if unicodedata.category(character) in ("Cc", "Cf", "Cs") else character


def width_of(text: str) -> int:
    """Return the columns of a terminal that a text takes."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


def json_of(diagnostics: Sequence[Diagnostic]) -> str:
    """Return a list of objects, one a diagnostic."""
    return json.dumps([object_of(d) for d in diagnostics], ensure_ascii=False, indent=2)


def object_of(diagnostic: Diagnostic) -> dict[str, object]:
    """Return a diagnostic as programs read it."""
    span = diagnostic.span
    return {
        "rule": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "path": span.path.as_posix(),
        "line": span.line,
        "column": span.column,
        "end": span.end,
        "hints": list(diagnostic.hints),
        "fixable": bool(diagnostic.edits),
    }


def sarif_of(diagnostics: Sequence[Diagnostic], version: str, described: dict[str, str]) -> str:
    """Return a log of the Static Analysis Results Interchange Format, version 2.1.0.

    https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
    """
    codes = sorted({diagnostic.code for diagnostic in diagnostics})
    rules = [
        {"id": code, "shortDescription": {"text": described.get(code) or code}} for code in codes
    ]
    driver = {"name": "octavo", "semanticVersion": version, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, codes) for diagnostic in diagnostics],
    }
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _result(diagnostic: Diagnostic, codes: list[str]) -> dict[str, object]:
    span = diagnostic.span
    region = {"startLine": span.line, "startColumn": span.column}
    if span.end >= span.column:
        region |= {"endLine": span.line, "endColumn": span.end}
    place = {"artifactLocation": {"uri": _uri(span.path)}, "region": region}
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": codes.index(diagnostic.code),
        "level": LEVELS[diagnostic.severity],
        "message": {"text": "\n".join([diagnostic.message, *diagnostic.hints])},
        "locations": [{"physicalLocation": place}],
    }


def _uri(path: Path) -> str:
    from urllib.parse import quote

    return quote(path.as_posix())


def github_of(diagnostics: Iterable[Diagnostic]) -> str:
    """Return workflow commands that annotate the lines of a pull request.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    return "\n".join(
        f"::{names[d.severity]} file={_property(d.span.path.as_posix())},line={d.span.line},"
        f"col={d.span.column},endColumn={max(d.span.column, d.span.end - 1)},"
        f"title={_property(d.code)}::{_data(chr(10).join([d.message, *d.hints]))}"
        for d in diagnostics
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def junit_of(diagnostics: Sequence[Diagnostic], applied: Iterable[str]) -> str:
    """Return a JUnit report: a case for each rule, failed where it found something."""
    by_code: dict[str, list[Diagnostic]] = {code: [] for code in applied}
    for diagnostic in diagnostics:
        by_code.setdefault(diagnostic.code, []).append(diagnostic)
    failed = {code: found for code, found in by_code.items() if any(map(fails, found))}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites><testsuite name="octavo check" tests="{len(by_code)}"'
        f' failures="{len(failed)}" errors="0" skipped="0" time="0">',
    ]
    for code, found in sorted(by_code.items()):
        words = "\n".join("\n".join([f"{d.span}: {d.message}", *d.hints]) for d in found)
        tag = "failure" if code in failed else "system-out"
        message = f" message={quoteattr(_printable(found[0].message))}" if code in failed else ""
        inner = f"<{tag}{message}>{escape(_printable(words))}</{tag}>" if found else ""
        lines.append(f'<testcase classname="octavo" name={quoteattr(code)}>{inner}</testcase>')
    return "\n".join([*lines, "</testsuite></testsuites>"])


def _printable(text: str) -> str:
    """Drop what XML 1.0 cannot hold."""
    return re.sub(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def numbers_of(diagnostics: Sequence[Diagnostic]) -> str:
    """Return how many of them there are: `1 error, 2 warnings`."""
    numbers = [(s, sum(d.severity is s for d in diagnostics)) for s in Severity]
    return ", ".join(f"{n} {s.value}{'s' * (n > 1)}" for s, n in numbers if n)


def fails(diagnostic: Diagnostic) -> bool:
    """Tell whether a check with this finding ends with a failure."""
    return diagnostic.severity is not Severity.NOTE
