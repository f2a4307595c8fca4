"""Jinja2 templates by format: the manuscript's own, else the shipped one of that name.

Templates are sandboxed and see plain data alone.  What they print is escaped for
their format unless it is already of that format (`Fragment`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from octavo.diagnostics import Diagnostic, Faults, Span


class Fragment(str):
    """Text that is already of the output format and is printed as it is."""

    __slots__ = ()


def shipped_templates() -> Path:
    """Return the folder of the shipped templates: in the package, or beside the sources."""
    inside = Path(__file__).parents[1] / "_templates"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "templates"


def fill(
    root: Path, form: str, name: str, escape: Callable[[str], str], context: Mapping[str, Any]
) -> str:
    """Fill `templates/FORM/NAME`; raise `Faults` with the template's line where it fails.

    The delimiters are Jinja's, except that comments are `<#- … -#>`: pandoc, TeX
    and Typst write `{#`.
    """
    folders = [root / "templates" / form, shipped_templates() / form]
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        comment_start_string="<#-",
        comment_end_string="-#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: value if isinstance(value, Fragment) else escape(str(value)),
    )
    environment.filters["as_is"] = Fragment
    try:
        return environment.get_template(name).render(context)
    except TemplateError as error:
        raise Faults(_diagnostic(error, form, name)) from error


def _diagnostic(error: TemplateError, form: str, name: str) -> Diagnostic:
    path = Path("templates", form, name)
    line = 1
    if isinstance(error, TemplateSyntaxError):
        line = error.lineno
    else:
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename.endswith(name):
                line = trace.tb_lineno
            trace = trace.tb_next
    return Diagnostic("template-invalid", error.message or str(error), Span(path, line))
