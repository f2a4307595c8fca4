"""Literal text in XML."""

from __future__ import annotations

import re
from html import escape

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What is no character of XML (https://www.w3.org/TR/xml/#charsets)."""


def escaped(text: str) -> str:
    """Return a literal text as XML, for content and attributes alike."""
    return escape(NOT_XML.sub("", text), quote=False).replace('"', "&quot;")
