"""What is wrong where YAML cannot be parsed, in the words of those who write it.

The parser says what it expected at the place at which it gave up, often lines behind the mistake.
"""

from __future__ import annotations

import re
from typing import TypeAlias

import yaml

Worded: TypeAlias = "tuple[yaml.Mark | None, str, str]"
"""Where it is, what is wrong, and what to do."""

QUOTE = 'put the text in quotation marks, `"…"`'
COLUMN = "begin it in the column of what it stands beside"


def worded(error: yaml.MarkedYAMLError, text: str) -> Worded:
    """Say what is wrong with a text that the parser refused."""
    context, problem = error.context or "", error.problem or error.context or ""
    if context == "expected a single document in the stream":
        hint = "take the line `---` out: the file is all metadata"
        return error.problem_mark, problem, hint
    if "mapping values are not allowed" in problem and error.problem_mark:
        return error.problem_mark, *_colon(text, error.problem_mark)
    if "cannot start any token" in problem:
        return error.problem_mark, *_sign(text, error.problem_mark)
    for part_of_context, part_of_problem, message, hint in BEGUN:
        if part_of_context in context and part_of_problem in problem:
            return error.context_mark or error.problem_mark, message, hint
    for part_of_problem, message, hint in MET:
        if part_of_problem in problem:
            return error.problem_mark, message, hint
    if "expected <block end>" in problem and error.problem_mark:
        return error.problem_mark, *_indented(text, error.problem_mark)
    return error.problem_mark or error.context_mark, problem, QUOTE


BEGUN = (
    (
        "quoted scalar",
        "found unexpected",
        "a quotation mark that is not closed",
        "put the same mark at the end of the text",
    ),
    (
        "flow sequence",
        "expected ',' or ']'",
        "a list that lacks a comma or its end",
        "part with commas what it holds, and end it with `]`",
    ),
    (
        "flow mapping",
        "expected ',' or '}'",
        "keys that lack a comma or their end",
        "part them with commas, and end them with `}`",
    ),
    (
        "simple key",
        "expected ':'",
        "a line that is no `key: value`",
        "indent it if it goes on from the line above",
    ),
    ("scanning an alias", "", "a text that begins with `*`", QUOTE),
    ("scanning an anchor", "", "a text that begins with `&`", QUOTE),
)
"""Mistakes that are where something begins: what the parser was at, what it met, and our words."""

MET = (
    (
        "sequence entries are not allowed",
        "a `-` behind a key",
        "begin the list on the line below the key",
    ),
    (
        "found '<scalar>'",
        "a text that goes on behind its quotation mark",
        "put the whole text in other marks, `\"…\"` or `'…'`",
    ),
)
"""Mistakes that are where the parser met them."""


def _colon(text: str, mark: yaml.Mark) -> tuple[str, str]:
    """Say why a `:` stands where none may."""
    if re.search(r":\s", _line(text, mark.line)[: mark.column]):
        return "a second `:` in a line", QUOTE
    if re.match(r"[ \t-]*[\w-]+:[^\s/]", _line(text, mark.line - 1)):
        return "the line above has no space behind its `:`", "write a space behind the `:`"
    return _indented(text, mark)


def _indented(text: str, mark: yaml.Mark) -> tuple[str, str]:
    """Say why a line is not where it should be."""
    for number, where in ((mark.line, "a"), (mark.line - 1, "the line above has a")):
        if re.match(r"[ \t]*-[^\s-]", _line(text, number)):
            return f"{where} `-` without a space behind it", "write a space behind the `-`"
    return "indented otherwise than what it stands beside", COLUMN


def _sign(text: str, mark: yaml.Mark | None) -> tuple[str, str]:
    """Say what to do with a sign that no value can begin with."""
    sign = _line(text, mark.line)[mark.column : mark.column + 1] if mark else ""
    if sign == "\t":
        return "a tab", "indent with spaces"
    return f"a text that begins with `{sign}`", QUOTE


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number] if 0 <= number < len(lines) else ""
