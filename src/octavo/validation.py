"""What pydantic finds wrong in a YAML file, worded with its places and hints."""

from __future__ import annotations

import re
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from octavo.diagnostics import Diagnostic, Faults, nearest
from octavo.yaml_source import Place, Source

EXAMPLES = {
    "orcid": "`0000-0002-1825-0097`",
    "email": "`name@example.org`",
    "date": "`2026-03-09`",
    "doi": "`10.1000/182`",
    "language": "`en` or `en-GB`",
    "url": "`https://example.org/page`",
    "mail": "`name@example.org`",
    "ror": "`https://ror.org/02mhbdp94`",
}
"""How values that have one form are written, by their key."""

KINDS = {
    "string_type": "no text",
    "bool_type": "neither `true` nor `false`",
    "bool_parsing": "neither `true` nor `false`",
    "int_type": "no whole number",
    "int_parsing": "no whole number",
    "int_from_float": "no whole number",
    "float_type": "no number",
    "float_parsing": "no number",
    "dict_type": "no mapping of keys to values",
    "date_type": "no date",
    "date_parsing": "no date",
    "date_from_datetime_parsing": "no date",
    "date_from_datetime_inexact": "no date",
}
"""What is said of a value of another type, by the name of the mistake."""

LONG = 60
"""Letters beyond which a value is not shown."""

AModel = TypeVar("AModel", bound=BaseModel)


def validated(model: type[AModel], source: Source, code: str) -> AModel:
    """Return the data of a file as a model; raise `Faults` under `code` for each mistake."""
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        causes = _causes(error)
        raise Faults(*(_Wording(model, source, code).of(one) for one in causes)) from None


def _causes(error: ValidationError) -> list[ErrorDetails]:
    """Leave out what is wrong of a whole only because a part of it is.

    A list is too short where its items are wrong, and what has parts of which one is wrong is no
    text.  Where a text or a list may stand for a mapping, what is neither is told once.
    """
    details = error.errors()
    inner = [
        place[:length] for place in (d["loc"] for d in details) for length in range(len(place))
    ]
    return [
        d
        for d in details
        if not (d["type"] == "too_short" and d["loc"] in inner)
        and not (d["type"] == "dict_type" and str(d["loc"][-1]).startswith("dict["))
        and not (d["type"] == "string_type" and _is_of_a_part(d, details))
    ]


def _as_yaml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _written_so(value: object, kind: str, name: str) -> tuple[str, ...]:
    """Return how a value is written that has another type than it should."""
    if KINDS[kind] == "no date":
        return (f"write it as {EXAMPLES['date']}, with year, month and day",)
    if name in EXAMPLES:
        return (f"write it as {EXAMPLES[name]}",)
    alone = kind == "string_type" and not isinstance(value, (list, dict))
    return ("put it in quotes",) if alone else ()


def _is_of_a_part(whole: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Tell whether a part of a list or mapping is what is wrong, where a text might stand too."""
    place = whole["loc"][:-1]
    parts = (d["loc"] for d in details if len(d["loc"]) > len(whole["loc"]))
    return whole["loc"][-1] == "constrained-str" and any(p[: len(place)] == place for p in parts)


class _Wording:
    """Words the mistakes of one file."""

    def __init__(self, model: type[BaseModel], source: Source, code: str) -> None:
        self._model = model
        self._source = source
        self._code = code

    def of(self, details: ErrorDetails) -> Diagnostic:
        source, place = self._source, self._known_place(details["loc"])
        name = str(details["loc"][-1])
        where = ".".join(map(str, place))
        hints: tuple[str, ...] = ()
        match details["type"]:
            case "extra_forbidden":
                message = f"unknown key `{name}`"
                hints = nearest(name, self._siblings(place))
            case "missing":
                message = f"the key `{name}` is missing"
            case "model_type":
                keys = ", ".join(f"`{key}`" for key in self._siblings((*place, "")))
                message = f"`{where}` has keys of its own: {keys}"
            case "tuple_type":
                message = f"`{where}` is no list"
                hints = (f"write it as `[{source.at(place)}]`",)
            case "string_pattern_mismatch" if name == "[key]":
                message = f"`{place[-1]}` is no code of a language"
                hints = (f"write it as {EXAMPLES['language']}",)
            case "string_pattern_mismatch" if name in EXAMPLES:
                message = f"`{source.at(place)}` is no value of `{name}`"
                hints = (f"write it as {EXAMPLES[name]}",)
            case "literal_error":
                message, hints = self._of_choices(details, place)
            case "string_too_short" | "too_short":
                message = f"`{where}` is empty"
            case kind if kind in KINDS and source.at(place) is None:
                message = f"`{where}` is empty"
            case kind if kind in KINDS:
                written = source.at(place)
                is_long = isinstance(written, (list, dict)) or len(str(written)) > LONG
                shown = "" if is_long else f": `{_as_yaml(written)}`"
                message = f"`{where}`{shown} is {KINDS[kind]}"
                hints = _written_so(written, kind, name)
            case _:
                said = details["msg"].replace("Input should be", "it must be", 1)
                message = f"`{where}`: {said[:1].lower()}{said[1:]}"
                hints = (f"write it as {EXAMPLES[name]}",) if name in EXAMPLES else ()
        return Diagnostic(self._code, message, source.span(place), hints)

    def _of_choices(self, details: ErrorDetails, place: Place) -> tuple[str, tuple[str, ...]]:
        """Return the message and the hints for what is none of a few words."""
        is_key = details["loc"][-1] == "[key]"
        written = place[-1] if is_key else self._source.at(place)
        named = [part for part in place[: len(place) - is_key] if isinstance(part, str)]
        expected = details["ctx"]["expected"].replace("'", "`")
        near = nearest(re.sub(r"\W+", "-", str(written)), re.findall("`([^`]+)`", expected))
        what = "key" if is_key else "value"
        message = f"`{written}` is no {what} of `{named[-1]}`"
        return message, near or (f"write {expected}",)

    def _known_place(self, loc: tuple[int | str, ...]) -> Place:
        """Drop what pydantic adds to a location: the names of a union's members."""
        place: Place = ()
        for part in loc:
            if (*place, part) in self._source.values:
                place = (*place, part)
        return place

    def _siblings(self, place: Place) -> list[str]:
        model: type | None = self._model
        for part in place[:-1]:
            model = _model_of(model, part)
        return [name.replace("_", "-") for name in getattr(model, "model_fields", {})]


def _model_of(model: type | None, part: str | int) -> type | None:
    if isinstance(part, int):
        return model
    field = getattr(model, "model_fields", {}).get(part.replace("-", "_"))
    if field is None:
        return None
    found = [field.annotation, *get_args(field.annotation)]
    found += [inner for outer in found[1:] for inner in get_args(outer)]
    return next((t for t in found if hasattr(t, "model_fields")), None)
