"""The schemas that editors read: they are the models', and say yes and no where those do."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

from octavo.bringing.layout import MODELINE, SCHEMA
from octavo.cli import run
from octavo.diagnostics import Faults
from octavo.json_schema import metadata_schema, profile_schema, text_of
from octavo.metadata import Metadata
from octavo.submit.profiles import journal_names
from octavo.validation import validated
from octavo.yaml_source import read_yaml

ROOT = Path(__file__).parents[1]
STARTER = ROOT / "templates/starter"
FIRST = "title: A\nauthors: [Ada]\n"


@pytest.fixture(scope="module")
def judge() -> jsonschema.Draft7Validator:
    """Return a judge of metadata, as editors have one."""
    return jsonschema.Draft7Validator(metadata_schema())


def test_the_schema_of_the_starter_is_that_of_the_models(request: pytest.FixtureRequest) -> None:
    """The file that is shipped cannot drift; `--rewrite` writes it."""
    made, place = text_of(metadata_schema()), STARTER / SCHEMA
    if request.config.getoption("--rewrite"):
        place.write_text(made, encoding="utf-8")
    assert place.read_text(encoding="utf-8") == made


def test_the_starter_and_this_manuscript_name_a_schema_that_is_there() -> None:
    """An editor finds it without the network, beside the file or from this folder."""
    for folder in (STARTER, ROOT):
        path = folder / "manuscript/metadata.yaml"
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith(MODELINE.split("=")[0] + "=")
        assert (path.parent / first.split("=")[1]).samefile(STARTER / SCHEMA)


def test_the_metadata_of_manuscripts_are_valid(judge: jsonschema.Draft7Validator) -> None:
    """Those of this manuscript, of the starter and of the judges' hard one."""
    judge.check_schema(judge.schema)
    for folder in (ROOT, STARTER, ROOT / "tests/judges/hard"):
        text = (folder / "manuscript/metadata.yaml").read_text(encoding="utf-8")
        data = yaml.load(text, Loader=_Dateless)
        errors = judge.iter_errors(data)
        assert [error.message for error in errors] == []


class _Dateless(yaml.SafeLoader):
    """Reads a date as the text that it is, as editors do."""


_Dateless.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def test_the_shipped_profiles_are_valid() -> None:
    """Each journal's file is as the schema of journals says."""
    judge = jsonschema.Draft7Validator(profile_schema())
    for name in journal_names(ROOT):
        text = (ROOT / f"templates/journals/{name}.yaml").read_text(encoding="utf-8")
        errors = judge.iter_errors(yaml.load(text, Loader=_Dateless))
        assert [error.message for error in errors] == [], name
    assert not judge.is_valid({"name": "A", "limts": {}})


@pytest.mark.parametrize(
    "line",
    [
        "date: 2026-11-23",
        "version: 2",
        "version: true",
        "titel: A",
        "abstract: {en: Text}",
        "keywords: [one, two]",
        "build: {bibliography: bib/a.bib}",
        "build: {bibliography: [bib/a.bib, bib/b.bib]}",
        "build: {bibliography: 1}",
        "build: {formats: [pdf, odt]}",
        "build: {font-size: 20}",
        "build: {number-sections: yes}",
        "checks: {severity: {todo-left: off}}",
        "checks: {severity: {todo-left: on}}",
        "affiliations: [{id: a, name: B, ror: https://ror.org/02mhbdp94}]",
        "affiliations: [{id: a, name: B, ror: x}]",
    ],
)
def test_the_schema_says_yes_and_no_where_the_model_does(
    judge: jsonschema.Draft7Validator, line: str
) -> None:
    """What an editor underlines is what Octavo refuses."""
    text = f"{FIRST}{line}\n"
    try:
        validated(Metadata, read_yaml(Path("metadata.yaml"), text), "metadata-invalid")
    except Faults:
        refused = True
    else:
        refused = False
    assert judge.is_valid(yaml.load(text, Loader=_Dateless)) is not refused


@pytest.mark.parametrize(
    ("author", "valid"),
    [
        ("Ada", True),
        ("{name: Ada, orcid: https://orcid.org/0000-0002-1825-0097, roles: software}", True),
        ("{name: Ada, orcid: 0000-0002-1825-009}", False),
        ("{name: Ada, roles: [baker]}", False),
        ("{orcid: 0000-0002-1825-0097}", False),
    ],
)
def test_an_author_is_a_name_or_has_one(
    judge: jsonschema.Draft7Validator, author: str, valid: bool
) -> None:
    """The short forms that the model takes are known to editors."""
    text = f"title: A\nauthors: [{author}]\n"
    assert judge.is_valid(yaml.load(text, Loader=_Dateless)) is valid


def test_keys_are_explained_where_one_points_at_them() -> None:
    """What the models say of a key is its description."""
    made = metadata_schema()
    assert made["properties"]["highlights"]["description"].startswith("What the article found")
    assert "title" not in made["properties"]["title"]


def test_the_command_prints_either(capsys: pytest.CaptureFixture[str]) -> None:
    """`octavo schema` is that of the metadata, `octavo schema journal` that of profiles."""
    for words, made in (([], metadata_schema()), (["journal"], profile_schema())):
        assert run(["schema", *words]) == 0
        assert capsys.readouterr().out == text_of(made)
