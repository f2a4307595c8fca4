"""The page as people have it before them, in a browser."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from tests.browser import chromium
from tests.conftest import METADATA, WAVE
from tests.preview.conftest import WAIT, Running, Start

PARAGRAPH = "Paragraph {} of {} has words. " + "More of them follow until it is filled. " * 10


def section(name: str) -> str:
    """Return a section that is longer than a window."""
    return f"# {name}\n\n" + "\n\n".join(PARAGRAPH.format(n, name) for n in range(1, 25)) + "\n\n"


LONG = section("One") + "![A wave.](wave){#fig:wave}\n\n" + section("Two") + section("Three")
FILES: dict[str, str | bytes] = {
    "manuscript/metadata.yaml": METADATA + "abstract: A few words.\n",
    "manuscript/01-text.md": LONG,
    "figures/wave.py": WAVE,
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser without a window, in which waits are generous."""
    with chromium() as started:
        expect.set_options(WAIT * 1000)
        yield started
    expect.set_options(5000)


@pytest.fixture
def preview(start: Start) -> Running:
    """Return a preview of a long article."""
    return start(FILES)


@pytest.fixture
def page(browser: Browser, preview: Running) -> Iterator[Page]:
    """Return the page, open; what it complains of or asks for elsewhere fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(WAIT * 1000)
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("console", lambda message: troubles.append(message.text))
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    here = f"http://127.0.0.1:{preview.port}/"
    opened.on(
        "request",
        lambda r: None if r.url.startswith((here, "data:")) else troubles.append(r.url),
    )
    opened.goto(preview.address)
    settled(opened)
    yield opened
    context.close()
    assert troubles == []


def settled(page: Page) -> None:
    """Wait until what is shown is new."""
    expect(page.locator("body")).to_have_attribute("data-status", "new")
    expect(page.locator("iframe.coming")).to_have_count(0)


def article(page: Page) -> FrameLocator:
    """Return the article that is seen."""
    return page.frame_locator("iframe:not(.coming)")


def top_of(element: Locator) -> float:
    """Return how far the top of an element is below the top of its window."""
    top: float = element.evaluate("e => e.getBoundingClientRect().top")
    return top


def test_a_save_appears(page: Page, preview: Running) -> None:
    """The new text is there, and the page around it was not loaded again."""
    page.evaluate("document.body.dataset.mark = 'same'")
    expect(article(page).get_by_role("heading", name="A title")).to_be_visible()
    preview.save("manuscript/01-text.md", LONG.replace("Paragraph 1 of One", "Something new"))
    expect(article(page).get_by_text("Something new").first).to_be_visible()
    expect(page.locator("body")).to_have_attribute("data-mark", "same")


def test_findings_appear_and_vanish(page: Page, preview: Running) -> None:
    """What is wrong stands beside the last good output, and goes when it is mended."""
    preview.save("manuscript/01-text.md", LONG + "\nSee [@rose1989] and [@nobody].\n")
    findings = page.locator("#findings li")
    expect(findings).to_have_count(2)
    expect(findings.first).to_contain_text("manuscript/01-text.md:")
    expect(findings.first).to_contain_text("no entry of the bibliography has the key `rose1989`")
    expect(findings.first.locator(".hint")).to_contain_text("did you mean `rose1998`?")
    expect(page.locator("#status")).to_have_text("Last good build")
    expect(article(page).get_by_text("Paragraph 1 of One").first).to_be_visible()
    preview.save("manuscript/01-text.md", LONG + "\nSee [@rose1998] at last.\n")
    expect(page.locator("#findings .error")).to_have_count(0)
    expect(page.locator("#status")).to_have_text("Up to date")
    expect(article(page).get_by_text("at last.")).to_have_count(1)


def test_the_reading_place_is_kept(page: Page, preview: Running) -> None:
    """What stands before it grows and shrinks; the paragraph that is read stays where it is."""
    for before in ("Some lines more. " * 200 + "\n\n", "", "Another. " * 30 + "\n\n"):
        read = article(page).get_by_text("Paragraph 9 of Two").first
        read.evaluate(
            "e => window.scrollTo(0, window.scrollY + e.getBoundingClientRect().top - 80)"
        )
        page.wait_for_timeout(300)
        top = top_of(read)
        text = LONG.replace("# One\n\n", f"# One\n\n{before}") + f"\n{len(before)} letters more.\n"
        preview.save("manuscript/01-text.md", text)
        expect(article(page).get_by_text(f"{len(before)} letters more.")).to_have_count(1)
        settled(page)
        now = article(page).get_by_text("Paragraph 9 of Two").first
        assert top_of(now) == pytest.approx(top, abs=2)


def test_the_paragraph_that_is_written_stays(page: Page, preview: Running) -> None:
    """The reader looks at the words that change, and they change where they are."""
    read = article(page).get_by_text("Paragraph 9 of Two").first
    read.evaluate("e => window.scrollTo(0, window.scrollY + e.getBoundingClientRect().top)")
    page.wait_for_timeout(300)
    preview.save("manuscript/01-text.md", LONG.replace("Paragraph 9 of Two", "As I now write"))
    now = article(page).get_by_text("As I now write").first
    expect(now).to_be_visible()
    settled(page)
    assert top_of(now) == pytest.approx(0, abs=30)


def test_nothing_flashes(page: Page, preview: Running) -> None:
    """At no moment is there no article to be seen."""
    page.evaluate("""() => {
      const shown = document.body.dataset;
      shown.least = 1;
      const look = () => {
        const seen = document.querySelectorAll("iframe:not(.coming)").length;
        shown.least = Math.min(shown.least, seen);
        requestAnimationFrame(look);
      };
      look();
    }""")
    for number in range(3):
        preview.save("manuscript/01-text.md", LONG + f"\nVersion {number}.\n")
        expect(article(page).get_by_text(f"Version {number}.")).to_have_count(1)
    expect(page.locator("body")).to_have_attribute("data-least", "1")


def test_the_page_of_the_pdf_is_kept(page: Page, preview: Running) -> None:
    """Pages are pictures of the PDF; those that changed are exchanged where they are."""
    page.get_by_role("radio", name="PDF").check()
    expect(page.locator("#pages img").nth(2)).to_be_attached()
    settled(page)
    page.locator("#pdf").evaluate("e => e.scrollTo(0, 1500)")
    expect(page.locator("#folio")).to_contain_text("2 / ")
    seen = page.locator("#pages img").nth(1)
    expect(seen).to_have_js_property("complete", True)
    old = seen.get_attribute("src")
    preview.save("manuscript/01-text.md", LONG.replace("of One", "of the first one"))
    expect(seen).not_to_have_attribute("src", str(old))
    settled(page)
    assert page.locator("#pdf").evaluate("e => e.scrollTop") == 1500
    assert seen.evaluate("e => e.complete && e.naturalWidth > 0")


def test_a_choice_and_a_place_outlast_a_reload(page: Page) -> None:
    """The tab comes back as it was: PDF, its page, and the notes as they were."""
    page.keyboard.press("2")
    page.keyboard.press("n")
    expect(page.locator("#pages img").nth(2)).to_be_attached()
    page.locator("#pdf").evaluate("e => e.scrollTo(0, 1500)")
    page.wait_for_timeout(300)
    page.reload()
    expect(page.locator("#pages img").nth(2)).to_be_attached()
    settled(page)
    expect(page.get_by_role("radio", name="PDF")).to_be_checked()
    expect(page.locator("#panel")).to_be_hidden()
    assert page.locator("#pdf").evaluate("e => e.scrollTop") == pytest.approx(1500, abs=2)


def test_words_are_shown_against_their_limit(page: Page, preview: Running) -> None:
    """Sections, the whole, and an abstract that is too long, by how much."""
    row = page.locator("#words tr")
    expect(row.filter(has_text="Abstract")).to_contain_text("3 of 300")
    expect(row.filter(has_text="Text in all")).to_contain_text("6,192")
    limit = METADATA + "abstract: A few words.\nchecks: {abstract-words: 2}\n"
    preview.save("manuscript/metadata.yaml", limit)
    expect(row.filter(has_text="Abstract")).to_contain_text("3 of 2 1 over")
    expect(page.locator("#findings li").filter(has_text="abstract-long")).to_have_count(1)


def test_a_journals_limits_are_shown(page: Page, preview: Running) -> None:
    """Beside the words: what is beyond them in red, by how much, in the bar too."""
    expect(page.locator("#limits-of")).to_be_hidden()
    (preview.root / "templates/journals").mkdir(parents=True)
    profile = "name: World Letters\nlimits: {words: {most: 6000, counting: [text]}, figures: 1, "
    profile += "abstract: {words: 100}}\n"
    preview.save("templates/journals/letters.yaml", profile + "unsourced: [limits]\n")
    metadata = METADATA + "abstract: A few words.\nbuild: {journal: letters}\n"
    preview.save("manuscript/metadata.yaml", metadata)
    row = page.locator("#limits tr")
    expect(page.get_by_role("heading", name="Limits of World Letters")).to_be_visible()
    expect(row.first).to_have_text("6,192 words of textat most 6,000192 too many")
    expect(row.first.locator("td")).to_have_css("color", "rgb(161, 38, 31)")
    expect(row.nth(1)).to_have_text("3 words of the abstractat most 100")
    expect(page.locator("#words tr").first).to_have_text("Abstract (en)3")
    expect(row.nth(2)).to_have_text("1 figureat most 1")
    expect(row.nth(2).locator("td")).not_to_have_css("color", "rgb(161, 38, 31)")
    expect(page.locator("#toggle")).to_contain_text("6,192 of 6,000 words")
    expect(page.locator("#toggle")).to_have_attribute("data-worst", "error")
    preview.save("manuscript/01-text.md", "# One\n\nFew words.\n\n![A wave.](wave){#fig:wave}\n")
    expect(row.first).to_have_text("2 words of textat most 6,000")


def test_keys(page: Page) -> None:
    """Keys choose what is shown, also while the article has the focus."""
    article(page).locator("body").click()
    page.keyboard.press("2")
    expect(page.locator("#pdf")).to_be_visible()
    expect(page.locator("#html")).to_be_hidden()
    page.keyboard.press("3")
    expect(page.locator("#html")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_role("button", expanded=True)).to_have_count(0)
    page.keyboard.press("n")
    expect(page.get_by_role("button", expanded=True)).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_window(page: Page, scheme: str) -> None:
    """At 360 dots nothing is cut off, and the notes lie over the text when they are wanted."""
    page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.get_by_role("radio", name="Both")).to_be_hidden()
    for element in ("#title", "#views", "#status", "#toggle", "#panel"):
        box = page.locator(element).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()


def test_a_link_to_elsewhere_opens_beside(page: Page, preview: Running) -> None:
    """A web page is never loaded into the article's place."""
    preview.save("manuscript/01-text.md", "# One\n\n[Out](https://example.org/there).\n")
    link = article(page).get_by_role("link", name="Out")
    page.context.route("https://example.org/**", lambda route: route.fulfill(body="There."))
    with page.context.expect_page() as opened:
        link.click()
    opened.value.wait_for_url("https://example.org/there")
    expect(article(page).get_by_role("link", name="Out")).to_be_visible()


def test_article_and_supplement(page: Page, preview: Running) -> None:
    """A link from one to the other shows the other."""
    (preview.root / "manuscript/supplement").mkdir()
    preview.save("manuscript/supplement/01-more.md", "# More {#sec:more}\n\nBack to @sec:one.\n")
    preview.save("manuscript/01-text.md", "# One {#sec:one}\n\nSee @sec:more.\n")
    choice = page.get_by_role("combobox", name="Document")
    expect(choice).to_be_visible()
    expect(article(page).get_by_text("See Section S1")).to_be_visible()
    article(page).locator("a.elsewhere, a[href^='supplement']").first.click()
    expect(article(page).get_by_text("Back to Section 1")).to_be_visible()
    expect(choice).to_have_value("supplement")
    article(page).locator("a[href^='manuscript']").first.click()
    expect(article(page).get_by_text("See Section S1")).to_be_visible()


def test_its_end_is_told(browser: Browser, preview: Running) -> None:
    """Whoever still has the page open sees that it follows no more."""
    page = browser.new_page()
    page.goto(preview.address)
    settled(page)
    assert preview.end(signal.SIGTERM) == 143
    expect(page.locator("#status")).to_have_text("The preview has stopped")
    page.close()


def test_another_page_learns_nothing(browser: Browser, preview: Running) -> None:
    """Not even one that knows the address: no frame, no reading, no script of ours."""
    page = browser.new_page()
    page.route("http://evil.example/", lambda route: route.fulfill(body="<p>Evil</p>"))
    page.goto("http://evil.example/")
    read = "a => fetch(a).then(r => r.text(), () => 'refused')"
    assert page.evaluate(read, preview.address) == "refused"
    assert page.evaluate(f"a => ({read})(a + 'states')", preview.address) == "refused"
    script = """a => new Promise((done) => {
      const script = document.createElement("script");
      script.onload = () => done("loaded");
      script.onerror = () => done("refused");
      script.src = a + "page.js";
      document.body.append(script);
    })"""
    assert page.evaluate(script, preview.address) == "refused"
    page.close()


COMMENTED = """# Comments

## [ ] Ann Author, 2026-02-03T04:05:06Z

manuscript/01-text.md: “Paragraph 20 of Two”

Is it “really” *twenty*?

### Bob Editor, 2026-02-04T10:00:00Z

It is.

## [ ] Ann Author, 2026-02-05T04:05:06Z

manuscript/01-text.md: “words that were deleted”

Gone?

## [x] Ann Author, 2026-02-06T04:05:06Z

manuscript/01-text.md: “Paragraph 3 of One”

Settled.
"""
MARKED = """() => ({
  all: [...(CSS.highlights.get("comments") ?? [])].map(String),
  one: [...(CSS.highlights.get("comment") ?? [])].map(String),
})"""


def test_comments_stand_beside_the_words_that_they_are_about(page: Page, preview: Running) -> None:
    """Open ones with their answers; their words are marked in the article."""
    preview.save("manuscript/_comments.md", COMMENTED)
    comments = page.locator("#comments > li")
    expect(comments).to_have_count(2)
    expect(page.locator("#comments-title")).to_have_text("2 comments")
    expect(comments.nth(0)).to_contain_text("Is it “really” *twenty*?")
    expect(comments.nth(0).locator(".answer")).to_contain_text("Bob Editor 2026-02-04")
    expect(comments.nth(1)).to_have_class("lost")
    marked = article(page).locator("body").evaluate(MARKED)
    assert marked == {"all": ["Paragraph 20 of Two"], "one": []}


def test_a_comment_leads_to_its_words_and_back(page: Page, preview: Running) -> None:
    """A click on its words goes to them in the article, and one on these to the comment."""
    preview.save("manuscript/_comments.md", COMMENTED)
    first = page.locator("#comments > li").nth(0)
    first.locator("button").click()
    words = article(page).get_by_text("Paragraph 20 of Two")
    expect(words).to_be_in_viewport()
    assert article(page).locator("body").evaluate(MARKED)["one"] == ["Paragraph 20 of Two"]
    preview.save("manuscript/_comments.md", COMMENTED.replace("It is.", "It is so."))
    expect(first).to_contain_text("It is so.")
    expect(first).not_to_have_attribute("aria-current", "true")
    words.click(position={"x": 90, "y": 12})
    expect(first).to_have_attribute("aria-current", "true")


def test_a_settled_comment_goes(page: Page, preview: Running) -> None:
    """One that is ticked is shown no more, and its words are marked no more."""
    preview.save("manuscript/_comments.md", COMMENTED)
    expect(page.locator("#comments > li")).to_have_count(2)
    preview.save("manuscript/_comments.md", COMMENTED.replace("[ ]", "[x]"))
    expect(page.locator("#comments-of")).to_be_hidden()
    assert article(page).locator("body").evaluate(MARKED) == {"all": [], "one": []}
