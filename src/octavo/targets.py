"""Where links may lead, and how their addresses are written."""

from __future__ import annotations

import re
from urllib.parse import quote

SCHEMES = frozenset({"ftp", "http", "https", "mailto", "tel"})
"""Where a link may lead; a target without a scheme stays."""

UNSAFE = frozenset("about blob data file jar javascript mhtml res vbscript view-source".split())
"""What runs code or opens a file; links of any other scheme are printed as text."""

ADDRESS = re.compile(r"(https?|ftp|mailto|doi):", re.IGNORECASE)
"""What an address begins with that a printed page is to lead to."""

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
IGNORED = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]+")
"""What browsers leave out of an address."""

NOT_IN_URLS = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})")


def is_safe_target(url: str) -> bool:
    """Tell whether a link may lead there: neither to code nor to a file of any machine's."""
    bare = IGNORED.sub("", url)
    scheme = SCHEME.match(bare)
    if scheme is None:
        return not bare.replace("\\", "/").startswith("//")  # a share of Windows's
    return scheme[1].lower() in SCHEMES


def is_dangerous(url: str) -> bool:
    """Tell whether a link would run code or open a file of the reader's machine."""
    scheme = SCHEME.match(IGNORED.sub("", url))
    return scheme[1].lower() in UNSAFE if scheme else not is_safe_target(url)


def encoded(url: str) -> str:
    """Return an address with what it may not hold percent-encoded (RFC 3986, 2.1)."""
    return NOT_IN_URLS.sub(lambda found: quote(found[0], safe=""), url)
