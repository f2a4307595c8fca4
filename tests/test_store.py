"""The store believes nothing that is damaged, and keeps its size."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo import store
from octavo.store import FolderShelf, Store, difference, environment, key_of

KEY = key_of({"a": "1"})


def entry(folder: Path) -> Path:
    """Return the file of the one entry."""
    (path,) = (path for path in folder.glob("*/*/*") if path.is_file())
    return path


def test_a_result_comes_back(tmp_path: Path) -> None:
    """Byte by byte, under its stage and key alone."""
    store = Store(FolderShelf(tmp_path))
    store.put("cite", KEY, b"\x00result\n")
    assert store.get("cite", KEY) == b"\x00result\n"
    assert store.get("draw", KEY) is None
    assert store.get("cite", key_of({"a": "2"})) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data[:20],
        lambda data: data + b"x",
        lambda data: data.replace(b"result 1", b"result 9"),
        lambda data: data.replace(b"content", b"Content"),
        lambda data: b"\x00" * len(data),
    ],
)
def test_a_damaged_entry_is_taken_away_and_told(tmp_path: Path, damage: object) -> None:
    """Cut off, changed, of another version: none is believed."""
    store = Store(FolderShelf(tmp_path))
    store.put("cite", KEY, b"content")
    path = entry(tmp_path)
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    assert store.get("cite", KEY) is None
    assert store.damaged == [path.relative_to(tmp_path).as_posix()]
    assert not path.exists()


def test_an_entry_of_another_key_is_not_believed(tmp_path: Path) -> None:
    """A whole entry that was moved to a foreign name is damage too."""
    store = Store(FolderShelf(tmp_path))
    store.put("cite", KEY, b"content")
    other = key_of({"a": "2"})
    place = tmp_path / "cite" / other[:2] / other
    place.parent.mkdir()
    entry(tmp_path).rename(place)
    assert store.get("cite", other) is None


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    """A store that is a file stops no build."""
    (tmp_path / "store").write_text("x")
    store = Store(FolderShelf(tmp_path / "store"))
    store.put("cite", KEY, b"content")
    assert store.get("cite", KEY) is None


def test_what_was_not_used_for_the_longest_time_goes(tmp_path: Path) -> None:
    """The store keeps the limit that it is given."""
    store = Store(FolderShelf(tmp_path))
    keys = [key_of({"n": str(n)}) for n in range(4)]
    for age, key in enumerate(keys):
        store.put("cite", key, bytes(1000))
        path = tmp_path / "cite" / key[:2] / key
        os.utime(path, (1000 + age, 1000 + age))
    store.get("cite", keys[0])
    store.shrink(2500)
    assert [store.get("cite", key) is not None for key in keys] == [True, False, False, True]


def _put_often(folder: Path) -> None:
    store = Store(FolderShelf(folder))
    for _ in range(50):
        store.put("cite", KEY, b"content" * 10_000)
        assert store.get("cite", KEY) == b"content" * 10_000
    assert store.damaged == []


def test_many_may_write_at_once(tmp_path: Path) -> None:
    """No one ever reads half an entry."""
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_put_often, args=(tmp_path,)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0, 0]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [KEY]


def test_surroundings_are_the_same_in_every_clone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Octavo's own files count by what is in them, not by their places and times."""
    found = []
    for number, text in enumerate(["a = 1\n", "a = 1\n", "a = 2\n"]):
        home = tmp_path / str(number)
        home.mkdir()
        (home / "store.py").write_text(text)
        os.utime(home / "store.py", (number, number))
        monkeypatch.setattr(store, "__file__", str(home / "store.py"))
        found.append(environment.__wrapped__())
    assert found[0] == found[1]
    assert [*difference(found[1], found[2]).split()] == ["Octavo", "changed"]


def test_many_threads_may_write_at_once(tmp_path: Path) -> None:
    """Two outputs that are written at the same time may keep results under one key."""
    store = Store(FolderShelf(tmp_path))

    def put(number: int) -> None:
        store.put("cite", KEY, bytes([number]) * (1_000_000 + number))
        assert store.get("cite", KEY) is not None

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, range(64)))
    assert store.damaged == []


@pytest.mark.parametrize(
    ("before", "now", "reason"),
    [
        ({"a": "1"}, {"a": "2"}, "a changed"),
        ({"a": "1"}, {"a": "1", "b": "1"}, "b is new"),
        ({"a": "1", "b": "1"}, {"a": "1"}, "b is gone"),
        ({"a": "1", "b": "1"}, {"a": "2", "b": "2"}, "a changed, and 1 more"),
        ({"a": "1"}, {"a": "1"}, "its result was not kept"),
    ],
)
def test_a_reason_names_what_changed(
    before: dict[str, str], now: dict[str, str], reason: str
) -> None:
    """The first difference is named, and how many there are."""
    assert difference(before, now) == reason


def test_the_reason_is_that_of_the_last_time(tmp_path: Path) -> None:
    """What a result was made from last is remembered."""
    store = Store(FolderShelf(tmp_path))
    assert store.why("draw", "wave", {"a": "1"}) == "made for the first time"
    store.remember("draw", "wave", {"a": "1"})
    assert store.why("draw", "wave", {"a": "2"}) == "a changed"
    assert store.why("draw", "other", {"a": "2"}) == "made for the first time"


@given(st.dictionaries(st.text(), st.text()), st.dictionaries(st.text(), st.text()))
def test_keys_differ_as_ingredients_do(one: dict[str, str], other: dict[str, str]) -> None:
    """The order of the ingredients does not matter, and nothing else is left out."""
    assert key_of(dict(reversed([*one.items()]))) == key_of(one)
    assert (key_of(one) == key_of(other)) == (one == other)
