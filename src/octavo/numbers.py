"""Numbers that check themselves, and addresses: whether one is well formed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit


def wrong_numbers(text: str, is_right: Callable[[str], bool]) -> Iterator[str]:
    """Yield the numbers of a field, of one or several, that are not right."""
    for given in re.split(r"[,;]\s*|\s+and\s+|\s+(?=97[89])", text.strip()):
        number = re.sub(r"[\s–-]|\(.*\)", "", given).upper()
        if number and not is_right(number):
            yield given


def is_isbn(number: str) -> bool:
    """Tell whether digits without hyphens are an ISBN of ten or thirteen (ISO 2108)."""
    if re.fullmatch(r"97[89]\d{10}", number):
        return sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(number)) % 10 == 0
    return bool(re.fullmatch(r"\d{9}[\dX]", number)) and _weighted(number) % 11 == 0


def is_issn(number: str) -> bool:
    """Tell whether digits without a hyphen are an ISSN (ISO 3297)."""
    return bool(re.fullmatch(r"\d{7}[\dX]", number)) and _weighted(number) % 11 == 0


def _weighted(number: str) -> int:
    digits = [10 if d == "X" else int(d) for d in number]
    return sum(digit * (len(digits) - n) for n, digit in enumerate(digits))


def is_orcid(number: str) -> bool:
    """Tell whether the check digit of an ORCID iD fits (ISO 7064, MOD 11-2)."""
    digits = number.replace("-", "")
    if not re.fullmatch(r"\d{15}[\dX]", digits):
        return False
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return (12 - total % 11) % 11 == (10 if digits[-1] == "X" else int(digits[-1]))


def is_ror(identifier: str) -> bool:
    """Tell whether the check digits of a ROR identifier fit (ISO 7064, MOD 97-10).

    The name is a number in Crockford's base 32: https://ror.readme.io/docs/identifier
    """
    letters = "0123456789abcdefghjkmnpqrstvwxyz"
    name = identifier.rpartition("/")[2]
    if not re.fullmatch(rf"0[{letters}]{{6}}\d\d", name):
        return False
    number = 0
    for letter in name[:7]:
        number = number * 32 + letters.index(letter)
    return 98 - (number * 100) % 97 == int(name[7:])


def is_address(text: str) -> bool:
    """Tell whether a text is an address that a browser could open."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    plain = not re.search(r"[\s<>\"{}|\\^`]", text)
    named = bool(re.fullmatch(r"[^\s.]+(\.[^\s.]+)+\.?|localhost|\[?[\da-f:.]+\]?", host))
    return plain and parts.scheme in ("http", "https", "ftp") and named
