"""Words on the command line become one call each; the one package that prints and exits.

A command is a module here with its name, which holds a `click` command called `command`, and
a word in `COMMANDS`.  It is imported when it is called, so that no other command waits for it.
"""

from __future__ import annotations

import errno
import gc
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

import click

from octavo.cli.ending import Interrupted, heeding_signals
from octavo.cli.terminal import INTERRUPTED, TOOL, USAGE, exit_code, report
from octavo.diagnostics import Faults, ToolError, UsageError, nearest

COMMANDS = tuple(
    "build check clean completion count diff doctor init journals merge preview respond revise"
    " schema snapshot submit verify".split()
)
"""The commands, which are modules of this package."""

MEMORY = 8 << 30
"""Bytes of memory that Octavo itself may write to."""

OUT_OF_ROOM = (errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EMFILE, errno.ENOMEM)
"""What the system says when the machine, not Octavo, is at its end."""

HELP = """Build an academic manuscript into PDF, DOCX and HTML, and check it.

\b
A manuscript is a folder:
  manuscript/   metadata.yaml and NN-name.md, what you write
  bib/          references.bib
  figures/      one matplotlib script a figure, and data/ they read
  templates/    your own versions of the shipped templates, if you want any

\b
Begin here:
  octavo init paper     begin a manuscript in the folder paper
  octavo build          build every format into build/
  octavo build html     build one
  octavo check          look for everything a journal would send back
  octavo preview        show it in the browser, following every save
  octavo submit JOURNAL pack what a journal wants; `octavo journals` lists them
  octavo diff v1        show what changed since the revision v1
  octavo respond        make the letter that answers the reviewers
  octavo revise v1      pack it again, with the changes since v1 marked and that letter
  octavo verify         build twice in different surroundings, and compare
  octavo doctor         say what is found on this machine, and what is missing

\b
Exit codes: 0 clean, 1 findings, 2 usage or unreadable sources,
3 a tool or a figure script failed, 130 interrupted.
"""


class Commands(click.Group):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's)
        """Return the names of all."""
        return sorted(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002  (click's)
        cmd_name: str,
    ) -> click.Command | None:
        """Return a command, or nothing where there is none of that name."""
        return command_named(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first word names; raise `UsageError` where it names none."""
        if args[0] not in COMMANDS and args[0][:1] != "-" and not ctx.resilient_parsing:
            close = nearest(args[0], list(COMMANDS)) or ("`octavo --help` lists the commands",)
            raise UsageError(f"no command `{args[0]}`", close[0])
        return super().resolve_command(ctx, args)


def command_named(name: str) -> click.Command:
    """Import one of the commands."""
    command: click.Command = import_module(f"octavo.cli.{name}").command
    return command


@click.group(cls=Commands, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(None, "--version", "-V", package_name="octavo", prog_name="octavo")
def cli() -> None:
    """Build and check a manuscript."""


def _failed(message: str, hint: str, code: int) -> int:
    with suppress(OSError):  # where nothing can be said, the exit code says it
        click.echo(f"{click.style('octavo', bold=True)}: {message}", err=True)
        if hint:
            click.echo(f"  hint: {hint}", err=True)
    return code


def run(arguments: Sequence[str] | None = None) -> int:
    """Do what the words say and return the exit code."""
    try:
        with heeding_signals():
            return _run(arguments)
    except Interrupted as signal:
        return _failed(f"interrupted by {signal.name}", "", signal.exit_code)
    except KeyboardInterrupt:
        return _failed("interrupted", "", INTERRUPTED)
    except OSError as error:
        if error.errno not in OUT_OF_ROOM:
            raise
        place = error.filename or "where this command says what it did"
        return _failed(f"{error.strerror}: {place}", "make room and try again", TOOL)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        ended = cli.main(args=arguments, prog_name="octavo", standalone_mode=False)
    except Faults as faults:
        for diagnostic in faults.diagnostics:
            report(diagnostic)
        count = len(faults.diagnostics)
        noun = "fault" if count == 1 else "faults"
        return _failed(f"{count} {noun}; nothing was built", "", exit_code(faults.diagnostics))
    except UsageError as error:
        return _failed(str(error), error.hint, USAGE)
    except RecursionError:
        hint = "quotations, lists or brackets hold each other hundreds of levels deep"
        return _failed("the text is nested too deeply", hint, USAGE)
    except MemoryError:
        message = f"Octavo needs more than {MEMORY / 1e9:.0f} GB of memory, or than there is"
        return _failed(message, "look for a value or a template that grows without end", TOOL)
    except ToolError as error:
        return _failed(str(error), error.hint, TOOL)
    except click.ClickException as error:
        error.show()
        return USAGE
    except click.Abort as abort:
        raise abort.__cause__ or KeyboardInterrupt from abort
    return ended if isinstance(ended, int) else 0


def bound_memory() -> None:
    """Let this process fail before the machine does; programs that it starts have other bounds."""
    if sys.platform == "linux":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        given = [one for one in (soft, hard) if one != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_DATA, (min([MEMORY, *given]), hard))


def main() -> None:
    """Run the command line and exit."""
    bound_memory()
    # The trees are large and without cycles: looking for some in them is a twentieth of the time.
    gc.set_threshold(200_000, 50, 1000)
    sys.exit(run())
