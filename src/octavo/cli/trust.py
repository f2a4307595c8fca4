"""Whose sources are trusted: some commands run a stranger's in a cage, others refuse them.

A command is of one of the two classes here if it runs what the sources hold.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from octavo.cli.terminal import alone
from octavo.diagnostics import UsageError

ASKED = "as `--untrusted` asks"


def reason(trusted: bool | None) -> str:
    """Say why the sources are not trusted; nothing if they are."""
    if trusted is not None:
        return "" if trusted else ASKED
    from octavo.strangers import is_caged, stranger

    return "" if is_caged() else stranger(os.environ)


@dataclass(frozen=True, slots=True)
class InCage:
    """What a command needs beside the manuscript when it runs in a cage."""

    output: Path | None = None
    """The folder that it leaves files in, below the manuscript's."""

    refused: tuple[str, ...] = ()
    """The options that ask for what there is not in a cage: the network, or a place to write."""


class Caged(click.Command):
    """A command that runs in a cage when the sources are a stranger's."""

    def __init__(self, *args: Any, in_cage: InCage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_cage = in_cage
        self.params.append(
            click.Option(
                ["--trusted/--untrusted"],
                default=None,
                expose_value=False,
                callback=_note,
                help="Build without a cage, or in one; by default forks are built in one.",
            )
        )

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command here, or in a cage."""
        why = reason(ctx.meta.get(TRUSTED))
        return self._caged(ctx, why) if why else super().invoke(ctx)

    def _caged(self, ctx: click.Context, why: str) -> int:
        from octavo.confinement import clean, confined, publish
        from octavo.root import find_root

        given = ctx.params
        for option in self.params:
            if option.name in self.in_cage.refused and given.get(option.name or ""):
                message = f"`{option.opts[0]}` is not for strangers' sources ({why})"
                raise UsageError(message, "a cage has no network and writes nothing but outputs")
        root = find_root(given["folder"].resolve())
        if not given.get("quiet"):
            click.echo(clean(f"octavo: runs in a cage, {why}"), err=True)
        shown = [v.absolute() for k, v in given.items() if isinstance(v, Path) and k != "folder"]
        words = [*_words(self, {**given, "folder": root})]
        told = confined(root, words, folder=self.in_cage.output, shown=shown)
        if told.files and self.in_cage.output:
            with alone(root):
                publish(root, self.in_cage.output, told.files)
        form = str(given.get("form", "text"))
        click.echo(clean(told.messages), err=True, nl=False)
        click.echo(clean(told.output, form), nl=False)
        raise click.exceptions.Exit(told.code)


TRUSTED = f"{__name__}.trusted"


def _note(ctx: click.Context, _: click.Parameter, value: bool | None) -> bool | None:
    ctx.meta[TRUSTED] = value
    return value


def _words(command: click.Command, given: dict[str, Any]) -> Iterator[str]:
    """Yield the words that say on the command line what was given."""
    yield str(command.name)
    last: list[str] = []
    for parameter in command.params:
        value = given.get(parameter.name or "")
        values = value if isinstance(value, tuple) else (value,)
        said = [str(one.absolute() if isinstance(one, Path) else one) for one in values if one]
        if isinstance(parameter, click.Argument):
            last += said
        elif value is True:
            yield parameter.opts[0]
        else:
            yield from (f"{max(parameter.opts, key=len)}={one}" for one in said)
    yield from ("--", *last)


class Uncaged(click.Command):
    """A command that is not for strangers' sources: it goes on only if it is told to trust them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(
            click.Option(
                ["--trusted"],
                is_flag=True,
                default=None,
                expose_value=False,
                callback=_note,
                help="Go on although the sources are those of a fork.",
            )
        )

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, or refuse it."""
        why = reason(ctx.meta.get(TRUSTED))
        if why:
            hint = "`build`, `check`, `count` and `diff` run in a cage; `--trusted` goes on without"
            raise UsageError(f"`octavo {self.name}` runs in no cage ({why})", hint)
        return super().invoke(ctx)
