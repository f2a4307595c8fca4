"""`octavo schema`."""

from __future__ import annotations

import click


@click.command("schema")
@click.argument("file", type=click.Choice(["metadata", "journal"]), default="metadata")
def command(file: str) -> None:
    """Print the JSON Schema of metadata.yaml, or of a journal's profile, for editors.

    `octavo init` has put that of the metadata beside them; after another Octavo was installed,
    `octavo schema > manuscript/metadata.schema.json` brings it up to date.
    """
    from octavo import json_schema

    made = json_schema.metadata_schema() if file == "metadata" else json_schema.profile_schema()
    click.echo(json_schema.text_of(made), nl=False)
