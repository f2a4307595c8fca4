"""What grammars of several files share: words, numbers out of range, and damage to a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

ODD = st.sampled_from(
    [
        *("\0", "\u200b", "\u202e", "\ufeff", "\ufffd", "\x07", "\x85", "\u2028", "\r", "\t", "\n"),
        *('"', "'", "`", "\\", "{", "}", "{{", "}}", "{%", "{#", "[", "]", "<", ">", "<!--", "-->"),
        *("$", "$$", "@", "#", ":", "- ", "|", "&", "*", "!", "%", "~~~", "```", ":::", "---\n"),
        *("é", "شعر", "漢字", "👩‍🔬", "e\u0301", "ﬁ", "'", "x" * 5000, "(" * 60, "\ud800"),
    ]
)
WORDS = st.sampled_from(
    ["", "word", "Two words", "Rose, Gideon", "null", "1998", "{{ title }}", "*a*", "<b>", "a: b"]
)
TEXTS = WORDS | st.text(max_size=12)
SCALARS = st.one_of(
    TEXTS,
    st.sampled_from([None, True, False, 0, -1, 1.5, 10**30, float("inf"), float("nan")]),
    st.dates(),
)
"""Values of any kind, for where one kind is wanted."""

JUNK = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)


@st.composite
def damaged(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """Return a text, in one of two cases with a few cuts, copies and odd characters in it."""
    text = draw(texts)
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2, 4]))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        what = draw(st.sampled_from(["cut", "copy", "put", "end"]))
        if what == "cut":
            text = text[:start] + text[end:]
        elif what == "copy":
            text = text[:end] + text[start:]
        elif what == "put":
            text = text[:start] + draw(ODD) + text[start:]
        else:
            text = text[:start]
    return text


def of_schema(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Return values that a JSON Schema of pydantic's allows, and here and there others."""
    definitions = schema.get("$defs", {})
    known: dict[str, st.SearchStrategy[Any]] = {}

    def value(one: Mapping[str, Any]) -> st.SearchStrategy[Any]:
        if "$ref" in one:
            name = one["$ref"].rpartition("/")[2]
            if name not in known:
                known[name] = st.deferred(lambda: value(definitions[name]))
            return known[name]
        if "anyOf" in one:
            return st.one_of([value(each) for each in one["anyOf"]])
        if "enum" in one:
            return st.sampled_from(one["enum"])
        make = KINDS.get(one.get("type", ""))
        return mostly(make(one, value)) if make else JUNK

    return value(schema)


Value = Callable[[Mapping[str, Any]], st.SearchStrategy[Any]]


def mostly(right: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return a strategy that in one of twenty cases is anything."""
    return st.integers(0, 19).flatmap(lambda n: JUNK if n == 19 else right)


def _mapping(one: Mapping[str, Any], value: Value) -> st.SearchStrategy[Any]:
    fields = {name: value(each) for name, each in one.get("properties", {}).items()}
    if not fields:
        more = one.get("additionalProperties")
        inner = value(more) if isinstance(more, Mapping) else JUNK
        return st.dictionaries(TEXTS, inner, max_size=3)
    needed = {name: fields[name] for name in one.get("required", ())}
    some = st.lists(st.sampled_from(sorted(fields)), max_size=4, unique=True)
    return some.flatmap(
        lambda names: st.fixed_dictionaries(needed | {name: fields[name] for name in names})
    )


def _list(one: Mapping[str, Any], value: Value) -> st.SearchStrategy[Any]:
    if "items" in one:
        return st.lists(value(one["items"]), min_size=one.get("minItems", 0), max_size=3)
    return st.lists(JUNK, max_size=3)


def _string(one: Mapping[str, Any], _: Value) -> st.SearchStrategy[Any]:
    if one.get("format") == "date":
        return st.dates()
    return st.from_regex(one["pattern"]) | TEXTS if "pattern" in one else TEXTS


def _number(one: Mapping[str, Any], _: Value) -> st.SearchStrategy[Any]:
    ends = [one[key] for key in one if key.lower().endswith(("imum", "exclusivemaximum"))]
    return st.sampled_from([*ends, *(end + 1 for end in ends), 0, 1, 7, -1, 10**30])


KINDS: Mapping[str, Callable[[Mapping[str, Any], Value], st.SearchStrategy[Any]]] = {
    "object": _mapping,
    "array": _list,
    "string": _string,
    "integer": _number,
    "number": _number,
    "boolean": lambda *_: st.booleans(),
    "null": lambda *_: st.none(),
}
