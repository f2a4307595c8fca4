"""Earlier states of the sources, as git keeps them.

Nothing that a repository names is run and nothing is fetched: files are read as git's objects,
without filters, hooks or the index, and written anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from octavo.diagnostics import ToolError, UsageError
from octavo.folders import writing
from octavo.git import asked, settings

BATCH = 50_000_000
"""Bytes of files that are read at once."""

FILE, LINK = ("100644", "100755"), "120000"
"""The modes of git's files and of its links."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A state of the sources."""

    name: str
    """What people call it: a tag, a branch, or the beginning of its hash."""

    hash: str
    seconds: int
    """When it was committed, since 1970."""

    author: str


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a tree: its mode, the object that it is, its bytes, its place."""

    mode: str
    content: str
    size: int
    path: PurePosixPath


def commit_of(root: Path, revision: str) -> Commit:
    """Return the commit that a word names; raise `UsageError` where it names none."""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    found = asked(root, *words)
    if found.code != 0:
        raise UsageError(f"no revision `{revision}`", _hint(root))
    said = found.output.decode().strip()
    shown = _said(root, "show", "--no-patch", "--no-show-signature", "--format=%ct%n%an", said)
    seconds, _, author = shown.partition("\n")
    name = said[:10] if revision.startswith(("HEAD", "@")) or revision in said else revision
    return Commit(name, said, int(seconds), author.strip())


def author_of(root: Path) -> str:
    """Return who git says is at work; nothing where it does not know."""
    told = dict(settings(root))
    names = os.environ.get("GIT_AUTHOR_NAME"), told.get("author.name"), told.get("user.name")
    return next((name.strip() for name in names if name and name.strip()), "")


def extract(root: Path, commit: Commit, folder: Path) -> None:
    """Write the project as it was in a commit to an empty folder."""
    prefix = _said(root, "rev-parse", "--show-prefix").strip()
    tree = f"{commit.hash}:{prefix}"
    if asked(root, "cat-file", "-e", tree).code != 0:
        raise UsageError(f"`{commit.name}` has no folder `{prefix}`")
    with writing(folder):
        _write(root, tree, folder)


def _write(root: Path, tree: str, folder: Path) -> None:
    files = list(_files(_bytes(root, "ls-tree", "-r", "-l", "-z", "--full-tree", tree)))
    links = [file for file in files if file.mode == LINK]
    for batch in _batches([file for file in files if file.mode != LINK]):
        contents = _contents(root, [file.content for file in batch])
        for file, content in zip(batch, contents, strict=True):
            place = folder / file.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    targets = _contents(root, [file.content for file in links])
    for file, content in zip(links, targets, strict=True):  # last: nothing is written through one
        place = folder / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(os.fsdecode(content))


def _batches(files: list[_File]) -> Iterator[list[_File]]:
    """Yield files in groups that the memory can hold."""
    batch: list[_File] = []
    size = 0
    for file in files:
        if batch and size + file.size > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += file.size
    if batch:
        yield batch


def _files(listed: bytes) -> Iterator[_File]:
    """Yield the files of a tree; modules of other projects are none."""
    for line in filter(None, listed.split(b"\0")):
        head, _, name = line.partition(b"\t")
        mode, kind, content, size = head.decode("ascii").split()
        path = PurePosixPath(os.fsdecode(name))
        if kind != "blob" or mode not in (*FILE, LINK):
            continue
        if path.is_absolute() or {"..", ".git"} & {part.lower() for part in path.parts}:
            raise UsageError(f"the revision holds a file that is none of a project: {path}")
        yield _File(mode, content, int(size) if size.isdigit() else 0, path)


def _contents(root: Path, names: list[str]) -> Iterator[bytes]:
    """Yield what objects hold."""
    asked = "".join(f"{name}\n" for name in names).encode()
    output = _bytes(root, "cat-file", "--batch", data=asked)
    place = 0
    for name in names:
        end = output.index(b"\n", place)
        found = re.fullmatch(rb"(\w+) blob (\d+)", output[place:end])
        if found is None or found[1] != name.encode():
            hint = "a clone in part lacks some: `git fetch --refetch --no-filter` brings them"
            raise ToolError(f"git does not have the object {name}", hint)
        stop = end + 1 + int(found[2])
        yield output[end + 1 : stop]
        place = stop + 1


def _hint(root: Path) -> str:
    if asked(root, "rev-parse", "--git-dir").code != 0:
        return "this folder is in no git repository, which keeps the earlier states"
    tags = asked(root, "for-each-ref", "--count=5", "--format=%(refname:short)", "refs/tags")
    names = tags.output.decode("utf-8", "replace").split() if tags.code == 0 else []
    known = f"the tags are {', '.join(names)}; " if names else ""
    return f"{known}`git log --oneline` lists the commits"


def _said(root: Path, *words: str) -> str:
    return _bytes(root, *words).decode("utf-8", "replace")


def _bytes(root: Path, *words: str, data: bytes = b"") -> bytes:
    ended = asked(root, *words, data=data)
    if ended.code != 0:
        last = ended.messages.strip().rpartition("\n")[2]
        raise ToolError(f"git {words[0]} failed: {last or 'it took too long'}")
    return ended.output
