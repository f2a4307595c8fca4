"""The JSON Schemas of what authors write as YAML, for their editors: made of the models."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from octavo.schema import alone

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The one that all editors know."""


def metadata_schema() -> JsonSchemaValue:
    """Return the schema of `manuscript/metadata.yaml`."""
    from octavo.metadata import Metadata

    return _schema("manuscript/metadata.yaml of Octavo", Metadata)


def profile_schema() -> JsonSchemaValue:
    """Return the schema of `templates/journals/NAME.yaml`."""
    from octavo.submit.profile import Profile
    from octavo.submit.profiles import Marks

    return _schema("templates/journals/NAME.yaml of Octavo", Profile, Marks)


def text_of(schema: JsonSchemaValue) -> str:
    """Return a schema as the text of a file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _schema(title: str, *models: type[BaseModel]) -> JsonSchemaValue:
    """Return the schema of a file that holds the keys of all models."""
    made: JsonSchemaValue = {"$schema": DIALECT, "title": title}
    for model in models:
        one = model.model_json_schema(
            ref_template="#/definitions/{model}", schema_generator=_Generator
        )
        inner = {**made.get("definitions", {}), **one.pop("$defs", {})}
        keys = {**made.get("properties", {}), **one["properties"]}
        made = {**one, **made, "properties": keys, "definitions": inner}
    return made


class _Generator(GenerateJsonSchema):
    """Tells what the models take: what stands behind their keys too, and one item for a list."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  (pydantic's)
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        del made["title"]
        for name, text in _described(schema["cls"]).items():
            made["properties"][schema["cls"].model_fields[name].alias]["description"] = text
        return made

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = super().default_schema(schema)
        if "default" in made and isinstance(
            made["default"], dict | None
        ):  # what stands below says its own
            del made["default"]
        return made

    def function_before_schema(
        self, schema: core_schema.BeforeValidatorFunctionSchema
    ) -> JsonSchemaValue:
        made = super().function_before_schema(schema)
        if schema["function"]["function"] is not alone:
            return made
        return {"anyOf": [made, made["items"]]}


def _described(model: type[BaseModel]) -> Mapping[str, str]:
    """Return what is written under the keys of a model."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    assert isinstance(tree, ast.ClassDef)
    return {
        key.target.id: " ".join(inspect.cleandoc(below.value.value).split()).replace("`", "")
        for key, below in pairwise(tree.body)
        if isinstance(key, ast.AnnAssign) and isinstance(key.target, ast.Name)
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
        if isinstance(below.value.value, str)
    }
