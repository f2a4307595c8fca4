"""Who works on this machine: what programs write into files without being asked."""

from __future__ import annotations

import getpass
import os
import platform
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from octavo.git import is_installed, settings

LOG = re.compile(r"^[0-9a-f]{40,64} [0-9a-f]{40,64} (?P<name>[^<\n]*) <(?P<mail>[^>\n]*)>", re.M)
"""A line of git's record of a branch (https://git-scm.com/docs/gitrepository-layout)."""

NAMED = re.compile(r"(?:user|author|committer)\.name|GIT_(?:AUTHOR|COMMITTER)_NAME")
MAILED = re.compile(r"(?:user|author|committer)\.email|GIT_(?:AUTHOR|COMMITTER)_EMAIL|EMAIL")
REMOTE = re.compile(r"remote\..*\.(?:push)?url|branch\..*\.(?:push)?remote", re.DOTALL)
SHORTENED = re.compile(r"url\..*\.(?:push)?insteadof", re.DOTALL)
"""Settings of git, and variables of the environment, that name people and places."""

ACCOUNT = re.compile(r"(?:\d+\+)?([\w-]+)@users\.noreply\.", re.IGNORECASE)
"""The address of who keeps their own from others: it holds their account."""

NOBODY = re.compile(r"noreply|no-reply|@localhost\b|@example\.|\(none\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class User:
    """The names by which a machine and its copy of the manuscript know somebody."""

    name: str = ""
    home: str = ""
    host: str = ""
    git_names: tuple[str, ...] = ()
    git_mails: tuple[str, ...] = ()
    remotes: tuple[str, ...] = ()
    """Where git sends the manuscript."""


def user_of(root: Path) -> User:
    """Return who works here, and whom git names in the repository that holds a folder."""
    told = [*settings(root)] if is_installed() else []
    folder = _git_folder(root)
    logged = [*_logged(folder)] if folder else []
    names = [*_of_keys(told, NAMED), *_environment(NAMED), *(name for name, _ in logged)]
    mails = [*_of_keys(told, MAILED), *_environment(MAILED), *(mail for _, mail in logged)]
    names += [found[1] for mail in mails if (found := ACCOUNT.match(mail))]
    return User(
        _login(),
        str(Path.home()),
        platform.node(),
        tuple(dict.fromkeys(filter(None, (" ".join(name.split()) for name in names)))),
        tuple(dict.fromkeys(mail for mail in mails if "@" in mail and not NOBODY.search(mail))),
        tuple(dict.fromkeys(_remotes(told))),
    )


def _of_keys(told: Iterable[tuple[str, str]], pattern: re.Pattern[str]) -> Iterator[str]:
    return (value for key, value in told if value and pattern.fullmatch(key))


def _environment(pattern: re.Pattern[str]) -> Iterator[str]:
    return _of_keys(os.environ.items(), pattern)


def _remotes(told: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield where git sends the manuscript, each as it is written and as git understands it."""
    short = [(value, key[4 : key.rindex(".")]) for key, value in told if SHORTENED.fullmatch(key)]
    for remote in _of_keys(told, REMOTE):
        yield remote
        meant = [pair for pair in short if pair[0] and remote.startswith(pair[0])]
        for begins, base in meant:
            yield base + remote[len(begins) :]


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a machine that has no name for who is on it
        return ""


def _git_folder(root: Path) -> Path | None:
    """Return the folder of the repository; a work tree's own names the one that is shared."""
    for folder in (root.resolve(), *root.resolve().parents):
        place = folder / ".git"
        if place.is_dir():
            return place
        if place.is_file():
            named = re.match(r"gitdir: (.+)", _text(place))
            found = (folder / named[1].strip()) if named else None
            return found.parents[1] if found and found.parent.name == "worktrees" else found
    return None


def _logged(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield whom the records of a repository name, those of its other working trees too.

    What this user may not enter is passed over.
    """
    places = [folder / "logs", *folder.glob("worktrees/*/logs")]
    walked = (walk for place in places for walk in os.walk(place))
    paths = [Path(place, name) for place, _, names in walked for name in names]
    for path in sorted(paths):
        for found in LOG.finditer(_text(path)):
            if ACCOUNT.match(found["mail"]) or not NOBODY.search(found["mail"]):
                yield found["name"], found["mail"]


def _text(path: Path) -> str:
    """Return a text file's content, or nothing where there is none."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
