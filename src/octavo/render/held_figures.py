"""Figures that cannot float: those in cells of tables, in notes and in other figures."""

from __future__ import annotations

from typing import Any

from octavo.floats import HELD
from octavo.nodes import Node, branches, rewrite


def with_held_figures(trees: Any) -> Any:
    """Return a copy in which figures that cannot float have a class that says so."""
    rules = {"Table": _hold, "Note": _hold, "Figure": _hold, "Div": _hold_removed}
    return rewrite(trees, rules)


def _hold_removed(node: Node) -> list[Node]:
    """Hold the figures and tables of what was left out, which is framed."""
    attribute, blocks = node["c"]
    for inner in branches(blocks) if {"deletion", "moved-from"} & set(attribute[1]) else ():
        if inner["t"] in ("Figure", "Table"):
            classes = inner["c"][0][1]
            kept = [name for name in classes if name not in ("landscape", "wide", HELD)]
            inner["c"][0][1] = kept if "subfigure" in classes else [*kept, HELD]
    return [node]


def _hold(node: Node) -> list[Node]:
    for inner in branches(node["c"]):
        if inner["t"] == "Figure" and not {HELD, "subfigure"} & set(inner["c"][0][1]):
            inner["c"][0][1].append(HELD)
    return [node]
