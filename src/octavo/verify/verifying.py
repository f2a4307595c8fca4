"""`octavo verify`: everything made twice in different surroundings, or again beside what is out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from octavo.diagnostics import Diagnostic
from octavo.figures import VALUES
from octavo.folders import writing
from octavo.progress import Progress, silently
from octavo.project import Project
from octavo.tools import Ended
from octavo.verify.again import Made, Wanted, make_each
from octavo.verify.comparison import Compared, compare
from octavo.verify.copies import repository_of
from octavo.verify.scripts import FIGURES, blamed, told_of_clock
from octavo.verify.surroundings import pair


@dataclass(frozen=True, slots=True)
class Verified:
    """What was compared, and what is to be said of it."""

    files: tuple[Compared, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    told: tuple[str, ...] = ()
    """In what the surroundings differed, or how those of what is published did."""

    failed: Ended | None = None
    """How a build ended that made nothing."""

    elsewhere: bool = False
    """Whether it was the one in other surroundings, while that in these made everything."""

    @property
    def is_equal(self) -> bool:
        """Whether everything was made, and all of it is as it was."""
        return self.failed is None and not any(one.differs for one in self.files)


def verify(project: Project, wanted: Wanted, progress: Progress = silently) -> Verified:
    """Make everything in two surroundings, from clean copies, and compare."""
    with room() as base:
        two = pair(base, repository_of(project.root))
        told = (f"other in both: {', '.join(two.varied)}", *(f"not tried: {a}" for a in two.alike))
        here, there = make_each(project.root, wanted, (two.here, two.elsewhere), progress)
        failed = here.failed or there.failed
        if failed is not None:
            return Verified(told=told, failed=failed, elsewhere=here.failed is None)
        files = tuple(compare(here.files, there.files, ("the first build", "the second build")))
        found = blamed(project, files, _values(here, there))
        clocks = () if found else told_of_clock(project)
        return Verified(files, (*found, *clocks), told)


@contextmanager
def room() -> Iterator[Path]:
    """Make a folder that everybody may enter, until the block is left."""
    with writing(Path(tempfile.gettempdir())):
        place = tempfile.TemporaryDirectory(prefix="octavo-verify-")
    with place as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        yield folder


def _values(*made: Made) -> Sequence[Path | None]:
    """Return the file of the scripts' values in each, if there is one."""
    return [one.files[name] if (name := FIGURES + VALUES) in one.files else None for one in made]
