"""The running numbers of headings, figures, tables and equations, in the series they are of."""

from __future__ import annotations

from dataclasses import dataclass, field

RESPONSE = "R"
"""What stands before the numbers of what is beside the article."""


@dataclass(slots=True)
class Counters:
    """The running numbers of a document."""

    prefix: str = ""
    sections: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    appendices: int = 0
    supplements: int = 0
    items: dict[tuple[str, str], int] = field(default_factory=dict)

    def item(self, kind: str) -> str:
        """Return the next number of a figure, table or equation."""
        number = self.items.get((self.prefix, kind), 0) + 1
        self.items[self.prefix, kind] = number
        return f"{self.prefix}{number}"

    def section(self, level: int, classes: list[str]) -> str:
        """Return the next number of a heading."""
        if level == 1:
            self.enter(classes)
        numbers = self.parts if self.prefix else self.sections
        depth = level - 1 if self.prefix else level
        del numbers[depth:]
        numbers += [0] * (depth - len(numbers))
        if depth:
            numbers[-1] += 1
        return ".".join([*([self._part()] if self.prefix else []), *map(str, numbers)])

    def enter(self, classes: list[str]) -> None:
        """Begin the text, an appendix or supplementary material: what a main heading says."""
        if self.prefix == RESPONSE:
            return
        self.prefix = ""
        self.parts.clear()
        if "appendix" in classes:
            self.appendices += 1
            self.prefix = letters(self.appendices)
        elif "supplementary" in classes:
            self.supplements += 1
            self.prefix = "S"

    def _part(self) -> str:
        return f"S{self.supplements}" if self.prefix == "S" else self.prefix


def letters(number: int) -> str:
    """Return A, B, …, Z, AA, … (bijective base 26)."""
    out = ""
    while number:
        number, digit = divmod(number - 1, 26)
        out = chr(ord("A") + digit) + out
    return out
