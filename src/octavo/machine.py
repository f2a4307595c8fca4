"""Who works on this machine: what programs write into files without being asked."""

from __future__ import annotations

import configparser
import getpass
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LOG = re.compile(r"^[0-9a-f]{40,64} [0-9a-f]{40,64} (?P<name>[^<\n]*) <(?P<mail>[^>\n]*)>", re.M)
"""A line of git's record of a branch (https://git-scm.com/docs/gitrepository-layout)."""

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
    home = Path.home()
    folder = _git_folder(root)
    settings = [home / ".gitconfig", home / ".config" / "git" / "config"]
    settings += [folder / "config"] if folder else []
    names: list[str] = []
    mails: list[str] = []
    remotes: list[str] = []
    for path in settings:
        for section, key, value in settings_of(path):
            if section == "user":
                names += [value] if key == "name" else []
                mails += [value] if key == "email" else []
            elif section.startswith("remote ") and key in ("url", "pushurl"):
                remotes.append(value)
    for name, mail in _logged(folder / "logs") if folder else ():
        names.append(name)
        mails.append(mail)
    return User(
        _login(),
        str(home),
        platform.node(),
        tuple(dict.fromkeys(name for name in names if " " in name)),
        tuple(dict.fromkeys(mail for mail in mails if "@" in mail and not NOBODY.search(mail))),
        tuple(dict.fromkeys(remotes)),
    )


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


def settings_of(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the section, the key and the value of each of git's settings in a file."""
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True, delimiters=("=",))
    try:
        parser.read_string("\n".join(line.strip() for line in _text(path).splitlines()))
    except configparser.Error:
        return
    for section in parser.sections():
        for key, value in parser[section].items():
            if value:
                yield section, key.lower(), value.strip().strip('"')


def _logged(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            for found in LOG.finditer(_text(path)):
                if not NOBODY.search(found["mail"]):
                    yield found["name"].strip(), found["mail"]


def _text(path: Path) -> str:
    """Return a text file's content, or nothing where there is none."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
