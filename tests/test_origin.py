"""What a Word file says of its origin is believed only where it can be read as such."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any

import pytest

from octavo import origin
from octavo.origin import Origin, Unpackable, packed, unpacked
from octavo.word_paragraphs import Paragraph, Piece

TEXTS = {"manuscript/01-a.md": "Waves <!-- a secret\nof ours --> rise.\n"}
WHOLE: dict[str, Any] = {"texts": {}, "values": {}, "paragraphs": {}}


def part(data: Any) -> str:
    """Return the content of the part with other data in it."""
    return base64.b64encode(zlib.compress(json.dumps(data).encode())).decode()


def test_what_is_packed_comes_back_without_what_authors_wrote_for_themselves() -> None:
    """Texts, values, marks and paragraphs; comments have as many letters, and other ones."""
    pieces = Piece("text", "Waves rise."), Piece("citation", "[1]", "walt1987", "i")
    paragraph = Paragraph(pieces, "Body Text", (7,), (1, 2, 0), "footnote", 3)
    unmarked = Paragraph((Piece("text", "A title"),), "Title")
    given = Origin(TEXTS, {"{{ n }}": "42"}, ("mark",))
    found = re.search(rb">([\w+/=]+)</origin>", packed(given, [paragraph, unmarked]))
    assert found is not None
    written = unpacked(found[1].decode(), "1")
    assert written.paragraphs == {7: paragraph}
    assert (written.origin.values, written.origin.comments) == ({"{{ n }}": "42"}, ("mark",))
    (text,) = written.origin.texts.values()
    assert text == "Waves <!-- . ......\n.. .... --> rise.\n"


@pytest.mark.parametrize(
    "data",
    [
        {**WHOLE, "texts": []},
        {**WHOLE, "values": "x"},
        {**WHOLE, "paragraphs": [1]},
        {"texts": {}, "values": {}},
        {**WHOLE, "comments": "mark"},
        {**WHOLE, "comments": [1]},
        {**WHOLE, "texts": {"manuscript/01-a.md": 1}},
        {**WHOLE, "values": {"n": None}},
        {**WHOLE, "paragraphs": {"one": [[], "", None, "", 0]}},
        {**WHOLE, "paragraphs": {"1": [[], "", [1, 2], "", 0]}},
        {**WHOLE, "paragraphs": {"1": [["bad"], "", None, "", 0]}},
        {**WHOLE, "paragraphs": {"1": [[], "", None, "", float("inf")]}},
        [],
        None,
    ],
)
def test_an_origin_of_another_shape_is_refused(data: Any) -> None:
    """Whoever sent the file may have written it: a wrong type anywhere ends the reading."""
    with pytest.raises(Unpackable, match="its map is damaged"):
        unpacked(part(data), "1")


@pytest.mark.parametrize("text", ["", "no base64!", part({})[:9], "AAAA"])
def test_an_origin_that_cannot_be_unpacked_is_refused(text: str) -> None:
    """Nothing, signs that are none of it, half of it, and what was never packed."""
    with pytest.raises(Unpackable, match="its map is damaged"):
        unpacked(text, "1")


def test_an_origin_of_another_version_is_refused() -> None:
    """A newer Octavo may have written what this one would read wrongly."""
    for version, shown in (("2", "2"), ("", r"\?")):
        with pytest.raises(Unpackable, match=f"has the version {shown}, not 1"):
            unpacked(part(WHOLE), version)


def test_an_origin_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than the bound is ever unpacked."""
    monkeypatch.setattr(origin, "MAX_BYTES", 1_000_000)
    fits = {**WHOLE, "texts": {"a": "x" * 900_000}}
    assert unpacked(part(fits), "1").origin.texts == fits["texts"]
    with pytest.raises(Unpackable, match="its map is larger than 1 MB"):
        unpacked(part({**WHOLE, "texts": {"a": "x" * 1_100_000}}), "1")
