"""Numbers that check themselves, and addresses: what is one, and what only looks like one."""

from __future__ import annotations

import pytest

from octavo.numbers import is_address, is_orcid, is_ror


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("0000-0002-1825-0097", True),
        ("0000-0002-1694-233X", True),
        ("0000-0002-1825-0098", False),
        ("0000-0002-1825-009", False),
        ("0000-0002-X825-0097", False),
    ],
)
def test_an_orcid_has_sixteen_characters_that_fit(number: str, right: bool) -> None:
    """The last one, which may be an X, is reckoned from the others."""
    assert is_orcid(number) is right


@pytest.mark.parametrize(
    ("identifier", "right"),
    [
        ("https://ror.org/05gq02987", True),
        ("05gq02987", True),
        ("05gq02988", False),
        ("5gq02987", False),
        ("05gu02987", False),
    ],
)
def test_a_ror_has_nine_characters_that_fit(identifier: str, right: bool) -> None:
    """The last two are reckoned from the others, which have no u, i, l or o."""
    assert is_ror(identifier) is right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("https://example.org/a?b=c#d", True),
        ("ftp://example.org/", True),
        ("http://localhost:8000/", True),
        ("http://[::1]/", True),
        ("http://[::1/", False),
        ("http://example.org:port/", False),
        ("http://example.org/a b", False),
        ("http://example", False),
        ("javascript:alert(1)", False),
    ],
)
def test_an_address_is_one_that_a_browser_opens(text: str, right: bool) -> None:
    """What cannot be taken apart at all is none, and no crash."""
    assert is_address(text) is right
