"""What is looked for in an anonymous copy, and in which spellings it is found."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.common_names import WORDS
from octavo.machine import User, user_of
from octavo.metadata import Author, Metadata
from octavo.needles import Needles, needles_of, needles_of_metadata
from octavo.project import load_project
from tests.conftest import Write

METADATA = """\
title: A title
doi: 10.5555/quux.17
url: https://alliances.example.org/paper
authors:
  - name: Zoë Maria Müller-Quillfeather
    email: z.quill@quux.example.edu
    orcid: 0000-0002-1825-0097
    affiliations: quux
  - Rosa Stone
  - Wei Li
  - Иван Петров
  - 王小明
  - Maria van der Zwaluw
affiliations:
  - {id: quux, name: University of Quuxhaven, department: Strategy, city: Quuxhaven, ror: 05gq02987}
funding: Paid for by the Quux Fund, grant QX-2019/55123, from 2019 to 2021.
"""
USER = User(
    name="zquill",
    home="/home/zquill",
    host="quillbook-pro",
    git_names=("Zoë Feather",),
    git_mails=("zoe@feathers.example.net",),
    remotes=("git@github.com:zquillfeather/alliances.git",),
)
FOUND = [
    ("Zoë Maria Müller-Quillfeather wrote", "name", "Zoë Maria Müller-Quillfeather"),
    ("by Zoe Muller Quillfeather", "name", "Zoe Muller Quillfeather"),
    ("Mueller-Quillfeather, Z. M.", "name", "Mueller-Quillfeather, Z. M"),
    ("Z. Müller-Quillfeather", "name", "Z. Müller-Quillfeather"),
    ("MÜLLER-QUILLFEATHER", "family name", "MÜLLER-QUILLFEATHER"),
    ("Mu\u0308ller-Quillfeather", "family name", "Mu\u0308ller-Quillfeather"),
    ("Müller-Quill-\nfeather", "family name", "Müller-Quill-\nfeather"),
    ("Müller-\nQuillfeather", "family name", "Müller-\nQuillfeather"),
    ("Mül\u00adler-Quill\u200bfeather", "family name", "Mül\u00adler-Quill\u200bfeather"),
    ("Ｚｗａｌｕｗ", "family name", "Ｚｗａｌｕｗ"),
    ("maria_van_der_zwaluw.csv", "name", "maria_van_der_zwaluw"),
    ("Zwaluws Arbeit", "family name", "Zwaluws"),
    ("письмо Петрову", "family name", "Петрову"),
    ("由王小明撰写", "name", "王小明"),
    ("Rosa Stone", "name", "Rosa Stone"),
    ("In Stone’s view", "family name", "Stone"),
    ("as Li has it", "family name", "Li"),
    ("z.quill [at] quux.example.edu", "e-mail", "z.quill [at] quux.example.edu"),
    ("0000000218250097", "ORCID", "0000000218250097"),
    ("0000 0002 1825 0097", "ORCID", "0000 0002 1825 0097"),
    ("0000-0002-1825-\n0097", "ORCID", "0000-0002-1825-\n0097"),
    ("Quuxhaven University", "affiliation", "Quuxhaven University"),
    ("Strategy, Main Street 5, Quuxhaven", "affiliation", "Strategy, Main Street 5, Quuxhaven"),
    ("https://ror.org/05gq02987", "ROR", "05gq02987"),
    ("QX 2019 55123", "grant number", "QX 2019 55123"),
    ("https://doi.org/10.5555/quux.17", "address of the article", "10.5555/quux.17"),
    ("C:\\home\\zquill\\plot.py", "home folder", "\\home\\zquill"),
    ("saved by zquill", "user name", "zquill"),
    ("on quillbook-pro", "host name", "quillbook-pro"),
    ("committed by Feather, Zoe", "name in git", "Feather, Zoe"),
    ("https://github.com/zquillfeather/other", "repository", "github.com/zquillfeather"),
]
INNOCENT = (
    "A stone is no milestone, and the limestone of Stonehenge may stand; a list of Lithuania’s "
    "lions, quills and feathers; Mullerian ducts; the zwaluwen; Петровский; 王大明; "
    "0000-0002-1825; the University of Quux; from 2019 to 2021; Maria and Wei; zquilla; Rosa Parks."
)


@pytest.fixture
def needles(write: Write) -> Needles:
    """Return what the metadata above and a machine give to look for."""
    return needles_of(load_project(write({"manuscript/metadata.yaml": METADATA})), USER)


@pytest.mark.parametrize(("text", "kind", "found"), FOUND)
def test_what_is_found(needles: Needles, text: str, kind: str, found: str) -> None:
    """Case, marks, hyphens, order and invisible characters hide nothing."""
    assert [(h.needle.kind, text[h.start : h.end]) for h in needles.hits(text)] == [(kind, found)]


def test_what_is_innocent(needles: Needles) -> None:
    """Words that hold a name, or are like one, and names that others bear too, are none."""
    assert needles.hits(INNOCENT) == []


@pytest.mark.parametrize("text", ["In Stone’s view", "as Li has it"])
def test_a_name_that_is_a_word_is_less_sure(needles: Needles, text: str) -> None:
    """It is told all the same."""
    (hit,) = needles.hits(text)
    assert not hit.needle.sure


LETTERS = "abcdefghijklmnopqrstuvwxyzàéîüžşğñßøł"
WORDS_OF_NAMES = st.text(LETTERS, min_size=5, max_size=9).filter(lambda w: w not in WORDS)
HIDING: list[Callable[[str, str], str]] = [
    lambda given, family: f"{given} {family}",
    lambda given, family: f"{family}, {given}",
    lambda given, family: f"{family}, {given[0]}.",
    lambda given, family: f"{given[0]}. {family}",
    lambda given, family: f"{given} {family}".upper(),
    lambda given, family: unicodedata.normalize("NFD", f"{given} {family}"),
    lambda given, family: f"{given[:2]}\u00ad{given[2:]}\u00a0{family[:3]}\u200b{family[3:]}",
    lambda given, family: f"{given} {family[:3]}-\n{family[3:]}",
    lambda given, family: f"{given}_{family}.pdf",
    lambda given, family: f"as {family} says",
]


@given(st.tuples(WORDS_OF_NAMES, WORDS_OF_NAMES), st.sampled_from(HIDING))
def test_no_name_hides(words: tuple[str, str], hide: Callable[[str, str], str]) -> None:
    """Whatever an author is called, each of these spellings is found."""
    given_name, family = (word[0].upper() + word[1:] for word in words)
    metadata = Metadata(title="A", authors=(Author(name=f"{given_name} {family}"),))
    text = f"first {hide(given_name, family)} last"
    assert any(hit.needle.sure for hit in needles_of_metadata(metadata).hits(text))


def test_whom_git_names(tmp_path: Path) -> None:
    """The settings, the record of the branches and the remotes are read, and no process runs."""
    git = tmp_path / ".git"
    (git / "logs").mkdir(parents=True)
    (git / "config").write_text(
        '[user]\n\tname = Zoë Feather\n\temail = zoe@feathers.example.net\n[remote "origin"]\n'
        "\turl = git@github.com:zquillfeather/alliances.git\n"
    )
    person = "Ludovica Brightwater <lb@brightwater.net>"
    (git / "logs/HEAD").write_text(f"{'0' * 40} {'a' * 40} {person} 1700000000 +0100\tcommit: x\n")
    user = user_of(tmp_path / "manuscript")
    assert {"Zoë Feather", "Ludovica Brightwater"} <= set(user.git_names)
    assert {"zoe@feathers.example.net", "lb@brightwater.net"} <= set(user.git_mails)
    assert user.remotes == ("git@github.com:zquillfeather/alliances.git",)


@pytest.mark.parametrize("name", ["Perry Link", "Ann Font", "Donald Light"])
def test_a_word_of_file_formats_is_a_name_in_full(write: Write, name: str) -> None:
    """Every PDF has the word “Link” in it, so the family name alone proves nothing."""
    metadata = f"title: T\nauthors: [{{name: {name}}}]\n"
    found = needles_of(load_project(write({"manuscript/metadata.yaml": metadata})))
    family = name.split()[1]
    assert [hit.needle.sure for hit in found.hits(f"/{family} or {family.lower()}")] == [False]
    assert [hit.needle.sure for hit in found.hits(f"by {name}")] == [True]
