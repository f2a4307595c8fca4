"""Notes of what stands across both columns, which Typst would lose (0.15).

There a mark stands for the note, which is written unseen in the column before.
"""

from __future__ import annotations

from typing import Any

from octavo.nodes import Node, rewrite
from octavo.render.typst_code import code, label_code, literal


class Notes:
    """Takes notes out of floats; each has a name that no author gives."""

    def __init__(self) -> None:
        self.count = 0
        self.waiting: list[Node] = []

    def marked(self, value: Any) -> Any:
        """Return a tree with marks in the places of its notes."""
        return rewrite(value, {"Note": self._mark})

    def written(self) -> list[Node]:
        """Return the notes that were marked and not yet written."""
        written, self.waiting = self.waiting, []
        return written

    def _mark(self, node: Node) -> list[Node]:
        self.count += 1
        name = f"octavo note {self.count}"
        self.waiting += [code("#unmarked["), node, code(f"{label_code(name)}]")]
        return [code(f"#footnote(label({literal(name)}))")]
