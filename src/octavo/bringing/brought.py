"""What comes in: a paper in our form, and what is to be said of what did not come over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from octavo.diagnostics import UsageError
from octavo.yaml_source import Value

MAX_SOURCE = 200_000_000
"""Bytes of a file, or of a folder, that is brought in."""

MAX_FILES = 5_000
"""Files of a package or a folder."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that did not come over as it was: where, what, and what to do about it."""

    where: str
    """`path:line:column`, or in a Word file the paragraph and its first words."""

    what: str
    hint: str = ""
    lost: bool = True
    """Whether the author has to look at it; else it is told, and was taken over in another form."""

    @property
    def lines(self) -> Iterator[str]:
        """The lines that are shown."""
        yield f"{self.where}: {'warning' if self.lost else 'note'}: {self.what}"
        if self.hint:
            yield f"  hint: {self.hint}"


@dataclass(slots=True)
class Brought:
    """A paper from elsewhere, on its way."""

    metadata: dict[str, Value] = field(default_factory=dict)
    sections: list[tuple[str, str]] = field(default_factory=list)
    """Headings and Markdown texts, in order."""

    files: dict[PurePosixPath, bytes] = field(default_factory=dict)
    """Pictures, bibliographies and scripts by where they go."""

    remarks: list[Remark] = field(default_factory=list)

    def tell(self, where: str, what: str, hint: str = "") -> None:
        """Note what the author has to look at."""
        self.remarks.append(Remark(where, what, hint))

    def note(self, where: str, what: str) -> None:
        """Note what was taken over in another form."""
        self.remarks.append(Remark(where, what, lost=False))


def refuse(where: str, what: str, hint: str = "") -> UsageError:
    """Return the error that ends an import, with its place."""
    return UsageError(f"{where}: {what}", hint or "nothing was written")
