"""Figure scripts that give something else each time, and what in them is the likely cause."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from octavo.diagnostics import Diagnostic, Severity, Span
from octavo.figures import VALUES
from octavo.project import Project
from octavo.sources import Undecodable, Unopened, read_text
from octavo.verify.comparison import Compared

CODE = "figure-unrepeatable"
FIGURES = "figures/"
"""Where drawn figures are, below `build/`."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A kind of call that gives something else each time, and what to do instead."""

    calls: frozenset[str]
    does: str
    hint: str


def _calls(names: str) -> frozenset[str]:
    return frozenset(names.split())


CLOCK = "reads the clock"

CAUSES = (
    Cause(
        _calls("datetime.now datetime.today datetime.utcnow date.today time.time time.time_ns")
        | _calls("time.strftime time.localtime time.gmtime time.ctime time.asctime")
        | _calls("Timestamp.now Timestamp.today"),
        CLOCK,
        "write the date into the script or its data",
    ),
    Cause(
        _calls("time.perf_counter time.monotonic time.process_time"),
        "measures how long it takes",
        "leave that out of what is drawn or written",
    ),
    Cause(
        _calls("uuid.uuid1 uuid.uuid4 os.urandom secrets.token_hex secrets.randbelow"),
        "takes what no seed governs",
        "take random numbers of `random.Random(1)`",
    ),
    Cause(
        _calls("os.getpid os.getlogin os.cpu_count os.getcwd getpass.getuser socket.gethostname")
        | _calls("platform.node platform.platform os.uname Path.home Path.cwd os.getenv"),
        "asks who or where it is",
        "leave that out of what is drawn or written",
    ),
    Cause(
        _calls("os.listdir os.scandir os.walk glob.glob glob.iglob")
        | {".glob", ".rglob"}
        | {".iterdir"},
        "lists a folder, in whatever order",
        "put `sorted(…)` around it",
    ),
)
RANDOM = Cause(frozenset(), "takes random numbers without a seed", "give a seed: {seeded}")
SEEDED = {"default_rng", "Random", "RandomState"}
"""What is random with a seed or without one, by whether it is given any."""

USUAL = (
    "the usual causes: random numbers without a seed, the clock, the user's or the machine's name,"
    " fonts or settings in the home folder, sums over several threads"
)


def blamed(
    project: Project, compared: Sequence[Compared], values: Sequence[Path | None]
) -> list[Diagnostic]:
    """Return the scripts of whose pictures or values not all are equal, with the likely causes."""
    pictures = {c.name.removeprefix(FIGURES): c for c in compared if c.name.startswith(FIGURES)}
    told = {name: f"the value `{name}`" for name in _unequal(values)}
    found = []
    for script in project.scripts:
        of_it = [c for name, c in pictures.items() if c.differs and _is_of(name, script, project)]
        of_it.sort(key=lambda c: not c.name.endswith(".svg"))  # its lines say most
        what = [f"{c.name}: {c.differs}" for c in of_it[:1]]
        what += [f"its values in {FIGURES}{VALUES}"] if script.stem in told else []
        if what:
            found.append(_diagnostic(project, script, " and ".join(what)))
    return found


def told_of_clock(project: Project) -> Iterator[Diagnostic]:
    """Yield the scripts that read the clock, which two builds of one hour may not show."""
    for script in project.scripts:
        for span, does, hint in causes_in(script, _source(project, script)):
            if does == CLOCK:
                message = f"the script {CLOCK}: what it draws may be otherwise another day"
                yield Diagnostic(CODE, message, span, (hint,), Severity.NOTE)
                break


def _source(project: Project, path: Path) -> str:
    """Return a script; of what is no text, nothing."""
    try:
        return read_text(project.root, path)
    except (Undecodable, Unopened):
        return ""


def _is_of(name: str, script: Path, project: Project) -> bool:
    """Tell whether a picture is a script's: its own name, or that with a number."""
    stem = PurePosixPath(name).stem
    others = {other.stem for other in project.scripts}
    head, _, number = stem.rpartition("-")
    return stem == script.stem or (stem not in others and head == script.stem and number.isdigit())


def _unequal(values: Sequence[Path | None]) -> set[str]:
    """Return the names of the scripts whose values are not the same in both files."""
    one, other = (json.loads(path.read_bytes()) if path else {} for path in values)
    return {name for name in {*one, *other} if one.get(name) != other.get(name)}


def _diagnostic(project: Project, script: Path, what: str) -> Diagnostic:
    message = f"the script gives something else each time: {what}"
    for path in (script, *_helpers(project, script)):
        for span, does, hint in causes_in(path, _source(project, path)):
            return Diagnostic(CODE, f"{message}; this {does}", span, (hint,))
    return Diagnostic(CODE, message, Span(script), (USUAL,))


def _helpers(project: Project, script: Path) -> Iterator[Path]:
    """Yield the modules beside a script that it may import, for it has their names."""
    source = _source(project, script)
    for path in sorted((project.root / script).parent.glob("_*.py")):
        if path.stem in source:
            yield path.relative_to(project.root)


def causes_in(path: Path, source: str) -> Iterator[tuple[Span, str, str]]:
    """Yield the calls of a script that may give something else each time: place, fact, hint."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    names = dict(_imported(tree))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    dotted = {id(call): _dotted(call.func, names) for call in calls}
    seeded = any(name.endswith(".seed") for name in dotted.values())
    ordered = {id(inner) for call in calls if dotted[id(call)] == "sorted" for inner in call.args}
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        cause = _cause(dotted[id(call)], call, seeded=seeded)
        if cause is not None and id(call) not in ordered:
            line = source.splitlines()[call.lineno - 1].encode()
            column = len(line[: call.col_offset].decode()) + 1
            yield Span(path, call.lineno, column, column), cause.does, cause.hint


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield the names that a script gives to modules and to what is in them, with their own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((a.asname, a.name) for a in node.names if a.asname)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((a.asname or a.name, f"{node.module}.{a.name}") for a in node.names)


def _dotted(node: ast.expr, names: dict[str, str]) -> str:
    """Return what is called, as `numpy.random.normal`; of what is no name, what follows it."""
    match node:
        case ast.Name(name):
            return names.get(name, name)
        case ast.Attribute(value, attribute):
            return f"{_dotted(value, names)}.{attribute}"
        case _:
            return ""


def _cause(name: str, call: ast.Call, *, seeded: bool) -> Cause | None:
    last, two = name.rpartition(".")[2], ".".join(name.split(".")[-2:])
    for cause in CAUSES:
        if two in cause.calls or f".{last}" in cause.calls:
            return cause
    if last in SEEDED:
        bare = not call.args and not call.keywords
        return _unseeded(f"`{last}(1)`") if bare else None
    if name.startswith(("random.", "numpy.random.")) and not seeded and last != "seed":
        module = name.rpartition(".")[0]
        return _unseeded(f"call `{module}.seed(1)` first")
    return None


def _unseeded(how: str) -> Cause:
    return Cause(RANDOM.calls, RANDOM.does, RANDOM.hint.format(seeded=how))
