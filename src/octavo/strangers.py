"""Whose sources a build is of: continuous integration tells of a pull request from a fork.

What cannot be read there is taken for a stranger's.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

FORKED = (
    ("CI_PROJECT_ID", "CI_MERGE_REQUEST_SOURCE_PROJECT_ID"),
    ("CI_EXTERNAL_PULL_REQUEST_TARGET_REPOSITORY", "CI_EXTERNAL_PULL_REQUEST_SOURCE_REPOSITORY"),
)
"""Variables of GitLab that name whose pipeline runs, and whose sources a request is of.

A fork's request runs in the fork's own project, where they are no stranger's; it is only if a
member of the other project lets it run there (https://docs.gitlab.com/ci/variables/predefined_variables/,
https://docs.gitlab.com/ci/pipelines/merge_request_pipelines/#use-with-forked-projects).
"""

CAGED = "OCTAVO_CAGED"
"""The variable that is set within the cage."""

UNKNOWN = "a pull request whose repository is not known"


def is_caged() -> bool:
    """Tell whether this process is in the cage: every command asks, so nothing more is imported."""
    return CAGED in os.environ


def stranger(variables: Mapping[str, str]) -> str:
    """Say, by the variables of the environment, which stranger's sources are built, if any's."""
    event = variables.get("GITHUB_EVENT_NAME", "")
    if event:
        return _on_github(event, Path(variables.get("GITHUB_EVENT_PATH", "")))
    for here, source in FORKED:
        if variables.get(source) and variables[source] != variables.get(here):
            return "a merge request from a fork"
    return ""


def _on_github(event: str, place: Path) -> str:
    """Look at what set a workflow off (https://docs.github.com/webhooks/webhook-events-and-payloads)."""
    told: dict[str, Any] = {}
    with suppress(OSError, ValueError):
        read = json.loads(place.read_bytes())
        told = read if isinstance(read, dict) else {}
    if "pull_request" in told or event.startswith("pull_request"):
        request = told.get("pull_request")
        return _from(_named(request, "head", "repo"), _named(request, "base", "repo"))
    if event == "workflow_run":
        run = told.get("workflow_run")
        return _from(_named(run, "head_repository"), _named(told, "repository"))
    # a remark on a pull request does not say where that comes from
    return UNKNOWN if "pull_request" in _mapping(told.get("issue")) else ""


def _named(value: object, *keys: str) -> str:
    for key in keys:
        value = _mapping(value).get(key)
    return str(_mapping(value).get("full_name") or "")


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _from(source: str, target: str) -> str:
    if not source or not target:
        return UNKNOWN
    return "" if source == target else f"a pull request from the fork {source}"
