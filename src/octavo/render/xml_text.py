"""Literal text in XML."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escaped(text: str) -> str:
    """Return a literal text as XML, for content and attributes alike."""
    return escape(NOT_XML.sub("", text), {'"': "&quot;"})
