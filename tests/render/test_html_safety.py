"""What an author writes cannot make the HTML page act against its readers."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from octavo.targets import is_safe_target
from octavo.tools import run
from tests.render.html_sample import one, parsed, words_in, written

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


@pytest.mark.parametrize(
    "tag", ["abbr", "cite", "dfn", "kbd", "mark", "samp", "small", "sub", "sup", "u", "var"]
)
def test_each_harmless_tag_stays(tmp_path: Path, tag: str) -> None:
    """A tag that says what a word is stays around it; in capitals too, and never with a style."""
    text = f"A <{tag}>one</{tag}> <{tag.upper()} STYLE='x' id=y onclick=z>two</{tag.upper()}> b."
    page = parsed(written(tmp_path, text))
    found = page.xpath(f"//div[@class='text']//{tag}")
    assert [(words_in(element), dict(element.attrib)) for element in found] == [
        ("one", {}),
        ("two", {}),
    ]


def test_tags_that_cross_are_parted(tmp_path: Path) -> None:
    """The outer one stays, and a tag that is whole by itself too."""
    page = parsed(written(tmp_path, "A <b>bold <i>both</b> end</i>, long<wbr>word </sub>."))
    (paragraph,) = (p for p in page.xpath("//p") if "bold" in words_in(p))
    assert [(e.tag, words_in(e)) for e in paragraph] == [("b", "bold both"), ("wbr", "")]


def test_blocks_of_raw_markup_leave_their_text(tmp_path: Path) -> None:
    """Of markup that is not kept, such as `details`, the author's words stay."""
    text = "<details open>\n<summary>More</summary>\n\nHidden *words*.\n\n</details>\n"
    page = parsed(written(tmp_path, text))
    body = one(page, "//div[@class='text']")
    assert "Hidden words." in words_in(body)
    assert "More" in words_in(body)
    assert not body.xpath(".//details | .//summary")


@pytest.mark.parametrize(
    "attack",
    [
        "<b/onmouseover=RUN>x</b>",
        "<kbd\nonclick\n=RUN>x</kbd>",
        "<sub onclick=RUN//>x</sub>",
        "<ScRiPt>RUN</sCrIpT>",
        "<math><mtext><script>RUN</script></mtext></math>",
        "<svg><animate onbegin=RUN attributeName=x dur=1s></svg>",
        "<noscript><p title='</noscript><img src=x onerror=RUN>'></noscript>",
        "<template><script>RUN</script></template>",
        "<a href='java&#10;script:RUN'>x</a>",
        "[x](java&Tab;script:RUN)",
        "<object data='javascript:RUN'></object><embed src='javascript:RUN'>",
        "<form action='javascript:RUN'><button>x</button></form>",
        "<link rel=stylesheet href='data:text/css,x'>",
        "[x]{.class title='\"><script>RUN</script>'}",
        '[x]{."onclick=RUN}',
        "![<script>RUN</script>](one.svg)",
        "`x`{.a onclick=RUN}",
        '::: {#x onclick=RUN ."><script>RUN</script>}\nx\n:::',
    ],
)
def test_no_disguise_passes(tmp_path: Path, attack: str) -> None:
    """Whatever a tag or an address is dressed as, nothing of it acts."""
    page = parsed(written(tmp_path, f"Before.\n\n{attack.replace('RUN', RUN)}\n\nAfter."))
    body = one(page, "//main")
    active = "script | .//svg[not(ancestor::header)] | .//object | .//embed | .//form | .//link"
    assert not body.xpath(f".//{active} | .//template | .//noscript | .//button")
    assert not [name for e in body.iter() for name in e.attrib if name.startswith("on")]
    assert all(is_safe_target(address) for address in body.xpath(".//a/@href"))
    assert [words_in(p) for p in body.xpath(".//p[. = 'Before.' or . = 'After.']")] == [
        "Before.",
        "After.",
    ]


def test_nothing_active_passes(hostile: str) -> None:
    """No script, event handler, style, frame, form or comment of the author is on the page."""
    page = parsed(hostile)
    names = {name.lower() for e in page.iter() for name in e.attrib}
    assert not [name for name in names if name.startswith("on") or name == "style"]
    assert page.xpath("//script/@type") == ["application/ld+json"]
    assert RUN not in "".join(script.text for script in page.xpath("//script"))
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
