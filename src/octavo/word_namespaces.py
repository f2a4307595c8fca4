"""The XML namespaces of Word files (ECMA-376), for all who read or write them."""

from __future__ import annotations

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
"""Of attributes that name a relationship, and of the kinds of relationships."""

WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
"""The attribute that says whether white space at the ends of a text counts."""


def w(name: str) -> str:
    """Return a name of WordprocessingML."""
    return f"{{{W}}}{name}"
