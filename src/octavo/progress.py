"""What is told of a command's steps while it works."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[str], None]
"""Is called with the name of each step that is done."""


def silently(_: str) -> None:
    """Tell nothing."""
