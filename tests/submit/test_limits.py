"""How a manuscript stands to what a journal asks."""

from __future__ import annotations

import pytest

from octavo.counting import counts_of
from octavo.diagnostics import Diagnostic, Faults, UsageError
from octavo.pipeline import compose_text
from octavo.project import Project
from octavo.root import shipped_templates
from octavo.submit.chosen_journal import chosen_journal
from octavo.submit.limits import Measure, exceeded, measures
from octavo.submit.profiles import journal_names, load_journal
from octavo.submit.requirements import unmet
from tests.conftest import METADATA, WAVE, Load

TEXT = """# First

Two words.^[A note of five words.]

# The *longest*, by far {#sec:long}

There are nine words here, and one more follows.

## Within

![A wave.](wave){#fig:wave}

| a |
|---|
| b |

: Values. {#tbl:values}

# Last

See [@rose1998].
"""
GUIDE = """name: World Letters
sources:
  guide: {title: Instructions, url: 'https://example.org/guide', read: 2026-11-01}
"""
FRONT = """language: en-GB
abstract: {en: One two three., de: Eins zwei.}
keywords: [one, two]
highlights: [Short., This one is longer.]
short-title: A short title
"""


def project_for(load: Load, rules: str, metadata: str = METADATA + FRONT) -> Project:
    """Write a manuscript and the profile of a journal, `letters`."""
    files = {"manuscript/01-a.md": TEXT, "figures/wave.py": WAVE}
    profile = {"templates/journals/letters.yaml": GUIDE + rules}
    return load({**files, **profile, "manuscript/metadata.yaml": metadata})


def measured(project: Project) -> list[Measure]:
    """Return every measure for the journal `letters`."""
    journal = load_journal(project.root, "letters")
    evidence, documents = compose_text(project)
    return list(measures(counts_of(documents), journal, project, evidence.manuscript))


def broken(project: Project) -> list[Diagnostic]:
    """Return what breaks a limit of the journal `letters`."""
    return list(exceeded(measured(project), load_journal(project.root, "letters")))


def told(load: Load, limits: str) -> list[tuple[str, int, str, bool]]:
    """Return the limits that can be measured: rule, value, what is counted, whether it is kept."""
    rules = f"limits: {limits}\nunsourced: [limits]\n"
    return [
        (".".join(map(str, m.rule)), m.value, m.counted, m.kept)
        for m in measured(project_for(load, rules))
    ]


def test_too_many_words_are_told_with_their_rule_and_source(load: Load) -> None:
    """How many of what, by how much; where the longest section begins; where the limit was read."""
    rules = "limits: {words: {most: 10, counting: [text, notes]}}\nsourced: {limits: guide}\n"
    (found,) = broken(project_for(load, rules))
    assert found.code == "limit-exceeded"
    assert found.message == "19 words of text and notes, 9 too many; the most is 10"
    assert str(found.span) == "manuscript/01-a.md:5:1"
    assert found.hints == (
        "the longest sections are “The longest, by far” (9), “First” (7) and “Last” (3)",
        "read in “Instructions”, https://example.org/guide, on 2026-11-01",
    )


def test_a_limit_from_no_source_says_so(load: Load) -> None:
    """Nobody is told that a journal asks what nobody read."""
    (found,) = broken(project_for(load, "limits: {figures: 0}\nunsourced: [limits]\n"))
    assert found.message == "1 figure, 1 too many; the most is 0"
    assert found.hints == ("read nowhere: look whether World Letters asks for it",)


def test_too_few_are_told_too(load: Load) -> None:
    """A least number is a limit."""
    (found,) = broken(project_for(load, "limits: {keywords: {least: 3}}\nunsourced: [limits]\n"))
    assert found.code == "limit-missed"
    assert found.message == "2 keywords, 1 too few; the least is 3"
    assert str(found.span) == "manuscript/metadata.yaml:5:1"


@pytest.mark.parametrize(
    ("counting", "words"),
    [
        ("text", 14),
        ("notes", 5),
        ("captions", 7),
        ("tables", 2),
        ("headings", 11),
        ("abstract", 3),
        ("title", 2),
        ("keywords", 2),
        ("supplement", 0),
        ("text, notes", 19),
    ],
)
def test_every_rule_of_counting_is_a_sum(load: Load, counting: str, words: int) -> None:
    """Any of the parts may count; the abstract is that of the article's language."""
    ((_, value, counted, _),) = told(load, f"{{words: {{most: 9, counting: [{counting}]}}}}")
    names = {"abstract": "the abstract", "supplement": "the supplement"}
    assert value == words
    assert counted == f"words of {names.get(counting, counting.replace(', ', ' and '))}"


def test_each_abstract_has_the_limit(load: Load) -> None:
    """In every language, in words and characters."""
    assert told(load, "{abstract: {words: 2, characters: 14}}") == [
        ("limits.abstract.words", 3, "words of the abstract (en)", False),
        ("limits.abstract.characters", 14, "characters of the abstract (en), with spaces", True),
        ("limits.abstract.words", 2, "words of the abstract (de)", True),
        ("limits.abstract.characters", 10, "characters of the abstract (de), with spaces", True),
    ]


def test_titles_highlights_and_numbers_have_limits(load: Load) -> None:
    """The rest of what profiles limit; highlights in number and each in length."""
    limits = (
        "{title: {characters: 6}, short-title: {words: 3}, figures: 1, tables: {most: 0},"
        " floats: 2, references: {least: 1}, notes: 0,"
        " heading-levels: 1, highlights: {most: 2, characters: 10, words: 9}}"
    )
    assert told(load, limits) == [
        ("limits.title.characters", 7, "characters of the title, with spaces", False),
        ("limits.short-title.words", 3, "words of the short title", True),
        ("limits.figures", 1, "figure", True),
        ("limits.tables", 1, "table", False),
        ("limits.references", 1, "reference", True),
        ("limits.notes", 1, "footnote", False),
        ("limits.floats", 2, "figures and tables together", True),
        ("limits.heading-levels", 2, "levels of headings", False),
        ("limits.highlights", 2, "highlights", True),
        ("limits.highlights.words", 1, "word of highlight no. 1", True),
        ("limits.highlights.characters", 6, "characters of highlight no. 1, with spaces", True),
        ("limits.highlights.words", 4, "words of highlight no. 2", True),
        ("limits.highlights.characters", 19, "characters of highlight no. 2, with spaces", False),
    ]


def test_too_many_footnotes_are_shown_at_the_first(load: Load) -> None:
    """There an author begins to take them out."""
    (found,) = broken(project_for(load, "limits: {notes: 0}\nunsourced: [limits]\n"))
    assert found.message == "1 footnote, 1 too many; the most is 0"
    assert str(found.span) == "manuscript/01-a.md:3:11"


def test_a_limit_without_bounds_limits_nothing(load: Load) -> None:
    """Highlights may have a length and any number."""
    limits = "{words: {counting: [text]}, highlights: {words: 3}}"
    assert told(load, limits) == [
        ("limits.highlights.words", 1, "word of highlight no. 1", True),
        ("limits.highlights.words", 4, "words of highlight no. 2", False),
    ]


def test_a_heading_is_found_however_it_is_written(load: Load) -> None:
    """Underlined ones and those with values fall back to where the text begins."""
    rules = "limits: {words: {most: 1, counting: [text]}}\nunsourced: [limits]\n"
    project = project_for(load, rules)
    for text, line in (
        ("Lead.\n\n#  *A* `b.c`: [what](#x) -- now? {#x}\n\nMany words are here.\n", 3),
        ("Lead.\n\nUnderlined\n==========\n\nMany words are here.\n", 1),
    ):
        (project.root / "manuscript/01-a.md").write_text(text, encoding="utf-8")
        (found,) = broken(project)
        assert str(found.span) == f"manuscript/01-a.md:{line}:1"


def test_an_abstract_that_must_have_words_must_be_there(load: Load) -> None:
    """Without one there is nothing to measure, but where some words are asked for."""
    for least, number in (("{most: 5}", 0), ("{least: 5}", 1)):
        rules = f"limits: {{abstract: {{words: {least}}}}}\nunsourced: [limits]\n"
        assert len(broken(project_for(load, rules, METADATA))) == number


ASKED = """language: [en, fr]
statements:
  data: {heading: Data availability statement, wording: Data are at …}
  contributions: {}
  ai-use: {required: false}
files: [{part: title-page}]
sourced: {statements: guide}
unsourced: [language, files]
"""


def test_what_is_asked_for_and_missing_is_told(load: Load) -> None:
    """Statements with the journal's words, and an author whom editors can write to."""
    project = project_for(load, ASKED)
    found = list(unmet(load_journal(project.root, "letters"), project))
    assert [d.message for d in found] == [
        "no statement on the availability of data, which World Letters asks for",
        "no statement on who contributed what, which World Letters asks for",
        "no corresponding author with an address, whom the title page must name",
    ]
    assert found[0].hints[:2] == (
        "add `statements: data`; it stands under “Data availability statement”",
        "its wording: “Data are at …”",
    )


def test_what_is_asked_for_and_there_is_not_told(load: Load) -> None:
    """A variety of English is English."""
    authors = "authors: [{name: A, corresponding: true, email: a@b.org, roles: [software]}]\n"
    metadata = f"title: A\nlanguage: en-GB\n{authors}statements: {{data: There are none.}}\n"
    project = project_for(load, ASKED, metadata)
    assert list(unmet(load_journal(project.root, "letters"), project)) == []


@pytest.mark.parametrize(
    ("given", "taken", "refused"),
    [("en-GB", "en", 0), ("en", "en-GB", 0), ("en-US", "en-GB", 1), ("fa", "en", 1)],
)
def test_a_language_is_taken_or_refused(load: Load, given: str, taken: str, refused: int) -> None:
    """Another language, and another variety than the journal's, is told."""
    rules = f"language: [{taken}]\nunsourced: [language]\n"
    project = project_for(load, rules, f"{METADATA}language: {given}\n")
    found = list(unmet(load_journal(project.root, "letters"), project))
    assert [d.code for d in found] == ["language-refused"] * refused


def test_the_metadata_choose_the_journal(load: Load) -> None:
    """A name on the command line goes before it; without either there is none."""
    project = project_for(load, "", f"{METADATA}build: {{journal: letters}}\n")
    chosen = chosen_journal(project)
    assert chosen is not None
    assert chosen.id == "letters"
    named = chosen_journal(project, "generic")
    assert named is not None
    assert named.id == "generic"
    assert chosen_journal(project_for(load, "", METADATA)) is None
    with pytest.raises(UsageError, match="no journal `nowhere`"):
        chosen_journal(project, "nowhere")


def test_an_unknown_journal_of_the_metadata_has_a_place(load: Load) -> None:
    """The key is shown, and the name that was meant."""
    project = project_for(load, "", f"{METADATA}build:\n  journal: leters\n")
    with pytest.raises(Faults) as raised:
        chosen_journal(project)
    (found,) = raised.value.diagnostics
    assert str(found.span) == "manuscript/metadata.yaml:4:3"
    assert found.hints == ("did you mean `letters`?",)


@pytest.mark.parametrize("name", journal_names(shipped_templates().parent))
def test_every_shipped_limit_can_be_measured(load: Load, name: str) -> None:
    """No limit of any journal is passed over, but for the pages of a supplement."""
    project = project_for(load, "")
    journal = load_journal(project.root, name)
    evidence, documents = compose_text(project)
    found = list(measures(counts_of(documents), journal, project, evidence.manuscript))
    asked = {r.place[1] for r in journal.rules if r.place[0] == "limits"} - {"supplement-pages"}
    assert {measure.rule[1] for measure in found} == asked
    origins = [rule.origins for rule in journal.rules if rule.place[0] == "limits"]
    assert all(bool(measure.origins) for measure in found) == all(map(bool, origins))
