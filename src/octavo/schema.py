"""What settings are made of: texts, addresses, lists, and models that know their keys."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")]

Mail: TypeAlias = Annotated[
    str,
    StringConstraints(
        pattern=r"""^[^@\s<>"(),:;\\\[\]]+@[^@\s<>"(),:;\\\[\]]+\.[^@\s<>"(),:;\\]+$"""
    ),
]
"""An address of e-mail without quoted parts (https://www.rfc-editor.org/rfc/rfc5322, 3.2.3)."""


def alone(value: Any) -> Any:
    """Let one item stand for a list of one."""
    return value if isinstance(value, list) or value is None else [value]


class Model(BaseModel):
    """A part of the metadata: unknown keys are errors, values keep their types."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: name.replace("_", "-"),
        populate_by_name=True,
    )
