"""Jinja2 templates by format: the manuscript's own, else the shipped one of that name.

Templates are sandboxed and see plain data alone.  What they print is escaped for
their format unless it is already of that format (`Fragment`).
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, nodes
from jinja2.exceptions import TemplateRuntimeError, TemplateSyntaxError
from jinja2.ext import Extension
from jinja2.filters import do_format
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment

from octavo.diagnostics import Diagnostic, Faults, Span
from octavo.root import shipped_templates
from octavo.sources import Undecodable, Unopened, read_text
from octavo.tracking import unmarked

WRONG = (TypeError, ValueError, ArithmeticError, LookupError, MemoryError)
"""What an expression of a template may end with, beside the errors of templates."""

STEPS, LONGEST, POWER = 200_000, 10_000_000, 10_000
"""The turns of a template's loops, the letters of a product, and the largest of a power."""

WIDE = re.compile(r"\d{7}")
"""A width in a format of Python's that is too much for any line."""

KEPT = 32
"""Manuscripts and formats whose templates a process keeps compiled."""


class Fragment(str):
    """Text that is already of the output format and is printed as it is."""

    __slots__ = ()


class _Steps(threading.local):
    """How many turns the loops and macros of a template have taken, in this thread."""

    taken = 0


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which nothing goes on without end or makes a text without end."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.steps = _Steps()

    def step(self) -> str:
        """Count a turn."""
        self.steps.taken += 1
        if self.steps.taken > STEPS:
            raise TemplateRuntimeError(f"the template's loops take more than {STEPS:,} turns")
        return ""

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiply, or refuse to where the result would fill the memory."""
        if operator == "%" and isinstance(left, str):
            raise TemplateRuntimeError("a template has no use for `%` with a text")
        if operator == "*":
            pairs = ((left, right), (right, left))
            sizes = [len(a) * b for a, b in pairs if hasattr(a, "__len__") and isinstance(b, int)]
            if any(size > LONGEST for size in sizes):
                raise TemplateRuntimeError(f"the text would have more than {LONGEST:,} letters")
        if operator == "**" and max(_size(left), _size(right)) > POWER:
            raise TemplateRuntimeError("the number would be too large")
        return super().call_binop(context, operator, left, right)

    def call(self, context: Any, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls, or refuse to where that would fill the memory."""
        _refuse_large((*args, *kwargs.values()))
        method = getattr(called, "__wrapped__", called)  # as the sandbox wraps `"{:>9}".format`
        if getattr(method, "__name__", "") in ("format", "format_map"):
            _refuse_wide(getattr(method, "__self__", None))
        return super().call(context, called, *args, **kwargs)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Return a template that counts the turns of its loops and the calls of its macros."""
        tree = super()._parse(source, name, filename)
        found: list[Any] = [*tree.find_all((nodes.For, nodes.Macro, nodes.CallBlock))]
        for node in found:
            count = nodes.Call(nodes.EnvironmentAttribute("step"), [], [], None, None)
            turn = nodes.ExprStmt(count).set_lineno(node.lineno).set_environment(self)
            node.body.insert(0, turn)
        return tree


def _refuse_large(values: Iterable[Any]) -> None:
    if any(_size(value) > LONGEST for value in values):
        raise TemplateRuntimeError("the number would be too large")


def _refuse_wide(form: Any) -> None:
    if isinstance(form, str) and WIDE.search(form):
        raise TemplateRuntimeError("the text would be too wide")


def _formatted(form: str, *args: Any, **kwargs: Any) -> str:
    """Return a text with values, as the filter `format` of Jinja does."""
    _refuse_wide(form)
    return do_format(form, *args, **kwargs)


def _bounded(filtering: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that takes no number with which it would fill the memory."""

    @wraps(filtering)  # also of what tells Jinja that it takes a context
    def bounded(*args: Any, **kwargs: Any) -> Any:
        _refuse_large((*args[1:], *kwargs.values()))
        return filtering(*args, **kwargs)

    return bounded


def _size(value: Any) -> float:
    return abs(value) if isinstance(value, (int, float)) else 0


class _Loader(FileSystemLoader):
    """Finds the manuscript's own templates of a format before the shipped ones."""

    def __init__(self, root: Path, form: str) -> None:
        super().__init__(shipped_templates() / form)
        self.root = root
        self.own = Path("templates", form)

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template and its file."""
        own = self.own.joinpath(*split_template_path(template))
        place = self.root / own
        if os.path.lexists(place):
            text = read_text(self.root, own)
            return text, str(place), lambda: self._is_still(own, text)
        text, file, is_as_it_was = super().get_source(environment, template)
        return text, file, lambda: not os.path.lexists(place) and is_as_it_was()

    def _is_still(self, own: Path, text: str) -> bool:
        """Tell whether a template of the manuscript reads as it did."""
        try:
            return read_text(self.root, own) == text
        except (Undecodable, Unopened):
            return False


@lru_cache(KEPT)
def _environment(
    root: Path, form: str, escape: Callable[[str], str], extensions: tuple[type[Extension], ...]
) -> _Sandbox:
    """Return what compiles templates, and keeps them while they stay as they are."""
    environment = _Sandbox(
        loader=_Loader(root, form),
        extensions=extensions,
        undefined=StrictUndefined,
        comment_start_string="<#-",
        comment_end_string="-#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: value if isinstance(value, Fragment) else escape(str(value)),
    )
    filters = {**environment.filters, "format": _formatted}
    environment.filters = {name: _bounded(filtering) for name, filtering in filters.items()}
    environment.filters["as_is"] = Fragment
    environment.filters["unmarked"] = unmarked
    return environment


def fill(
    root: Path,
    form: str,
    name: str,
    escape: Callable[[str], str],
    context: Mapping[str, Any],
    extensions: tuple[type[Extension], ...] = (),
) -> str:
    """Fill `templates/FORM/NAME`; raise `Faults` with the template's line where it fails.

    The delimiters are Jinja's, except that comments are `<#- … -#>`: pandoc, TeX
    and Typst write `{#`.
    """
    environment = _environment(root, form, escape, extensions)
    environment.steps.taken = 0
    try:
        return environment.get_template(name).render(context)
    except (Undecodable, Unopened) as error:
        raise Faults(_fault(error.message, error.span, error.hint)) from error
    except RecursionError as error:
        span = Span(Path("templates", form, name))
        raise Faults(_fault("the template calls itself without end", span)) from error
    except (TemplateError, *WRONG) as error:
        message = getattr(error, "message", None) or str(error) or type(error).__name__
        raise Faults(_fault(message, _place(error, form, name))) from error


def tells_marks(root: Path, form: str, name: str) -> bool:
    """Tell whether a template knows that values may be marked: one of before that does not."""
    own = Path("templates", form, name)
    if not os.path.lexists(root / own):
        return True
    try:
        return "unmarked" in read_text(root, own)
    except (Undecodable, Unopened):
        return False  # it is told when it is filled


def _fault(message: str, span: Span, hint: str = "") -> Diagnostic:
    return Diagnostic("template-invalid", message, span, (hint,) if hint else ())


def _place(error: BaseException, form: str, name: str) -> Span:
    """Return the template and the line at which it failed."""
    if isinstance(error, TemplateSyntaxError):
        return Span(Path("templates", form, error.name or name), error.lineno)
    span, trace = Span(Path("templates", form, name)), error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.parts[-3:-1] == ("templates", form) or file.parts[-3:-1] == ("_templates", form):
            span = Span(Path("templates", form, file.name), trace.tb_lineno)
        trace = trace.tb_next
    return span
