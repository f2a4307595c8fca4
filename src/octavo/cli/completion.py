"""`octavo completion`."""

from __future__ import annotations

import click


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print what makes a shell complete commands, formats, journals and revisions.

    In ~/.bashrc: eval "$(octavo completion bash)"

    In ~/.zshrc, behind compinit: eval "$(octavo completion zsh)"

    In ~/.config/fish/config.fish: octavo completion fish | source
    """
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    assert made is not None
    script = made(click.get_current_context().find_root().command, {}, "octavo", "_OCTAVO_COMPLETE")
    click.echo(script.source_template % script.source_vars())
