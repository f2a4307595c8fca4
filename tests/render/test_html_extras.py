"""What the script adds to the page, as readers meet it in a browser; and the page without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from octavo.pipeline import build
from octavo.project import load_project
from tests.browser import chromium
from tests.conftest import BIBLIOGRAPHY, WAVE

METADATA = """title: A title
subtitle: Of a study
language: LANGUAGE
date: 2026-03-09
authors: [{name: Ada Example}, {name: The Group}]
licence: CC BY 4.0
doi: 10.1000/xyz
"""
FILLING = "Many words follow, and a line is filled, and then another one. " * 12
TEXT = f"""# One {{#sec:one}}

See [@rose1998; @walt1987], @fig:wave, @tbl:t and @eq:e.[^1] [Astray](#100%).

[^1]: A note with a [link](https://example.org/).

![A wave. As [@walt1987] has it.](wave){{#fig:wave}}

: Values. {{#tbl:t}}

| Name | Value |
|------|------:|
| a    |   1.5 |

$$E = mc^2$$ {{#eq:e}}

{FILLING}

# Two

{FILLING}

{FILLING}

## Deeper

{FILLING}

# Three

{FILLING}

![Twice.](wave){{#fig:again width=50%}}
"""


def manuscript(folder: Path, language: str = "en", more: str = "") -> str:
    """Return the address of the page of a small article."""
    files = {
        "manuscript/metadata.yaml": METADATA.replace("LANGUAGE", language) + more,
        "manuscript/01-text.md": TEXT,
        "bib/references.bib": BIBLIOGRAPHY,
        "figures/wave.py": WAVE,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return build(load_project(folder), ["html"]).artifacts[0].path.as_uri()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of the page."""
    return manuscript(tmp_path_factory.mktemp("extras"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser without a window."""
    with chromium() as started:
        yield started


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a fresh profile of the browser, with a mouse and a window of 1280 dots."""
    opened = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """Return the page, open; whatever it complains of or asks for fails the test."""
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("console", lambda message: troubles.append(message.text))
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on(
        "request",
        lambda r: None if r.url.startswith(("file:", "data:")) else troubles.append(r.url),
    )
    opened.goto(address)
    yield opened
    assert troubles == []


def preview(page: Page) -> Locator:
    """Return the box of the previews."""
    return page.locator(".preview")


def citation(page: Page) -> Locator:
    """Return the first citation in the text."""
    return page.locator('.text a[href="#ref-rose1998"]').first


def tab_to(page: Page, link: Locator) -> None:
    """Walk with the keyboard from the element before a link onto it."""
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(link).to_be_focused()


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("#ref-rose1998", "Neoclassical Realism"),
        ("#fig-wave", "A wave."),
        ("#tbl-t", "Values."),
        ("#eq-e", "(1)"),
        ("#note-1", "A note with a link."),
    ],
)
def test_a_pointer_shows_what_a_link_leads_to(page: Page, target: str, shown: str) -> None:
    """Citations, figures, tables, equations and notes are shown beside their links."""
    expect(preview(page)).to_be_hidden()
    page.locator(f'.text a[href="{target}"]').first.hover()
    expect(preview(page)).to_be_visible()
    expect(preview(page)).to_contain_text(shown)


def test_a_preview_is_near_its_link_and_in_the_window(page: Page) -> None:
    """It stands right below or above the line, and hides nothing of the link."""
    link = citation(page)
    link.hover()
    expect(preview(page)).to_be_visible()
    box, line = preview(page).bounding_box(), link.bounding_box()
    assert box is not None
    assert line is not None
    gaps = (box["y"] - line["y"] - line["height"], line["y"] - box["y"] - box["height"])
    assert 0 < max(gaps) < 30
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280


def test_the_pointer_can_go_onto_a_preview(page: Page) -> None:
    """It stays while the pointer is on it, and goes when the pointer has left."""
    page.locator('.text a[href="#note-1"]').first.hover()
    expect(preview(page)).to_be_visible()
    preview(page).get_by_text("link").hover()
    page.wait_for_timeout(600)
    expect(preview(page)).to_be_visible()
    page.mouse.move(5, 5)
    expect(preview(page)).to_be_hidden()


def test_focus_shows_a_preview_at_once_and_escape_hides_it(page: Page) -> None:
    """With the keyboard it comes with the focus, which Escape leaves where it is."""
    tab_to(page, citation(page))
    expect(preview(page)).to_contain_text("Neoclassical Realism")
    page.mouse.move(600, 700)
    page.wait_for_timeout(500)
    expect(preview(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(preview(page)).to_be_hidden()
    expect(citation(page)).to_be_focused()


def test_escape_hides_what_the_pointer_shows(page: Page) -> None:
    """A preview that hides the text goes away without moving the pointer."""
    citation(page).hover()
    expect(preview(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(preview(page)).to_be_hidden()


def test_a_preview_goes_with_the_focus(page: Page) -> None:
    """The next element that has nothing to show shows nothing."""
    tab_to(page, page.locator('.text a[href="#note-1"]').first)
    expect(preview(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(preview(page)).to_be_hidden()


def test_a_preview_is_not_read_twice(page: Page) -> None:
    """Screen readers and the Tab key do not find it, and no identifier is on the page twice."""
    tab_to(page, page.locator('.text a[href="#fig-wave"]').first)
    expect(preview(page)).to_have_attribute("aria-hidden", "true")
    assert preview(page).locator("[id], [role], a:not([tabindex='-1'])").count() == 0
    assert preview(page).locator("figure img").count() == 1
    page.keyboard.press("Tab")
    assert preview(page).locator(":focus").count() == 0
    identifiers = page.eval_on_selector_all("[id]", "all => all.map((e) => e.id)")
    assert len(identifiers) == len(set(identifiers))


def test_a_tap_follows_the_link(browser: Browser, address: str) -> None:
    """On a touch screen a citation leads to the reference, and nothing is shown on the way."""
    phone = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    page = phone.new_page()
    page.goto(address)
    citation(page).tap()
    page.wait_for_timeout(400)
    assert page.url.endswith("#ref-rose1998")
    expect(preview(page)).to_be_hidden()
    phone.close()


def test_a_click_follows_the_link(page: Page) -> None:
    """The preview is gone when the reader has gone where the link leads."""
    citation(page).hover()
    expect(preview(page)).to_be_visible()
    citation(page).click()
    expect(preview(page)).to_be_hidden()
    assert page.url.endswith("#ref-rose1998")


def test_figures_are_enlarged_with_the_keyboard(page: Page) -> None:
    """A button opens the figure large, Escape closes it, the focus returns to the button."""
    button = page.get_by_role("button", name="Enlarge: Figure\u00a01")
    tab_to(page, button)
    expect(button).to_have_css("opacity", "1")
    small = page.locator("#fig-wave img").bounding_box()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Figure\u00a01")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    expect(dialog).to_contain_text("A wave. As (Walt 1987) has it.")
    picture = dialog.get_by_role("img", name="A wave that rises and falls once.")
    large = picture.bounding_box()
    assert small is not None
    assert large is not None
    assert large["width"] > 2 * small["width"]
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_figures_are_enlarged_with_the_mouse(page: Page) -> None:
    """A click on the picture opens it, a click on what is opened closes it."""
    page.locator("#fig-wave img").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.locator("img").click()
    expect(dialog).to_be_hidden()


def test_a_link_of_an_enlarged_figure_leads_out(page: Page) -> None:
    """A citation in the caption closes the figure and is followed."""
    page.locator("#fig-wave img").click()
    page.get_by_role("dialog").get_by_role("link", name="Walt 1987").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.url.endswith("#ref-walt1987")


def test_a_width_in_percent_stays(page: Page) -> None:
    """A picture of half the text's width has it with the script too."""
    picture = page.locator("#fig-again img").bounding_box()
    text = page.locator(".text").bounding_box()
    assert picture is not None
    assert text is not None
    assert picture["width"] == pytest.approx(text["width"] / 2, abs=1)


@pytest.mark.parametrize("clipboard", ["modern", "old"])
@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("Copy", "Example, Ada, and The Group. 2026.", "https://doi.org/10.1000/xyz."),
        ("Copy: BibTeX", "@misc{example2026title,\n  author = {Example, Ada and", "}"),
        ("Copy: RIS", "TY  - UNPB\nAU  - Example, Ada\nAU  - The Group\n", "ER  -"),
    ],
)
def test_the_citation_is_copied(
    page: Page, clipboard: str, name: str, start: str, end: str
) -> None:
    """What was copied is pasted elsewhere, also from browsers without the new clipboard."""
    if clipboard == "old":
        page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    else:
        page.context.grant_permissions(["clipboard-write"])
    for summary in page.locator(".citation-file summary").all():
        summary.click()
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    expect(button).to_be_focused()
    assert pasted(page).startswith(start)
    assert pasted(page).rstrip().endswith(end)


def pasted(page: Page) -> str:
    """Return what a text field of the page gets when the clipboard is pasted into it."""
    field = "const field = document.createElement('textarea'); field.id = 'paste';"
    page.evaluate(f"() => {{ {field} document.querySelector('main').append(field); }}")
    page.locator("#paste").focus()
    page.keyboard.press("Control+V")
    text = page.locator("#paste").input_value()
    page.locator("#paste").evaluate("field => field.remove()")
    return text


def test_what_cannot_be_copied_is_selected(page: Page) -> None:
    """Without a clipboard the text is selected, and the reader is told."""
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.evaluate("() => { document.execCommand = () => false; }")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("status").first).to_have_text("Could not copy; the text is selected")
    assert page.evaluate("getSelection().toString()").startswith("Example, Ada")


def paper(page: Page) -> str:
    """Return the colour of the page's ground."""
    colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour


def test_the_choice_of_colours_is_kept(page: Page) -> None:
    """The page is as the system is until the reader chooses, and is so again later."""
    light = paper(page)
    page.emulate_media(color_scheme="dark")
    dark = paper(page)
    assert dark != light
    choice = page.get_by_role("combobox", name="Appearance")
    expect(choice).to_have_value("auto")
    choice.select_option("Light")
    assert paper(page) == light
    page.emulate_media(color_scheme="light")
    choice.select_option("Dark")
    assert paper(page) == dark
    page.reload()
    expect(choice).to_have_value("dark")
    assert paper(page) == dark
    choice.select_option("Automatic")
    assert paper(page) == light


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_always_light(page: Page, scheme: str) -> None:
    """Dark as it may be on the screen, it is printed black on white, without buttons."""
    page.emulate_media(media="screen", color_scheme="light" if scheme == "light" else "dark")
    page.get_by_role("combobox", name="Appearance").select_option("Dark")
    page.emulate_media(media="print")
    assert paper(page) == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    for extra in page.locator("button, select, .citation-file, .preview").all():
        expect(extra).to_be_hidden()


def test_choices_work_where_nothing_is_kept(context: BrowserContext, address: str) -> None:
    """A browser that refuses to keep anything still shows what the reader chose."""
    page = context.new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw 1; } })")
    page.goto(address)
    light = paper(page)
    page.get_by_role("combobox", name="Appearance").select_option("Dark")
    assert paper(page) != light


def test_contents_follow_the_reader(page: Page) -> None:
    """The section that is being read is marked, one at a time, and the last at the end."""
    marked = page.locator(".contents-margin [aria-current='location']")
    expect(marked).to_have_count(0)
    page.locator("#deeper").evaluate("heading => heading.scrollIntoView()")
    expect(marked).to_have_text("2.1 Deeper")
    page.keyboard.press("End")
    expect(marked).to_have_text("Notes")
    page.keyboard.press("Home")
    expect(marked).to_have_count(0)


def test_the_whole_page_is_walked_with_the_keyboard(page: Page) -> None:
    """Tab goes through all and out at the end; each stop is on the page and is seen to be one."""
    page.emulate_media(reduced_motion="reduce")
    for summary in page.locator("details:visible > summary").all():
        summary.press("Enter")
    page.evaluate("document.activeElement.blur(), getSelection().removeAllRanges(), scrollTo(0, 0)")
    page.evaluate("() => { document.body.tabIndex = -1; document.body.focus(); }")
    count = page.evaluate(
        "[...document.querySelectorAll('a[href], button, select, summary, [tabindex=\"0\"]')]"
        ".filter((e) => e.tabIndex >= 0 && e.checkVisibility()).length"
    )
    stops = []
    for _ in range(count):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(STOP))
    assert [stop for stop in stops if not stop["seen"]] == []
    assert len({stop["number"] for stop in stops}) == count
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.body"), "the page lets the reader go"


STOP = """() => {
  const element = document.activeElement;
  const all = [...document.querySelectorAll("*")];
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.left >= 0;
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const seen = inside && outlined && Number(style.opacity) > 0;
  return { number: all.indexOf(element), seen, html: element.outerHTML.slice(0, 90) };
}"""


def test_the_page_is_whole_without_scripts(browser: Browser, address: str) -> None:
    """With scripts off all text is there, links lead on, BibTeX unfolds; no button is dead."""
    opened = browser.new_context(java_script_enabled=False)
    page = opened.new_page()
    page.goto(address)
    expect(page.locator("button, select, dialog, .preview")).to_have_count(0)
    expect(page.get_by_role("img", name="A wave that rises and falls once.").first).to_be_visible()
    page.get_by_text("BibTeX").click()
    expect(page.get_by_text("@misc{example2026title")).to_be_visible()
    citation(page).click()
    assert page.url.endswith("#ref-rose1998")
    opened.close()


def test_extras_can_be_left_out(tmp_path: Path, browser: Browser) -> None:
    """Where the manuscript says so there is no script, and the policy allows none."""
    address = manuscript(tmp_path, more="build: {html: {extras: false}}\n")
    page = browser.new_page()
    page.goto(address)
    expect(page.locator("script:not([type='application/ld+json'])")).to_have_count(0)
    expect(page.locator("button, select, dialog, .preview")).to_have_count(0)
    policy = page.locator("meta[http-equiv]").get_attribute("content")
    assert policy is not None
    assert "script-src" not in policy
    page.close()


def test_right_to_left(tmp_path: Path, context: BrowserContext) -> None:
    """Labels are in the language, previews begin at the right, the control stands at the left."""
    page = context.new_page()
    page.goto(manuscript(tmp_path, "fa"))
    choice = page.get_by_role("combobox", name="نما").bounding_box()
    assert choice is not None
    assert choice["x"] < 100
    link = page.locator('.text a[href="#note-1"]').first
    link.hover()
    expect(preview(page)).to_be_visible()
    box, line = preview(page).bounding_box(), link.bounding_box()
    assert box is not None
    assert line is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280


def test_motion_can_be_refused(context: BrowserContext, address: str) -> None:
    """Readers who want no motion get none."""
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    moving = (
        "[...document.querySelectorAll('*')]"
        ".filter((e) => getComputedStyle(e).transitionDuration !== '0s').length"
    )
    assert page.evaluate(moving) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moving) > 0
