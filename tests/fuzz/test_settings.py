"""Metadata, what lies over them, and profiles of journals."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from octavo.metadata import Metadata
from octavo.submit.profile import Profile
from tests.conftest import examples
from tests.fuzz.grammar import JUNK, TEXTS, damaged, of_schema
from tests.fuzz.running import ends_well, lay


def written(data: Any) -> str:
    """Return data as YAML."""
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


SYNTAX = st.sampled_from(
    [
        *("title: A\n", "authors: [{name: A}]\n", "authors:\n  - name: A\n", "- a\n", "a\n"),
        *("title: |\n  A\n  b\n", "title: >-\n  A\n\n  b\n", "title: |9\n a\n", "title: 'a''b'\n"),
        *('title: "\\0"\n', 'title: "\\uD800"\n', 'title: "\\x85 \\U0001F469"\n', '"title": A\n'),
        *("? title\n: A\n", "? [a, b]\n: c\n", "? {a: b}\n: c\n", "<<: {title: A}\n", "<<: a\n"),
        *(
            "title: &a A\n",
            "subtitle: *a\n",
            "title: !!str A\n",
            "title: !!python/object:os.x {}\n",
        ),
        *("title: !x A\n", "%YAML 1.1\n---\n", "%TAG ! x\n---\n", "---\n", "...\n", "# comment\n"),
        *("date: 2026-02-30\n", "date: 0000-00-00\n", "date: 2026-01-01T25:00:00Z\n", "1:30: a\n"),
        *("date: 9999-12-31T23:59:59-14:00\n", "title: 0o8\n", "title: .nan\n", "title: 1e999\n"),
        *("\ttitle: A\n", "title: [a\n", "title: {a\n", "title: {a: b: c}\n", "title: @a\n"),
        *("title: `a`\n", "title: %a\n", "a: b: c\n", "title:\n", "~: a\n", "true: a\n", "1: a\n"),
        *(
            "build: {docx: {roundtrip: true}}\n",
            "values: {a: {b: [1, {c: .inf}]}}\n",
            "  title: A\n",
        ),
        *("title: " + "9" * 5000 + "\n", "values: {n: " + "1_" * 40 + "}\n", "values: {n: 0b2}\n"),
    ]
)
METADATA = damaged(
    st.one_of(
        of_schema(Metadata.model_json_schema()).map(written),
        st.lists(SYNTAX, max_size=6).map("".join),
        st.lists(SYNTAX, max_size=3).map(lambda more: "".join(["title: A\nauthors: [A]\n", *more])),
    )
)
MARKED = st.fixed_dictionaries(
    {},
    optional={
        "inherits": st.sampled_from(["generic", "elsevier", "own", "none", "../x", ""]) | JUNK,
        "sources": st.dictionaries(
            TEXTS,
            st.just({"title": "T", "url": "https://example.org", "read": "2026-01-01"}) | JUNK,
            max_size=2,
        ),
        "sourced": st.dictionaries(
            st.sampled_from(["limits", "limits.words", "style", "order"]) | TEXTS, JUNK, max_size=2
        ),
        "unsourced": st.just(
            "style language review layout limits statements order files figures anonymity"
            " letter checklist".split()
        )
        | JUNK,
    },
)


@examples(45)
@given(METADATA)
def test_metadata_end_with_an_answer_or_a_place(text: str) -> None:
    """Whatever `metadata.yaml` says, it is checked, or refused at a place."""
    with tempfile.TemporaryDirectory() as folder:
        lay(Path(folder), {"manuscript/metadata.yaml": text})
        ends_well(["check", "-C", folder])


@examples(4)
@given(of_schema(Metadata.model_json_schema()))
def test_metadata_of_every_shape_build(data: Any) -> None:
    """What the schema takes, every format prints, or says at a place why not."""
    with tempfile.TemporaryDirectory() as folder:
        lay(Path(folder), {"manuscript/metadata.yaml": written(data)})
        ends_well(["build", "--quiet", "-C", folder])


@examples(25)
@given(of_schema(Profile.model_json_schema()), MARKED)
def test_profiles_end_with_an_answer_or_a_place(data: Any, marks: dict[str, Any]) -> None:
    """Whatever a profile of a journal says, it is shown, or refused at a place."""
    whole = {**data, **marks} if isinstance(data, dict) else data
    with tempfile.TemporaryDirectory() as folder:
        lay(Path(folder), {"templates/journals/own.yaml": written(whole)})
        ends_well(["journals", "own", "-C", folder])


@examples(25)
@given(damaged(st.lists(SYNTAX, max_size=4).map("".join)))
def test_broken_profiles_end_with_a_place(text: str) -> None:
    """What is no YAML of a profile is refused at a place."""
    with tempfile.TemporaryDirectory() as folder:
        lay(Path(folder), {"templates/journals/own.yaml": text})
        ends_well(["journals", "own", "-C", folder])
