"""Pandoc: what it is asked, what it answers, and how long its answers are kept.

What pandoc writes depends on its arguments, its input and the files that it is given, and on
nothing else; so what it wrote once is taken from the store.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from octavo.characters import IN_JSON, tree_without
from octavo.diagnostics import ToolError
from octavo.folders import unfinished
from octavo.nodes import API_VERSION, Node, raw_block
from octavo.store import LAST, Store, digest_of, key_of
from octavo.tools import run

PANDOC_SECONDS = 60
PANDOC_SECONDS_A_MEGABYTE = 30
"""A tree of 150,000 words has 8 MB, and citeproc can take a minute for its 2,000 references."""

PANDOC_MEGABYTES, PANDOC_MEGABYTES_A_MEGABYTE = 4000, 500
"""Two megabytes of Markdown, which is a thick book, need 270."""

OUT_OF_MEMORY = ("out of memory", "Unable to commit", "eap exhausted", "eap overflow")
"""What Haskell says when it is given no more."""

PANDOC_MINIMUM = (3, 9)

STAGE, BLOCKS = "pandoc", f"blocks{LAST}"


@dataclass(frozen=True, slots=True)
class Task:
    """What pandoc is asked: `files` are options by name, whose values are files or folders."""

    arguments: tuple[str, ...]
    data: bytes
    env: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key of the answer."""
        files = {f"file {name}": _digest(path) for name, path in self.files.items()}
        env = {f"variable {name}": value for name, value in self.env.items()}
        asked = {"arguments": json.dumps(self.arguments), "data": digest_of(self.data)}
        return key_of({**files, **env, **asked, "pandoc": _identity()})


@dataclass(frozen=True, slots=True)
class _Answer:
    output: bytes
    log: bytes

    @classmethod
    def of(cls, kept: bytes) -> _Answer:
        length, _, both = kept.partition(b"\n")
        return cls(both[: int(length)], both[int(length) :])

    @property
    def kept(self) -> bytes:
        return b"%d\n%b%b" % (len(self.output), self.output, self.log)

    @property
    def messages(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.log or b"[]")
        return found


class OutOfTime(ToolError):
    """Pandoc did not end."""


def pandoc(
    *arguments: str,
    data: bytes,
    env: Mapping[str, str] | None = None,
    files: Mapping[str, Path] | None = None,
    store: Store | None = None,
) -> bytes:
    """Return what pandoc makes of `data`; raise `ToolError` when it fails."""
    return _answer(Task(arguments, data, env or {}, files or {}), store).output


def pandoc_blocks(
    *arguments: str,
    data: bytes,
    files: Mapping[str, Path] | None = None,
    store: Store | None = None,
) -> list[Node]:
    """Return the blocks of the document that pandoc reads.

    Their texts hold no control characters, which entities such as `&#11;` would bring in.
    """
    return _blocks(pandoc(*arguments, "--to=json", data=data, files=files, store=store))


def pandoc_read(
    *arguments: str, data: bytes, store: Store | None = None
) -> tuple[list[Node], tuple[Warned, ...]]:
    """Return the blocks that pandoc reads, and what it says of them."""
    answer = _answer(Task((*arguments, "--to=json"), data), store)
    placed = [(m, m.get("openpos", m)) for m in answer.messages]
    return _blocks(answer.output), tuple(
        Warned(
            m["type"], str(m.get("contents", m.get("key", ""))), int(at["line"]), int(at["column"])
        )
        for m, at in placed
        if "line" in at and "column" in at
    )


def pandoc_log(*arguments: str, data: bytes, store: Store | None = None) -> list[dict[str, Any]]:
    """Return what pandoc says of its input, not what it writes."""
    return _answer(Task(arguments, data), store).messages


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that pandoc's reader says of a place in its input; lines and columns from 1."""

    type: str
    text: str
    line: int
    column: int


def pandoc_json(blocks: list[Node], meta: Mapping[str, Node] | None = None) -> bytes:
    """Return blocks as the JSON that pandoc reads."""
    document = {"pandoc-api-version": API_VERSION, "meta": meta or {}, "blocks": blocks}
    return json.dumps(document, ensure_ascii=False).encode()


def pandoc_parts(
    *arguments: str,
    parts: Sequence[list[Node]],
    form: str,
    remark: str,
    name: str,
    store: Store | None,
) -> list[str]:
    """Return trees as text of the format `form`, all written by one run of pandoc.

    The blocks of a build are kept by `name`, for the next.

    How a block is written depends on nothing around it, so one that this process or the last
    build has had is remembered: an edit costs what the edited blocks do.
    """
    texts = [[json.dumps(block, ensure_ascii=False) for block in part] for part in parts]
    keys = {text: digest_of(f"{arguments}{text}".encode()) for part in texts for text in part}
    known = _written_once
    if store is not None and not known.keys() >= set(keys.values()):
        known = _recalled(arguments, name, store) | known
    missing = [text for text, key in keys.items() if key not in known]
    shared = store if store is not None and store.shared is not None else None
    written = _written(arguments, missing, form, remark, shared) if missing else []
    known = known | {keys[text]: one for text, one in zip(missing, written, strict=True)}
    used = {key: known[key] for key in keys.values()}
    if store is not None and missing:
        store.put(BLOCKS, _blocks_key(arguments, name), json.dumps(used).encode())
    _remember(known, used)
    return ["".join(known[keys[text]] for text in part).strip() for part in texts]


def _recalled(arguments: tuple[str, ...], name: str, store: Store) -> dict[str, str]:
    """Return the blocks of the last build, as they were written then."""
    kept = store.get(BLOCKS, _blocks_key(arguments, name))
    return {} if kept is None else dict(json.loads(kept))


def _blocks_key(arguments: tuple[str, ...], name: str) -> str:
    return key_of({"arguments": json.dumps(arguments), "name": name, "pandoc": _identity()})


_written_once: dict[str, str] = {}
"""Blocks as they were written, by the hash of arguments and block; the last used are last."""

REMEMBERED = 20_000
"""Blocks: an article of 150,000 words has 3,000."""


def _remember(known: dict[str, str], last: dict[str, str]) -> None:
    """Take another dictionary for the old one, which other threads may be reading."""
    global _written_once
    kept = [item for item in known.items() if item[0] not in last] + list(last.items())
    _written_once = dict(kept[-REMEMBERED:])


def _written(
    arguments: tuple[str, ...], texts: list[str], form: str, remark: str, shared: Store | None
) -> list[str]:
    """Return blocks, given as JSON, as text with the space that pandoc puts behind each.

    All at once are found by other machines, which have not had this machine's last build.

    Behind each stands a remark, such as `// %s`, that holds the hash of all: no text can hold
    its own.
    """
    mark = remark % digest_of("\n".join(texts).encode())
    border = json.dumps(raw_block(form, mark))
    blocks = ",".join(part for text in texts for part in (text, border))
    head = f'{{"pandoc-api-version":{json.dumps(API_VERSION)},"meta":{{}},"blocks":['
    whole = pandoc(*arguments, data=f"{head}{blocks}]}}".encode(), store=shared).decode()
    return [part.lstrip("\n") for part in whole.split(mark)[:-1]]


def _blocks(written: bytes) -> list[Node]:
    try:
        document: dict[str, Any] = json.loads(written)
    except ValueError as error:
        message = f"what pandoc wrote is no document: {error}"
        raise ToolError(message, f"see whether {pandoc_path()} is pandoc; {_needed()}") from error
    if document["pandoc-api-version"][:2] != API_VERSION[:2]:
        raise ToolError(f"pandoc's syntax tree has the version {document['pandoc-api-version']}")
    blocks: list[Node] = document["blocks"]
    return tree_without(blocks) if IN_JSON.search(written) else blocks


def _answer(task: Task, store: Store | None) -> _Answer:
    if store is None:
        return _asked(task)
    key = task.key
    kept = store.get(STAGE, key)
    if kept is not None:
        return _Answer.of(kept)
    answer = _asked(task)
    store.put(STAGE, key, answer.kept)
    return answer


def _asked(task: Task) -> _Answer:
    size = len(task.data) / 1e6
    seconds = PANDOC_SECONDS + PANDOC_SECONDS_A_MEGABYTE * size
    megabytes = round(PANDOC_MEGABYTES + PANDOC_MEGABYTES_A_MEGABYTE * size)
    given = [f"{name}={path}" for name, path in task.files.items()]
    with unfinished() as folder:
        log = folder / "log.json"
        ended = run(
            # of the user's own folder for pandoc, nothing
            [pandoc_path(), f"--data-dir={folder}", *task.arguments, *given, f"--log={log}"],
            data=task.data,
            # the locale is that of the names of files
            env={**os.environ, "LC_ALL": "C.UTF-8", **task.env},
            timeout=seconds,
            megabytes=megabytes,
        )
        said = log.read_bytes() if log.exists() else b""
    full = ended.code != 0 and any(word in ended.messages for word in OUT_OF_MEMORY)
    if ended.code is None or full:
        doing, hint = _errand([*task.arguments, *given])
        if full:
            raise ToolError(f"pandoc needed more than {megabytes} MB, {doing}", hint)
        raise OutOfTime(f"pandoc did not end within {seconds:.0f} seconds, {doing}", hint)
    if ended.code != 0:
        raise ToolError(f"pandoc failed ({ended.code}): {ended.messages.strip()[-2000:]}")
    return _Answer(ended.output, said)


def _errand(arguments: Sequence[str]) -> tuple[str, str]:
    """Return what pandoc is asked to do, and what has been seen to keep it from ending."""
    options = dict(argument.split("=", 1) for argument in arguments if "=" in argument)
    reader, writer = options.get("--from", ""), options.get("--to", "json")
    if "--citeproc" in arguments:
        style = Path(options.get("--csl", "")).name
        hint = "try another style (`build: csl:`), or look for an entry that is like no other"
        return f"formatting the citations in the style {style}", hint
    if reader.startswith("bib"):
        return "reading the cited entries", "look for an entry with braces by the hundred"
    if reader == "json":
        hint = "look for formulas that are deeply nested, or leave out a part to find which it is"
        return f"writing {writer.partition('-')[0].partition('+')[0]}", hint
    hint = "look for brackets, quotations or lists that are nested, or left open, by the hundred"
    return "reading the sections", hint


def pandoc_path() -> str:
    """Return the path of pandoc, new enough; raise `ToolError` without one."""
    return _found()[0]


def pandoc_version() -> str:
    """Return the version of pandoc; raise `ToolError` without one that is new enough."""
    return _found()[1]


@cache
def _found() -> tuple[str, str]:
    """Return the path and the version of pandoc."""
    path = _packaged() or _elsewhere()
    said = re.match(r"pandoc\S* (\d+)\.(\d+)\S*", run([path, "--version"]).output.decode())
    if said is None:
        raise ToolError(f"what is at {path} does not say that it is pandoc", _needed())
    version = said[0].split()[1]
    if (int(said[1]), int(said[2])) < PANDOC_MINIMUM:
        raise ToolError(f"pandoc {version} at {path} is too old", _needed())
    return path, version


def _needed() -> str:
    return f"Octavo needs pandoc {'.'.join(map(str, PANDOC_MINIMUM))} or newer"


def _packaged() -> str:
    """Return the path of the pandoc that came along, or nothing: its package is slow to import."""
    package = None if "PYPANDOC_PANDOC" in os.environ else find_spec("pypandoc")
    folder = Path(str(package.origin)).parent / "files" if package else Path()
    return next((str(p) for p in (folder / "pandoc", folder / "pandoc.exe") if p.is_file()), "")


def _elsewhere() -> str:
    """Return the path of a pandoc that is told of, or of the machine's."""
    import pypandoc

    logging.getLogger("pypandoc").setLevel(logging.CRITICAL)  # it would print tracebacks
    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        hint = f"install the package pypandoc-binary: {_needed()}"
        raise ToolError("pandoc is missing", hint) from error


@cache
def _identity() -> str:
    """Return what tells one pandoc from another on every machine; a place or a time does not."""
    path, version = _found()
    return f"{version} {Path(path).stat().st_size}"


def _digest(path: Path) -> str:
    """Return the hash of a file, or of all that a folder holds."""
    if not path.is_dir():
        return digest_of(path.read_bytes())
    inner = [inner for inner in sorted(path.rglob("*")) if inner.is_file()]
    return key_of({p.relative_to(path).as_posix(): digest_of(p.read_bytes()) for p in inner})
