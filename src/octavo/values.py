"""Values in the text, `{{ … }}`: what they print, and which of them nothing gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from octavo.characters import without
from octavo.figures import Figures
from octavo.manuscript import Kind, Manuscript, Mention
from octavo.metadata import Metadata

FILTERS = (
    *("abs", "capitalize", "default", "first", "float", "int", "join", "last", "length"),
    *("lower", "max", "min", "round", "sum", "title", "upper"),
)
"""The filters of Jinja's that `{{ values }}` may use."""

MAX_EXPONENT = 64


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that the text asks for and nothing gives."""

    mention: Mention
    reason: str


class _Expressions(ImmutableSandboxedEnvironment):
    """Expressions that end: none can be made to fill the memory or run for hours."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Work out an operation of numbers alone; raise a power to no more than 64."""
        if not all(isinstance(side, (int, float)) for side in (left, right)):
            raise SecurityError(f"`{operator}` is for numbers")
        if operator == "**" and abs(right) > MAX_EXPONENT:
            raise SecurityError(f"the exponent is more than {MAX_EXPONENT}")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
        """Refuse every method: values are data."""
        return False


class Values:
    """What `{{ … }}` prints: metadata, the author's values, those of figure scripts."""

    def __init__(self, metadata: Metadata, figures: Figures) -> None:
        self._environment = _Expressions(undefined=StrictUndefined)
        known = self._environment.filters
        self._environment.filters = {name: known[name] for name in FILTERS}
        self._environment.filters |= {"thousands": _thousands, "decimals": _decimals}
        self._environment.globals = {}
        data = metadata.model_dump(mode="json", exclude={"build", "checks"})
        self._context = {**data, "figures": figures.values}

    def __getitem__(self, expression: str) -> str:
        """Return the text of an expression; raise `ValueError` where it has none."""
        try:
            value = self._environment.compile_expression(expression, undefined_to_none=False)(
                **self._context
            )
            return without(_text(value))
        except (TemplateError, TypeError, ArithmeticError, OverflowError, MemoryError) as error:
            raise ValueError(str(error)) from error

    def unknown(self, manuscript: Manuscript) -> Iterator[Unknown]:
        """Yield the values that the text asks for and that cannot be printed."""
        for mention in manuscript.of(Kind.VALUE):
            try:
                self[mention.text]
            except ValueError as error:
                yield Unknown(mention, str(error))


def _text(value: Any) -> str:
    if isinstance(value, bool) or value is None or isinstance(value, (str, int)):
        return str(value)
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(item) for item in value)
    return str(value)  # an undefined value raises here


def _decimals(number: float, places: int = 1) -> str:
    """Return a number with so many decimal places, at most 20."""
    return f"{number:.{min(max(int(places), 0), 20)}f}"


def _thousands(number: float) -> str:
    """Return a number with a comma between its thousands, and a whole one as one."""
    return f"{int(number) if float(number).is_integer() else number:,}"
