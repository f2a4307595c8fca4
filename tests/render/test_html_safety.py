"""What an author writes cannot make the HTML page act against its readers."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from octavo.render.hypertext_safety import is_safe_target
from octavo.tools import run
from tests.render.html_sample import one, parsed, written

HOSTILE = r"""
# Title {#t onclick="RUN" style="color:red"}

<script>RUN</script> text <img src=x onerror="RUN"> <b onmouseover="RUN">b</b>
<svg onload=RUN></svg>

[a](javascript:RUN) [b](JaVaScRiPt:RUN) [c](data:text/html,<script>RUN</script>) [d](vbscript:RUN)
[e](&#106;avascript:RUN) [f](https://example.org){onclick="RUN"}
[g]{style="x" lang='e" onclick="RUN'}

`<script>RUN</script>`{=html} `</style><script>RUN</script>`{=html5}

```{=html}
<iframe src="javascript:RUN"></iframe><style>body{display:none}</style>
```

<!-- a secret --> <div onclick="RUN" style="position:fixed" class='"><script>RUN</script>'>in</div>

<details open ontoggle="RUN"><summary>S</summary></details> <a href="javascript:RUN">raw</a>

$\text{</annotation><script>RUN</script>}$ $\href{javascript:RUN}{x}$

![alt "><script>RUN</script>](one.svg){onload="RUN" style="x"}

| <script>RUN</script> | b |
|----------------------|---|
| <img src=x onerror=RUN> | [x](javascript:RUN) |

<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example">

~~~ {.python onclick="RUN"}
</code></pre><script>RUN</script>
~~~
"""
RUN = "document.documentElement.dataset.ran=1"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the page of an article that attacks its readers."""
    return written(tmp_path_factory.mktemp("hostile"), HOSTILE.replace("RUN", RUN))


def test_harmless_tags_stay(tmp_path: Path) -> None:
    """Plain inline tags that an author writes raw stay, without attributes, if they close."""
    page = parsed(written(tmp_path))
    paragraph = one(page, "//p[contains(., 'Text.')]")
    assert [(e.tag, dict(e.attrib)) for e in paragraph.xpath("./kbd | ./b | ./sub")] == [
        ("kbd", {}),
        ("b", {}),
        ("sub", {}),
    ]
    assert not paragraph.xpath(".//i"), "a tag left open is dropped"


def test_nothing_active_passes(hostile: str) -> None:
    """No script, event handler, style, frame, form or comment of the author is on the page."""
    page = parsed(hostile)
    names = {name.lower() for e in page.iter() for name in e.attrib}
    assert not [name for name in names if name.startswith("on") or name == "style"]
    assert page.xpath("//script/@type") == ["application/ld+json"]
    assert len(page.xpath("//style | //base | //iframe | //form | //main//svg")) == 2, (
        "style, ORCID"
    )
    assert len(page.xpath("//meta[@http-equiv]")) == 1
    assert not page.xpath("//comment()")
    for address in page.xpath("//@href | //@src"):
        assert re.match(r"https://|mailto:|#|data:image/svg|manuscript\.pdf", address), address


def test_no_script_runs(hostile: str, tmp_path: Path) -> None:
    """A browser that opens a hostile article runs nothing of it."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine")

    def ran(name: str, text: str) -> bool:
        (tmp_path / name).write_text(text, encoding="utf-8")
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path / 'u'}",
        ]
        address = (tmp_path / name).as_uri()
        ended = run([str(chromium), *options, "--dump-dom", address], timeout=60)
        opening = re.search(r"<html[^>]*>", ended.output.decode())
        assert opening is not None, ended.messages
        return "data-ran" in opening[0]

    assert ran("control.html", f"<!DOCTYPE html><title>x</title><script>{RUN}</script>")
    assert not ran("hostile.html", hostile)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org", True),
        ("HTTP://example.org", True),
        ("mailto:a@example.org", True),
        ("#fig-one", True),
        ("data/file.csv", True),
        ("a/b:c", True),
        ("javascript:alert(1)", False),
        (" java\tscript\n:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        ("VBScript:x", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
    ],
)
def test_targets_of_links(url: str, safe: bool) -> None:
    """Links lead to the web, to a mailbox or within; what browsers ignore hides nothing."""
    assert is_safe_target(url) is safe
