"""Jinja2 templates by format: the manuscript's own, else the shipped one of that name.

Templates are sandboxed and see plain data alone.  What they print is escaped for
their format unless it is already of that format (`Fragment`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.ext import Extension
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment

from octavo.diagnostics import Diagnostic, Faults, Span
from octavo.render.time_limit import TooLong, within
from octavo.root import shipped_templates
from octavo.sources import Undecodable, Unopened, read_text
from octavo.tracking import unmarked

WRONG = (TypeError, ValueError, ArithmeticError, LookupError, MemoryError)
"""What an expression of a template may end with, beside the errors of templates."""

SECONDS = 30.0
"""How long a template may take; the longest takes one."""

MOST = 1000
"""The most times that a text is repeated, and the highest power."""

KEPT = 32
"""Manuscripts and formats whose templates a process keeps compiled."""


class Fragment(str):
    """Text that is already of the output format and is printed as it is."""

    __slots__ = ()


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


class _Sandbox(ImmutableSandboxedEnvironment):
    """Templates whose arithmetic cannot fill the memory."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Work out an operation of numbers, or one that repeats a text a few times."""
        numbers = [side for side in (left, right) if isinstance(side, (int, float))]
        if operator == "%" and len(numbers) < 2:
            raise SecurityError("`%` is for numbers: `format` puts values into a text")
        if any(abs(n) > MOST for n in numbers[-1:]) and (operator == "**" or len(numbers) < 2):
            raise SecurityError(f"`{operator}` takes no number beyond {MOST:,}")
        return super().call_binop(context, operator, left, right)


@lru_cache(KEPT)
def _environment(
    root: Path, form: str, escape: Callable[[str], str], extensions: tuple[type[Extension], ...]
) -> Environment:
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
    try:
        found = environment.get_template(name)
        with within(SECONDS):
            return found.render(context)
    except TooLong as error:
        message = f"the template did not end within {SECONDS:g} seconds"
        hint = "look for loops, or macros, that hold each other"
        raise Faults(_fault(message, _place(error, form, name), hint)) from error
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
