"""Which texts of a manuscript a Word file is made of, and where they are written."""

from __future__ import annotations

from octavo.merge.texts import joined

METADATA = """\
title: A title
language: en
authors:
  - name: Ada Example
abstract:
  en: To see.
  de: Zu sehen.
highlights: [One thing, Another]
keywords: {en: [word], de: [Wort]}
statements:
  data: None.
funding: Nobody.
"""


def test_texts_of_the_metadata_are_known_by_their_places() -> None:
    """Languages, lists and statements each have theirs; what has no markup is literal."""
    texts = joined({"manuscript/metadata.yaml": METADATA, "manuscript/01-a.md": "Words.\n"})
    assert {part.place: (texts.text(part), part.literal) for part in texts.parts} == {
        (): ("Words.\n", False),
        ("abstract", "en"): ("To see.", False),
        ("abstract", "de"): ("Zu sehen.", False),
        ("highlights", 0): ("One thing", False),
        ("highlights", 1): ("Another", False),
        ("statements", "data"): ("None.", False),
        ("funding",): ("Nobody.", False),
        ("title",): ("A title", True),
        ("keywords", "en", 0): ("word", True),
        ("keywords", "de", 0): ("Wort", True),
    }


def test_a_text_is_edited_in_the_layer_that_it_comes_from() -> None:
    """A journal's own abstract stands in the journal's file."""
    layer = "title: Another title\n"
    files = {"manuscript/metadata.yaml": METADATA, "manuscript/metadata.short.yaml": layer}
    texts = joined(files)
    assert {part.path for part in texts.parts if part.place == ("title",)} == {
        "manuscript/metadata.short.yaml"
    }
    assert {part.path for part in texts.parts if part.place == ("funding",)} == {
        "manuscript/metadata.yaml"
    }
