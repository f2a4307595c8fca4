"""Let LibreOffice accept or reject all changes of a Word file, and write what is left as text.

    python3 decide.py IN.docx OUT.txt [AcceptAllTrackedChanges | RejectAllTrackedChanges]

Run by the system's Python, which has LibreOffice's `uno`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

WAIT = 120
"""Seconds in which LibreOffice must have started."""


def main(source: Path, place: Path, command: str = "") -> None:
    """Open, decide, write, close."""
    with tempfile.TemporaryDirectory() as home:
        address = f"pipe,name=octavo{Path(home).name};urp"
        office = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--norestore",
                f"-env:UserInstallation={Path(home).as_uri()}",
                f"--accept={address}",
            ]
        )
        try:
            _decide(_services(f"uno:{address};StarOffice.ComponentContext"), source, place, command)
        finally:
            office.terminate()
            office.wait(60)


def _services(address: str) -> Any:
    import uno

    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", here
    )
    for _ in range(2 * WAIT):
        try:
            return resolver.resolve(address)
        except Exception:  # noqa: BLE001  (its class is not known before it is there)
            time.sleep(0.5)
    raise TimeoutError("LibreOffice did not start")


def _decide(context: Any, source: Path, place: Path, command: str) -> None:
    manager = context.ServiceManager
    desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    hidden = _value("Hidden", True)
    document = desktop.loadComponentFromURL(source.resolve().as_uri(), "_blank", 0, (hidden,))
    if command:
        helper = manager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        frame = document.getCurrentController().getFrame()
        helper.executeDispatch(frame, f".uno:{command}", "", 0, ())
    kind = (_value("FilterName", "Text (encoded)"), _value("FilterOptions", "UTF8"))
    document.storeToURL(place.resolve().as_uri(), kind)
    document.close(True)


def _value(name: str, value: object) -> Any:
    import uno

    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
