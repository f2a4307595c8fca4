"""The XML by the document type definition of JATS."""

from __future__ import annotations

import pytest

from tests.judges.conftest import Built
from tests.render.test_jats import validated


@pytest.mark.parametrize("name", ["reference", "hard", "letter"])
def test_the_definition_is_kept(built: Built, name: str) -> None:
    """The article and its supplement are valid."""
    for path in built(name, ".xml"):
        validated(path)
