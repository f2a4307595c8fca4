"""What a save does to what is shown, as a page hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import BIBLIOGRAPHY, METADATA, WAVE
from tests.preview.conftest import ARTICLE, Running, Start

HTML, PDF = "manuscript.html", "manuscript.pdf"
COUNTING = """import pathlib
with open(pathlib.Path(__file__).parents[1] / "drawn.log", "a") as log:
    print(pathlib.Path(__file__).stem, file=log)
"""
FILES: dict[str, str | bytes] = {
    "manuscript/01-text.md": ARTICLE,
    "figures/wave.py": WAVE + COUNTING,
}
States = Iterator[dict[str, Any]]


def settled(states: States) -> dict[str, Any]:
    """Return the next state in which nothing is being built."""
    return next(state for state in states if not state["building"])


def changed(states: States, before: dict[str, Any], look: str = HTML) -> dict[str, Any]:
    """Return the next state that shows another output, when all is done."""
    old = before["shown"][look]["digest"]
    return next(s for s in states if s["shown"][look]["digest"] != old and not s["building"])


def html_of(preview: Running, state: dict[str, Any]) -> str:
    """Return the page that a state shows."""
    return preview.ask(f"{preview.path}made/{state['shown'][HTML]['digest']}")[2].decode()


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("manuscript/01-text.md", ARTICLE.replace("first", "newest"), "The newest words."),
        ("manuscript/02-more.md", "# Three\n\nA section more.\n", "A section more."),
        ("bib/references.bib", BIBLIOGRAPHY.replace("Gideon", "Gerald"), "Gerald"),
        ("manuscript/metadata.yaml", METADATA.replace("A title", "Another"), "Another"),
        ("templates/html/article.html", "<!doctype html><p>{{ title }} of mine", "A title of mine"),
        ("figures/wave.py", WAVE.replace("rises", "climbs"), "climbs"),
    ],
)
def test_every_source_is_followed(start: Start, name: str, text: str, shown: str) -> None:
    """Text, bibliography, metadata, templates and scripts, also new files and new folders."""
    preview = start(FILES)
    states = preview.states(HTML)
    first = settled(states)
    assert shown not in html_of(preview, first)
    (preview.root / name).parent.mkdir(parents=True, exist_ok=True)
    preview.save(name, text)
    assert shown in html_of(preview, changed(states, first))


def test_data_draw_their_figures_again_and_text_does_not(start: Start) -> None:
    """A script runs when it or what it read changed; an edit of the text runs none."""
    reading = "open('../measured/numbers.csv').read()\n"
    preview = start(
        {**FILES, "measured/numbers.csv": "1,2", "figures/other.py": WAVE + reading + COUNTING}
    )
    log = preview.root / "drawn.log"
    states = preview.states(HTML)
    first = settled(states)
    assert sorted(log.read_text().split()) == ["other", "wave"]
    preview.save("manuscript/01-text.md", ARTICLE.replace("first", "second"))
    second = changed(states, first)
    assert sorted(log.read_text().split()) == ["other", "wave"]
    preview.save("figures/wave.py", WAVE.replace("-1", "-2") + COUNTING)
    third = changed(states, second)
    assert sorted(log.read_text().split()) == ["other", "wave", "wave"]
    preview.save("measured/numbers.csv", "1,3")
    next(s for s in states if s["building"])
    preview.save("manuscript/01-text.md", ARTICLE.replace("first", "third"))
    changed(states, third)
    assert sorted(log.read_text().split()) == ["other", "other", "wave", "wave"]


def test_only_what_is_looked_at_is_built(start: Start) -> None:
    """Nobody looks at the PDF, so it is not made; then somebody does."""
    preview = start(FILES)
    assert set(settled(preview.states(HTML))["shown"]) == {HTML}
    state = next(s for s in preview.states(PDF) if PDF in s["shown"])
    assert len(state["shown"][PDF]["pages"]) == 1
    width, height = state["shown"][PDF]["pages"][0][1:]
    assert (round(width), round(height)) == (595, 842)
    status, headers, body = preview.ask(f"{preview.path}manuscript.pdf")
    assert (status, headers["content-type"]) == (200, "application/pdf")
    assert body.startswith(b"%PDF-")


def test_html_comes_before_the_pdf(start: Start) -> None:
    """Who looks at both sees the HTML as soon as it is there."""
    preview = start(FILES)
    states = preview.states(HTML, PDF)
    first = next(s for s in states if s["shown"])
    assert set(first["shown"]) == {HTML}
    assert next(s for s in states if PDF in s["shown"])


def test_findings_come_beside_the_last_good_output_and_go(start: Start) -> None:
    """A build that stops leaves what was shown; mended, the finding is gone."""
    preview = start(FILES)
    states = preview.states(HTML)
    good = settled(states)
    preview.save("manuscript/01-text.md", ARTICLE.replace("rose1998", "nobody"))
    bad = next(s for s in states if s["findings"] and s["findings"][0]["severity"] == "error")
    finding = bad["findings"][0]
    assert (finding["code"], finding["place"]) == (
        "citation-undefined",
        "manuscript/01-text.md:9:7",
    )
    assert "nobody" in finding["message"]
    assert bad["shown"] == good["shown"]
    assert bad["stale"] == [HTML]
    preview.save("manuscript/01-text.md", ARTICLE.replace("first", "last"))
    mended = changed(states, good)
    assert mended["stale"] == []
    assert [f for f in mended["findings"] if f["severity"] == "error"] == []


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("manuscript/metadata.yaml", "title: [\n", "yaml-unreadable"),
        ("bib/references.bib", "@article{a,\n title = {A\n", "bibliography-unreadable"),
        ("figures/wave.py", "1 / 0\n", "figure-failed"),
        ("templates/html/article.html", "{{ nothing }}", "template-invalid"),
    ],
)
def test_every_kind_of_fault_is_told(start: Start, name: str, text: str, code: str) -> None:
    """Whatever stops a build stops it at a place, and the preview goes on."""
    preview = start(FILES)
    states = preview.states(HTML)
    good = settled(states)
    (preview.root / name).parent.mkdir(parents=True, exist_ok=True)
    before = FILES.get(name) or {"manuscript/metadata.yaml": METADATA}.get(name, BIBLIOGRAPHY)
    preview.save(name, text)
    bad = next(s for s in states if code in [f["code"] for f in s["findings"]])
    assert name in [f["place"].split(":")[0] for f in bad["findings"]]
    assert bad["shown"] == good["shown"]
    if name.startswith("templates"):
        (preview.root / name).unlink()
    else:
        preview.save(name, str(before))
    next(s for s in states if code not in [f["code"] for f in s["findings"]])


def test_what_only_one_format_cannot_show_is_told(start: Start) -> None:
    """A letter that no font has stops the PDF alone, also when the PDF is looked at later."""
    preview = start({"manuscript/01-text.md": "# One\n\nA letter of its own: \ue123.\n"})
    states = preview.states(HTML)
    assert "glyph-missing" not in [f["code"] for f in settled(states)["findings"]]
    later = preview.states(HTML, PDF)
    state = next(s for s in later if "glyph-missing" in [f["code"] for f in s["findings"]])
    assert (set(state["shown"]), state["stale"]) == ({HTML}, [PDF])


def test_a_preview_starts_with_a_manuscript_that_has_faults(start: Start) -> None:
    """There is nothing to show, what is wrong is told, and the first good build is shown."""
    preview = start({"manuscript/01-text.md": "See [@nobody].\n"})
    states = preview.states(HTML)
    state = settled(states)
    assert (state["shown"], [f["code"] for f in state["findings"]]) == ({}, ["citation-undefined"])
    preview.save("manuscript/01-text.md", "All is well.\n")
    assert "All is well." in html_of(preview, next(s for s in states if s["shown"]))


def test_words_are_counted_by_section_and_against_limits(start: Start) -> None:
    """Each section, the whole, and the abstract beside the most that it may have."""
    metadata = METADATA + "abstract: One two three.\nchecks: {abstract-words: 2}\n"
    preview = start({**FILES, "manuscript/metadata.yaml": metadata})
    lengths = settled(preview.states(HTML))["lengths"]["manuscript"]
    assert lengths == [
        ["Abstract (en)", 3, 1, 2],
        ["One", 3, 1, 0],
        ["Two", 3, 1, 0],
        ["Text in all", 6, 1, 0],
        ["Headings", 4, 1, 0],
        ["Captions", 4, 1, 0],
        ["References", 17, 1, 0],
        ["Statements", 8, 1, 0],
    ]


PROFILE = """name: World Letters
sources:
  guide: {title: Instructions, url: 'https://example.org/guide', read: 2026-11-01}
limits: {words: {most: 5, counting: [text]}, figures: 1}
sourced: {limits: guide}
"""


def test_a_journals_limits_follow_text_and_profile(start: Start) -> None:
    """What counts, the bounds, by how much, and the source; without a journal there are none."""
    metadata = METADATA + "build: {journal: letters}\n"
    journal = {"templates/journals/letters.yaml": PROFILE, "manuscript/metadata.yaml": metadata}
    preview = start({**FILES, **journal})
    states = preview.states(HTML)
    state = settled(states)
    assert state["journal"] == "World Letters"
    assert state["limits"][0] == {
        "rule": "limits.words",
        "value": 6,
        "counted": "words of text",
        "bounds": "at most 5",
        "most": 5,
        "excess": 1,
        "source": "Read in Instructions (2026-11-01)",
    }
    preview.save("templates/journals/letters.yaml", PROFILE.replace("most: 5", "most: 6"))
    next(s for s in states if [m["excess"] for m in s["limits"]] == [0, 0])
    preview.save("manuscript/01-text.md", ARTICLE.replace("first words", "words"))
    next(s for s in states if [m["value"] for m in s["limits"]] == [5, 1])
    preview.save("manuscript/metadata.yaml", METADATA)
    next(s for s in states if not s["journal"] and s["limits"] == [])


def test_an_unknown_journal_is_a_finding_and_stops_nothing(start: Start) -> None:
    """The article is shown, and the key of the metadata is told with what was meant."""
    preview = start({**FILES, "manuscript/metadata.yaml": METADATA + "build: {journal: aspr}\n"})
    state = settled(preview.states(HTML))
    assert "The first words." in html_of(preview, state)
    (found,) = [f for f in state["findings"] if f["code"] == "metadata-invalid"]
    assert found["hints"] == ["did you mean `apsr`?"]


def test_a_picture_outside_the_folders_is_followed(start: Start) -> None:
    """A file that the text names is an input, wherever in the project it is."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect id="{}"/></svg>'
    files = {"manuscript/01-text.md": "![A plan.](art/plan.svg)\n", "art/plan.svg": svg.format("a")}
    preview = start({**files})
    states = preview.states(HTML)
    first = settled(states)
    preview.save("art/plan.svg", svg.format("b"))
    changed(states, first)


def test_the_last_of_many_saves_is_shown(start: Start) -> None:
    """However fast they come, what is shown in the end is what was saved last."""
    preview = start(FILES)
    states = preview.states(HTML, PDF)
    settled(states)
    for number in range(30):
        preview.save("manuscript/01-text.md", ARTICLE.replace("first", f"no. {number}"))
    for state in states:
        if "no. 29" in html_of(preview, state) and not state["building"]:
            break
    assert set(state["shown"]) == {HTML, PDF}
