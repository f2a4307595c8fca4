"""What a user of the wheel gets."""

from __future__ import annotations

import importlib.util
import zipfile
from pathlib import Path
from typing import get_args

import pytest
from hatchling.build import build_wheel

from octavo.cli import command_named
from octavo.root import Format

ROOT = Path(__file__).parents[1]


def test_the_wheel_carries_templates_words_and_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shipped templates are the repository's own, the preview has its page, types are told."""
    monkeypatch.chdir(ROOT)
    with zipfile.ZipFile(tmp_path / build_wheel(str(tmp_path))) as wheel:
        names = set(wheel.namelist())
        shipped = {n.removeprefix("octavo/_templates/") for n in names if "/_templates/" in n}
    templates = ROOT / "templates"
    own = {p.relative_to(templates).as_posix() for p in templates.rglob("*") if p.is_file()}
    assert shipped == own | {"starter/figures/_style.py"}
    assert {"octavo/words.toml", "octavo/py.typed"} <= names
    page = {"page.html", "page.css", "page.js", "place.js"}
    assert {f"octavo/preview/{name}" for name in page} <= names


def test_locks_name_no_host() -> None:
    """Packages are pinned by name, version and hash alone."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_the_build_script_knows_every_format_and_flag() -> None:
    """`build.py epub --why` is `octavo build epub --why`, and runs before there is Octavo."""
    specification = importlib.util.spec_from_file_location("build_script", ROOT / "build.py")
    assert specification is not None
    assert specification.loader is not None
    script = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(script)
    assert get_args(Format) == script.FORMATS
    flags = [
        parameter
        for parameter in command_named("build").params
        if parameter.name in ("quiet", "why", "manifest", "trusted")
    ]
    names = {name for flag in flags for name in (*flag.opts, *flag.secondary_opts)}
    assert names == set(script.BUILD_OPTIONS)
