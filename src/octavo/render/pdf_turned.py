"""Pages that a viewer of the PDF turns: those on which something stands sideways.

Typst can float what is set sideways, but cannot turn the page on which it comes to stand.
"""

from __future__ import annotations

import io
from collections.abc import Iterable


def with_turned(data: bytes, numbers: Iterable[int]) -> bytes:
    """Return a PDF in which the pages of these numbers, from 1, are turned right.

    Equal files give equal bytes.
    """
    import pikepdf

    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number in numbers:
            pdf.pages[number - 1].Rotate = 90
        pdf.save(stream, deterministic_id=True)
    return stream.getvalue()
