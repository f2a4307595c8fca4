"""Figures that cannot float: those in cells of tables, in notes and in other figures."""

from __future__ import annotations

from typing import Any

from octavo.nodes import Node, branches, rewrite

HELD = "held"
"""The class of a figure that stands where it is written."""


def with_held_figures(trees: Any) -> Any:
    """Return a copy in which figures that cannot float have a class that says so."""
    return rewrite(trees, {"Table": _hold, "Note": _hold, "Figure": _hold})


def _hold(node: Node) -> list[Node]:
    for inner in branches(node["c"]):
        if inner["t"] == "Figure" and not {HELD, "subfigure"} & set(inner["c"][0][1]):
            inner["c"][0][1].append(HELD)
    return [node]
