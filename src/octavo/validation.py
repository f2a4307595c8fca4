"""What pydantic finds wrong in a YAML file, worded with its places and hints."""

from __future__ import annotations

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

    A list is too short where its items are wrong, and a mapping whose key is wrong is no text.
    What is neither a list nor a mapping is told of once, as no list.
    """
    details = error.errors()
    inner = [
        place[:length] for place in (d["loc"] for d in details) for length in range(len(place))
    ]
    lists = {d["loc"][:-1] for d in details if d["type"] == "tuple_type"}
    return [
        d
        for d in details
        if not (d["type"] == "too_short" and d["loc"] in inner)
        and not (d["type"] == "dict_type" and d["loc"][:-1] in lists)
        and not (d["type"] == "string_type" and d["loc"][:1] in inner and _is_key_of(d, details))
    ]


def _is_key_of(whole: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Tell whether a key of a mapping is what is wrong, which a text would not have."""
    return any(d["loc"][:1] == whole["loc"][:1] and d["loc"][-1] == "[key]" for d in details)


class _Wording:
    """Words the mistakes of one file."""

    def __init__(self, model: type[BaseModel], source: Source, code: str) -> None:
        self._model = model
        self._source = source
        self._code = code

    def of(self, details: ErrorDetails) -> Diagnostic:
        source, place = self._source, self._known_place(details["loc"])
        name = str(details["loc"][-1])
        hints: tuple[str, ...] = ()
        match details["type"]:
            case "extra_forbidden":
                message = f"unknown key `{name}`"
                hints = nearest(name, self._siblings(place))
            case "missing":
                message = f"the key `{name}` is missing"
            case "model_type":
                keys = ", ".join(f"`{key}`" for key in self._siblings((*place, "")))
                message = f"`{'.'.join(map(str, place))}` has keys of its own: {keys}"
            case "tuple_type":
                message = f"`{'.'.join(map(str, place))}` is no list"
                hints = (f"write it as `[{source.at(place)}]`",)
            case "string_pattern_mismatch" if name == "[key]":
                message = f"`{place[-1]}` is no code of a language"
                hints = (f"write it as {EXAMPLES['language']}",)
            case "string_pattern_mismatch" if name in EXAMPLES:
                message = f"`{source.at(place)}` is no value of `{name}`"
                hints = (f"write it as {EXAMPLES[name]}",)
            case _:
                where = ".".join(str(part) for part in place)
                message = f"`{where}`: {details['msg'][:1].lower()}{details['msg'][1:]}"
                hints = (f"write it as {EXAMPLES[name]}",) if name in EXAMPLES else ()
        return Diagnostic(self._code, message, source.span(place), hints)

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
