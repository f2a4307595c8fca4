"""The article of every part, built once for all tests of the formats."""

from __future__ import annotations

import pytest

from tests.render.article import Article


@pytest.fixture(scope="session")
def article(tmp_path_factory: pytest.TempPathFactory) -> Article:
    """Return the built article."""
    return Article(tmp_path_factory.mktemp("article"))
