"""Git, asked so that nothing which a repository names is run, and nothing is fetched."""

from __future__ import annotations

import os
from pathlib import Path

from octavo.tools import Ended, run

SECONDS, MEGABYTES = 120, 4000
SAFE = (
    "--no-replace-objects",
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=/dev/null",
    "-c", "protocol.allow=never",
)  # fmt: skip
"""What keeps git from running programs that the repository names, and from fetching."""

KEPT = ("PATH", "HOME", "SYSTEMROOT", "GIT_DISCOVERY_ACROSS_FILESYSTEM")


def asked(root: Path, *words: str, data: bytes = b"") -> Ended:
    """Return what git says in a folder; raise `ToolError` where it cannot be started."""
    env = {name: os.environ[name] for name in KEPT if name in os.environ}
    env |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
    env["LC_ALL"] = "C"
    return run(
        ("git", *SAFE, *words), data=data, cwd=root, env=env, timeout=SECONDS, megabytes=MEGABYTES
    )
