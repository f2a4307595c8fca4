r"""A `{{ value }}` that neither the metadata nor a figure script gives, or that does not end.

The text would lack a number.  Correct the name, or write the value: under `values`
in `metadata.yaml`, or as JSON by the figure script that computes it.  A value stands in one
line; braces that are text have a backslash, `\{{`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Span, nearest
from octavo.figures import Failed
from octavo.nodes import walk
from octavo.prose import prose_of_text

FAMILY = Family.FIGURES
GUARDS = True
OPEN = re.compile(r"(?<![\\{])\{\{(?!\{)")
ENDLESS = "write it in one line, `{{ … }}`; braces that are text have a backslash, `\\{{`"
HINT = "use `values` of metadata.yaml, or `figures.NAME.KEY` of a figure script"


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find values that cannot be printed."""
    known = [*_names(evidence.figures.values, "figures")]
    known += _names(evidence.project.metadata.values, "values")
    silent = [figure for figure in evidence.figures.by_name.values() if figure.values is None]
    for unknown in evidence.unknown_values:
        asked = [figure for figure in silent if _asks(unknown.mention.text, figure.name)]
        if any(isinstance(figure.outcome, Failed) for figure in asked):
            continue  # the script's own finding tells the cause
        if asked:
            hints: tuple[str, ...] = ("the figure script that should write it wrote no values",)
        else:
            hints = nearest(unknown.mention.text.split("|")[0].strip(), known) or (HINT,)
        yield Finding(
            f"`{{{{ {unknown.mention.text} }}}}` has no value: {_reason(unknown.reason)}",
            unknown.mention.span,
            hints,
        )

    yield from _endless(evidence)


def _endless(evidence: Evidence) -> Iterator[Finding]:
    """Find braces that are printed, for what they begin goes on in the next line or has no end."""
    manuscript = evidence.manuscript
    texts = [(one.path, one.text) for one in manuscript.sections if OPEN.search(one.text)]
    nodes = walk([manuscript.blocks, manuscript.supplement]) if texts else ()
    if not any(node["t"] == "Str" and "{{" in node["c"] for node in nodes):
        return
    for path, text in texts:
        words = prose_of_text(path, text).text
        for found in OPEN.finditer(text):
            if words[found.start()] == "{":  # else it is code, a formula or a value
                span = Span.within(path, text, found.start(), 2)
                yield Finding("the value does not end in its line", span, (ENDLESS,))


def _asks(expression: str, name: str) -> bool:
    """Tell whether an expression asks for a value of a script."""
    name = re.escape(name.replace("-", "_"))
    return bool(re.search(rf"\bfigures(?:\.|\[['\"]){name}\b", expression))


def _reason(reason: str) -> str:
    """Return a reason of Jinja's as an author may say it."""
    found = re.search(r"has no attribute '(\w+)'|'(\w+)' is undefined", reason)
    if found:
        return f"nothing is called `{found[1] or found[2]}`"
    # a filter meets what is undefined in its own way
    return "nothing has that name" if "StrictUndefined" in reason else reason


def _names(values: object, before: str) -> Iterator[str]:
    """Yield the names of the values that lie below one."""
    for key, value in values.items() if isinstance(values, dict) else ():
        yield f"{before}.{key}"
        yield from _names(value, f"{before}.{key}")
