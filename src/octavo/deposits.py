"""Where authors keep data, code and drafts: hosts whose addresses tell whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

DEPOSITS = re.compile(
    r"\b(?:github\.(?:com|io)|gitlab\.|bitbucket\.org|codeberg\.org|sr\.ht|osf\.io|zenodo\.org"
    r"|figshare\.com|dataverse\.|datadryad\.org|doi\.org/10\.(?:5281|6084|5061|7910|17605)\b"
    r"|dropbox\.com|drive\.google\.com|docs\.google\.com|1drv\.ms|huggingface\.co|kaggle\.com"
    r"|data\.mendeley\.com|researchgate\.net|academia\.edu|orcid\.org)",
    re.IGNORECASE,
)
"""What the addresses of such hosts hold."""

ADDRESS = re.compile(r"https?://[^\s<>()\[\]{}\"]*[^\s<>()\[\]{}\".,;:!?]")


def deposits_in(text: str) -> Iterator[str]:
    """Yield the addresses of deposits that a text gives."""
    return (found[0] for found in ADDRESS.finditer(text) if DEPOSITS.search(found[0]))
