"""The text of PDF pages, as a program that is not Octavo's reads it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium


def printed(path: Path) -> str:
    """Return the text of a PDF, page after page."""
    pages = list(pdfium.PdfDocument(path))
    return "\n".join(page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pages)
