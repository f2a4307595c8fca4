"""Numbers whose check digits are known, and addresses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from octavo.numbers import is_address, is_isbn, is_issn, is_orcid, is_ror


@pytest.mark.parametrize(
    ("holds", "right", "wrong"),
    [
        (is_isbn, "9780801494185", "9780801494186"),
        (is_isbn, "0801494184", "0801494185"),
        (is_isbn, "080442957X", "0804429578"),
        (is_issn, "00438871", "00438872"),
        (is_issn, "2434561X", "24345610"),
        (is_orcid, "0000-0002-1825-0097", "0000-0002-1825-0098"),
        (is_orcid, "0000-0002-1694-233X", "0000-0002-1694-2330"),
        (is_ror, "https://ror.org/02mhbdp94", "https://ror.org/02mhbdp95"),
        (is_ror, "02mhbdp94", "02mhbdb94"),
    ],
)
def test_a_digit_that_is_wrong_is_found(
    holds: Callable[[str], bool], right: str, wrong: str
) -> None:
    """Real numbers hold, and those with one sign changed do not."""
    assert holds(right)
    assert not holds(wrong)


@pytest.mark.parametrize("holds", [is_isbn, is_issn, is_orcid, is_ror])
@pytest.mark.parametrize("text", ["", "x", "0000", "X" * 16, "0" * 40, "12345678 ", "0o0000000"])
def test_what_has_another_shape_is_none(holds: Callable[[str], bool], text: str) -> None:
    """Whatever its signs sum up to."""
    assert not holds(text)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://localhost:8000/", True),
        ("ftp://[::1]/file", True),
        ("https://example.org:99999/", False),
        ("https://[::1/", False),
        ("https://exa mple.org/", False),
        ("https://example", False),
        ("example.org", False),
        ("mailto:ada@example.org", False),
    ],
)
def test_an_address_is_what_a_browser_opens(text: str, holds: bool) -> None:
    """With a scheme and a host that can be; ports are no larger than they are."""
    assert is_address(text) is holds
