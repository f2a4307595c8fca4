"""`octavo revise`: what a journal is sent of an article that its reviewers have seen."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result
from docx import Document as Word

from octavo.cli import cli
from tests.conftest import Files
from tests.diff.conftest import git, only_ada, put, repository
from tests.respond.revised import GOOD as GIVEN
from tests.respond.revised import METADATA, NEW, OLD, TEXT

OPEN = """\
name: Journal of Waves
review: open
style: apa
layout: {spacing: double, line-numbers: true}
files:
  - {part: main, formats: [docx], name: article}
  - {part: supplement, formats: [docx]}
  - {part: cover-letter, formats: [docx]}
unsourced: [review, style, layout, files]
"""
BLIND = """\
name: Blind Waves
review: double-anonymous
style: nature
files:
  - {part: anonymous, formats: [docx], name: article}
  - {part: supplement, formats: [docx]}
  - {part: title-page, formats: [docx]}
unsourced: [review, style, files]
"""
GOOD = GIVEN.replace("Journal of Examples", "Journal of Waves")  # nobody's name
PROFILES: Files = {
    "templates/journals/waves.yaml": OPEN,
    "templates/journals/blind.yaml": BLIND,
}


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a repository with what the reviewers saw, `v1`, a newer manuscript, and answers."""
    root = repository(tmp_path_factory.mktemp("reviewed") / "paper", OLD, {**NEW, **PROFILES})
    put(root, {"manuscript/responses/1.md": GOOD})
    with only_ada():
        yield root


def revise(root: Path, *words: str) -> Result:
    """Run `octavo revise`, as a draft: the little article lacks what every journal wants."""
    return CliRunner().invoke(cli, ["revise", "-C", str(root), "--draft", *words])


def packed(root: Path, journal: str) -> dict[str, bytes]:
    """Return what was packed for a journal."""
    archive = zipfile.ZipFile(root / f"build/revision/{journal}-draft.zip")
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def files(reviewed: Path) -> dict[str, bytes]:
    """Send the article to the open journal again."""
    done = revise(reviewed, "v1", "--journal", "waves")
    assert "build/revision/waves-draft.zip" in done.output, done.output
    return packed(reviewed, "waves")


@pytest.fixture(scope="module")
def anonymous(reviewed: Path) -> dict[str, bytes]:
    """Send it to the journal whose reviewers must not know who wrote it."""
    done = revise(reviewed, "v1", "--journal", "blind")
    assert "leak-found" not in done.output, done.output
    return packed(reviewed, "blind")


def text_of(data: bytes) -> str:
    """Return the text of a PDF."""
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


def tracked(data: bytes, kind: str) -> list[str]:
    """Return the words of each tracked insertion (`ins`) or deletion (`del`)."""
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    found = re.findall(rf"<w:{kind} .*?</w:{kind}>", xml, re.DOTALL)
    return ["".join(re.findall(r"<w:(?:t|delText)[^>]*>([^<]*)", one)) for one in found]


def test_what_is_sent_again_is_whole(files: dict[str, bytes]) -> None:
    """Clean and marked copies, the answers, the cover letter, and what tells of them."""
    assert sorted(files) == [
        *("article.docx", "checklist.md", "cover-letter.docx", "manifest.json"),
        *("marked-supplement.docx", "marked-supplement.pdf", "marked.docx", "marked.pdf"),
        *("response.docx", "response.pdf", "supplement.docx"),
    ]
    assert "# Revision for Journal of Waves" in files["checklist.md"].decode()


def test_the_manifest_names_what_reviewers_saw(files: dict[str, bytes]) -> None:
    """By its commit, beside that of what is sent."""
    facts = json.loads(files["manifest.json"])
    assert re.fullmatch(r"[0-9a-f]{40}", facts["revises"])
    assert facts["revises"] != facts["revision"]["commit"]
    assert {"marked", "response"} <= {file["part"] for file in facts["files"]}


def test_the_marked_copy_is_as_the_journal_wants_it(files: dict[str, bytes]) -> None:
    """Both sides are set in its style, so that only what authors changed is marked."""
    assert "perceived " in tracked(files["marked.docx"], "ins")
    assert any("left out later" in words for words in tracked(files["marked.docx"], "del"))
    assert not any("Walt" in words for words in tracked(files["marked.docx"], "ins"))


def test_the_answers_name_places_of_the_copy_beside_them(files: dict[str, bytes]) -> None:
    """The words that a letter says to be on a page are there."""
    found = re.search(r"p\. (\d+), ll?\. \d+", text_of(files["response.pdf"]))
    assert found is not None
    page = pypdfium2.PdfDocument(files["marked.pdf"])[int(found[1]) - 1]
    assert "perceived" in page.get_textpage().get_text_range()


def test_the_cover_letter_says_that_it_is_a_revision(files: dict[str, bytes]) -> None:
    """With the number that the journal gave, and what comes with it."""
    letter = "\n".join(p.text for p in Word(io.BytesIO(files["cover-letter.docx"])).paragraphs)
    assert "the revised version of our manuscript JE-7" in letter
    assert "our answers to the reviewers come with it" in letter
    assert "Please consider" not in letter


def test_own_words_for_a_revision_are_taken(reviewed: Path) -> None:
    """Those of the first letter are not sent again."""
    words = {"cover-letter": "Please consider it.", "revision": "It is better now."}
    put(reviewed, {f"manuscript/letters/{name}.md": text for name, text in words.items()})
    revise(reviewed, "v1", "--journal", "waves", "--no-response")
    found = Word(io.BytesIO(packed(reviewed, "waves")["cover-letter.docx"]))
    letter = "\n".join(p.text for p in found.paragraphs)
    assert "It is better now." in letter
    assert "Please consider" not in letter


def test_reviewers_do_not_learn_who_wrote_it(anonymous: dict[str, bytes]) -> None:
    """Neither the marked copy nor the letter names anybody, nor do the tracked changes."""
    shown = ("marked.docx", "marked.pdf", "response.docx", "response.pdf", "article.docx")
    texts = [text_of(anonymous[name]) for name in shown if name.endswith("pdf")]
    for name in shown:
        if name.endswith("docx"):
            package = zipfile.ZipFile(io.BytesIO(anonymous[name]))
            texts += [package.read(part).decode("utf-8", "replace") for part in package.namelist()]
    assert not any(re.search(r"Ada|ada@|University of Here", text) for text in texts)
    assert 'w:author="Author"' in "".join(texts)


def test_the_checklist_names_all_that_was_searched(anonymous: dict[str, bytes]) -> None:
    """An author need not wonder whether the answers tell who wrote them."""
    lines = anonymous["checklist.md"].decode().splitlines()
    (line,) = [line for line in lines if "nothing that tells who wrote it" in line]
    names = ("marked.docx", "marked.pdf", "response.docx", "response.pdf", "article.docx")
    assert set(names) <= set(re.findall("`(.*?)`", line))


def test_answers_about_another_revision_are_told(reviewed: Path) -> None:
    """A letter whose quotations come from elsewhere would name wrong changes."""
    put(reviewed, {"manuscript/responses/2.md": GOOD})
    git(reviewed, "tag", "-f", "v0", "v2")
    done = revise(reviewed, "v0", "--journal", "waves", "--round", "2")
    (reviewed / "manuscript/responses/2.md").unlink()
    assert "manuscript/responses/2.md:1:1: error: the answers are about `v1`" in done.output
    assert done.exit_code == 1


def test_without_answers_it_is_asked_whether_they_are_wanted(reviewed: Path) -> None:
    """There are none unless `--no-response` says so."""
    put(reviewed, {"manuscript/responses/1.md": GOOD})
    done = CliRunner().invoke(cli, ["revise", "-C", str(reviewed), "v1", "--round", "9"])
    assert done.exit_code != 0
    done = revise(reviewed, "v1", "--journal", "blind", "--no-response")
    assert "response.pdf" not in packed(reviewed, "blind")
    assert "marked.pdf" in packed(reviewed, "blind")


def test_a_journal_must_be_named(reviewed: Path) -> None:
    """Here, or in the metadata."""
    done = CliRunner().invoke(cli, ["revise", "-C", str(reviewed), "v1"])
    assert done.exception is not None
    assert "no journal is named" in str(done.exception)


@pytest.mark.parametrize("words", [(), ("--no-response",)])
def test_who_has_left_the_authors_is_looked_for_too(tmp_path: Path, words: tuple[str, ...]) -> None:
    """The marked copy shows what was deleted, and says by no tag whose the article was."""
    former = METADATA.replace("authors:\n", "authors:\n  - {name: Zebulon Quagmire}\n")
    gone = {"manuscript/01-text.md": f"{TEXT}\nZebulon Quagmire coded.\n"}
    old = {**OLD, **gone, "manuscript/metadata.yaml": former}
    root = repository(tmp_path, old, {**NEW, **PROFILES})
    git(root, "tag", "zebulon-quagmire", "v1")
    told = GOOD.replace("revision: v1", "revision: zebulon-quagmire")
    put(root, {"manuscript/responses/1.md": told})
    done = revise(root, "zebulon-quagmire", "--journal", "blind", *words)
    for form in ("docx", "pdf"):
        told = rf"marked[\w-]*\.{form}:1:1: error: .*name “Zebulon Quagmire”"
        assert re.search(told, done.output), done.output
    copy = text_of(packed(root, "blind")["marked.pdf"])
    assert "zebulon-quagmire" not in copy
    assert "2026-03-01 → working copy" in copy
