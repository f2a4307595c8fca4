"""Who must not know whom, read from the imports."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import octavo

SOURCE = Path(octavo.__file__).parent
MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts): path
    for path in sorted(SOURCE.rglob("*.py"))
}
FORMATS = ("pdf", "docx", "html", "jats", "epub", "latex")
CLUSTER = {"figure_cluster"}
MEDIAN_LINES, LONG_LINES, MODULE_LINES = 10, 45, 400


@cache
def imports(name: str) -> set[str]:
    """Return the modules that a module of ours imports, ours without `octavo.`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("octavo.") for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.removeprefix("octavo."))
    return found


def of(prefix: str) -> Iterator[str]:
    """Yield the modules whose names begin so."""
    return (name for name in MODULES if name.startswith(prefix))


def family(name: str) -> str:
    """Return the format that a renderer's module belongs to, or nothing."""
    stem = name.removeprefix("render.").split("_")[0]
    return {"typst": "pdf"}.get(stem, stem) if name.startswith("render.") else ""


def test_rules_and_renderers_do_not_know_each_other() -> None:
    """A rule needs no format, and a format no rule."""
    assert not any(i.startswith("render") for name in of("checks") for i in imports(name))
    assert not any(i.startswith("checks") for name in of("render") for i in imports(name))


def test_renderers_do_not_know_each_other() -> None:
    """What two formats share is in a module of its own."""
    crossings = [
        (name, other)
        for name in of("render.")
        for other in imports(name)
        if {family(name), family(other)} <= set(FORMATS) and family(name) != family(other)
    ]
    assert crossings == []


def test_an_anonymous_copy_is_made_and_read_without_formats_or_rules() -> None:
    """Blinding comes before every renderer, and the scan believes none."""
    for name in (*of("blind"), *of("leaks"), "needles", "self_citations"):
        assert not any(i.startswith(("render", "checks")) for i in imports(name)), name


def test_stages_do_not_know_each_other() -> None:
    """Cross-references, citations, sections, bibliography and figures stand alone."""
    pairs = [
        ("crossref", "citations"),
        ("manuscript", "bibliography"),
        ("manuscript", "figures"),
        ("bibliography", "figures"),
    ]
    for one, other in pairs:
        assert other not in imports(one)
        assert one not in imports(other)


def test_one_module_starts_processes() -> None:
    """Time limits and process groups are in one place; figures alone are forked."""
    assert [name for name in MODULES if "subprocess" in imports(name)] == ["tools"]
    texts = {name: path.read_text(encoding="utf-8") for name, path in MODULES.items()}
    assert [name for name, text in texts.items() if "os.fork()" in text] == ["figure_fork"]


def test_one_module_asks_git() -> None:
    """What keeps git from running programs of a repository is in one place."""
    texts = {name: path.read_text(encoding="utf-8") for name, path in MODULES.items()}
    assert [name for name, text in texts.items() if re.search(r'[(\[](?:"git"|GIT,)', text)] == [
        "git"
    ]


def test_one_module_prints() -> None:
    """Only the command line prints; the figure runner reports to its parent alone."""
    printing = [
        name
        for name, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and (ast.unparse(node.func) in ("print", "click.echo"))
    ]
    assert {name.split(".")[0] for name in printing} == {"cli"}


def test_one_module_dials_out() -> None:
    """Only `web` knows the network, and only what is asked online knows `web`."""
    network = {"socket", "http.client", "urllib.request", "httpx", "requests"}
    assert {name for name in MODULES if network & imports(name)} == {"web", "preview.serving"}
    assert {name for name in MODULES if "web" in imports(name)} == {"inquiry", "links", "registry"}


def test_no_output_depends_on_the_clock() -> None:
    """Who reads it: rules, what is asked online, and what looks whether a file is as it was."""
    reading = {"time.time(", "time.time_ns(", "datetime.now(", "date.today(", "time.localtime("}
    texts = {name: path.read_text(encoding="utf-8") for name, path in MODULES.items()}
    knowing = {name for name, text in texts.items() if any(word in text for word in reading)}
    outside = {"answers", "web", "inquiry", "preview.drawings", "preview.contents"}
    # of the moments `today` alone, for a rule; of the others, times of files
    assert knowing == {*outside, "moments", "record", "figures", "figure_results"}
    assert texts["moments"].count("datetime.now(") == 1
    knowing_today = {name for name in MODULES if re.search(r"import .*\btoday\b", texts[name])}
    assert knowing_today == {"pipeline"}


def test_only_the_preview_listens() -> None:
    """The server and what it needs are in one package, which the command line alone knows."""
    server = {"starlette", "uvicorn", "watchfiles"}
    outside = [name for name in MODULES if not name.startswith("preview")]
    assert not any(i.split(".")[0] in server for name in outside for i in imports(name))
    knowing = [name for name in outside if any(i.startswith("preview") for i in imports(name))]
    assert knowing == ["cli.preview"]


def test_a_build_loads_nothing_of_the_network() -> None:
    """The modules of a build are loaded without the client and without the server."""
    names = "('httpx', 'starlette', 'uvicorn', 'watchfiles', 'fsspec', 'distributed', 'dask')"
    loaded = "import sys, octavo.pipeline, octavo.cli.build"
    code = f"{loaded}\nprint([n for n in {names} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_what_goes_beyond_this_machine_is_in_modules_of_its_own() -> None:
    """Nobody else knows fsspec or Dask, which are extras."""
    for packages, places in (({"fsspec"}, {"remote_shelf"}), ({"dask", "distributed"}, CLUSTER)):
        knowing = {n for n in MODULES if packages & {i.split(".")[0] for i in imports(n)}}
        assert knowing == places


def test_functions_and_modules_are_short() -> None:
    """Half the functions have ten lines or fewer, nearly all fit a screen."""
    lengths = []
    for path in MODULES.values():
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= MODULE_LINES, path
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        lengths += [
            (node.end_lineno or 0) - node.lineno + 1
            for node in ast.walk(ast.parse(text))
            if isinstance(node, functions)
        ]
    lengths.sort()
    assert lengths[len(lengths) // 2] <= MEDIAN_LINES
    assert lengths[len(lengths) * 95 // 100] <= LONG_LINES
