"""What is looked for in an anonymous copy, and in which spellings it is found."""

from __future__ import annotations

import os
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.common_names import FORMATS, WORDS
from octavo.diagnostics import ToolError
from octavo.machine import User, user_of
from octavo.metadata import Author, Metadata
from octavo.names import BODIES
from octavo.needles import Needles, needles_of, needles_of_metadata, needles_of_user
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
WORDS_OF_NAMES = st.text(LETTERS, min_size=5, max_size=9).filter(
    lambda word: word not in WORDS | FORMATS and not BODIES.search(word.capitalize())
)
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


@pytest.fixture
def cloned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository on a machine where git knows nobody yet."""
    for name in [name for name in os.environ if name.startswith("GIT_") or name == "EMAIL"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home/settings"))
    (tmp_path / "home/settings/git").mkdir(parents=True)
    root = tmp_path / "clone"
    subprocess.run(["git", "init", "-q", str(root)], check=True, timeout=60)
    return root


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def test_whom_git_names(cloned: Path) -> None:
    """The settings, the records of the branches and of other working trees, and the remotes."""
    git = cloned / ".git"
    _append(
        git / "config",
        '[user]\n\tname = Zoë Feather\n\temail = zoe@feathers.example.net\n[remote "origin"]\n'
        "\turl = git@github.com:zquillfeather/alliances.git\n",
    )
    for place, person in (
        ("logs", "Ludovica Brightwater <lb@brightwater.net>"),
        ("worktrees/other/logs", "Wei Li <wei@li.example.net>"),
    ):
        (git / place).mkdir(parents=True, exist_ok=True)
        line = f"{'0' * 40} {'a' * 40} {person} 1700000000 +0100\tcommit: x\n"
        (git / place / "HEAD").write_text(line)
    user = user_of(cloned)
    assert user.git_names == ("Zoë Feather", "Ludovica Brightwater", "Wei Li")
    assert user.git_mails == (
        "zoe@feathers.example.net",
        "lb@brightwater.net",
        "wei@li.example.net",
    )
    assert user.remotes == ("git@github.com:zquillfeather/alliances.git",)


@pytest.mark.parametrize(
    "remote",
    [
        "https://zoe:s3cret@git.quux.example:8443/zquill/paper.git",
        "ssh://git@git.quux.example:2222/zquill/paper",
        "git@git.quux.example:zquill/paper.git/",
        "HTTPS://git.quux.example/zquill/paper",
    ],
)
def test_the_forms_of_remotes(remote: str) -> None:
    """Account and host are looked for without a port; a password is in no message."""
    needles = Needles(tuple(needles_of_user(User(remotes=(remote,)))))
    text = "see git.quux.example/zquill/other, or zquill/paper"
    assert [text[hit.start : hit.end] for hit in needles.hits(text)] == [
        "git.quux.example/zquill", "zquill/paper"
    ]  # fmt: skip
    assert {n.shown for n in needles} == {
        "git.quux.example/zquill",
        "git.quux.example/zquill/paper",
    }


@pytest.mark.parametrize("remote", ["../paper", "/srv/git/paper.git", "~/paper", "C:/Users/z/p"])
def test_remotes_on_this_machine_are_none(remote: str) -> None:
    """Folders are looked for as the home folder is."""
    assert [*needles_of_user(User(remotes=(remote,)))] == []


def test_an_alias_of_a_host_keeps_the_account() -> None:
    """What ssh is told to call a host says nothing, what it keeps does."""
    (needle,) = needles_of_user(User(remotes=("work:zquill/paper.git",)))
    assert needle.pattern.search("github.com/zquill/paper")


def test_a_host_is_known_without_its_domain() -> None:
    """Programs write either."""
    needles = Needles(tuple(needles_of_user(User(host="Quillbook-Pro.local"))))
    text = "on quillbook-pro, quillbook-pro.local"
    assert [text[hit.start : hit.end] for hit in needles.hits(text)] == [
        "quillbook-pro", "quillbook-pro.local"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mail", "names"),
    [
        ("123+zquill92@users.noreply.github.com", ("Zoë Feather", "zquill92")),
        ("noreply@github.com", ()),
        ("1+robot[bot]@users.noreply.github.com", ()),
    ],
)
def test_hidden_addresses_hide_no_name(cloned: Path, mail: str, names: tuple[str, ...]) -> None:
    """Who hides an address from others has a name and an account; a service has neither."""
    (cloned / ".git/logs").mkdir(exist_ok=True)
    line = f"{'0' * 40} {'a' * 40} Zoë Feather <{mail}> 1700000000 +0100\tcommit: x\n"
    (cloned / ".git/logs/HEAD").write_text(line)
    user = user_of(cloned)
    assert (user.git_names, user.git_mails) == (names, ())


SETTINGS = r"""
[USER] Name = "Zo\"e\" # no \
Quillfeather" ; a comment
[include]
    path = more
[includeIf "gitdir:CLONE/"]
    path = "here"
[url "git@github.com:"]
    insteadOf = gh:
[remote "a.b"]
    URL = gh:zquillfeather/paper.git
"""


def test_settings_are_read_as_git_reads_them(
    cloned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Quotes, escapes, case, lines that go on, included files, and the user's own files."""
    home = tmp_path / "home"
    (home / ".gitconfig").write_text(SETTINGS.replace("CLONE", str(cloned)))
    (home / "more").write_text("[author]name=Rosa Stone\n")
    (home / "here").write_text("[committer]\nemail = rs@stones.example.net\n")
    (home / "settings/git/config").write_text("[user]\nemail = zoe@feathers.example.net\n")
    monkeypatch.setenv("GIT_COMMITTER_NAME", "Wei  Li")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.name")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "Ludovica Brightwater")
    user = user_of(cloned)
    assert set(user.git_names) == {
        'Zo"e" # no Quillfeather', "Rosa Stone", "Ludovica Brightwater", "Wei Li"
    }  # fmt: skip
    assert set(user.git_mails) == {"rs@stones.example.net", "zoe@feathers.example.net"}
    assert user.remotes == ("gh:zquillfeather/paper.git", "git@github.com:zquillfeather/paper.git")


def test_settings_that_cannot_be_read_are_no_empty_ones(cloned: Path) -> None:
    """Nobody would look for the names in them."""
    _append(cloned / ".git/config", "[user\n")
    with pytest.raises(ToolError, match="git's settings cannot be read: fatal: bad config line"):
        user_of(cloned)


@pytest.mark.skipif(os.getuid() != 0, reason="only root may give a folder away")
def test_a_repository_of_another_user_is_read(cloned: Path) -> None:
    """Git passes over its settings without a word, as in the containers of many builds."""
    _append(cloned / ".git/config", "[user]\nname = Zoë Feather\n")
    for path in (cloned, cloned / ".git"):
        os.chown(path, 12345, 12345)
    assert user_of(cloned).git_names == ("Zoë Feather",)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("王小明", "由王小明撰写", "name"),
        ("zquill92", "saved by zquill92", "user name"),
        ("van der Berg, Jan", "by Jan van der Berg", "name in git"),
    ],
)
def test_the_forms_of_names_in_git(name: str, text: str, kind: str) -> None:
    """Git asks nobody for a given name and a family name."""
    found = Needles(tuple(needles_of_user(User(git_names=(name,))))).hits(text)
    assert [hit.needle.kind for hit in found] == [kind]


@pytest.mark.parametrize("name", ["Perry Link", "Ann Font", "Donald Light"])
def test_a_word_of_file_formats_is_a_name_in_full(write: Write, name: str) -> None:
    """Every PDF has the word “Link” in it, so the family name alone proves nothing."""
    metadata = f"title: T\nauthors: [{{name: {name}}}]\n"
    found = needles_of(load_project(write({"manuscript/metadata.yaml": metadata})))
    family = name.split()[1]
    assert [hit.needle.sure for hit in found.hits(f"/{family} or {family.lower()}")] == [False]
    assert [hit.needle.sure for hit in found.hits(f"by {name}")] == [True]


def hits_of(metadata: Metadata, text: str) -> list[tuple[str, str, bool]]:
    """Return what is found in a text: of what kind, which words, and how sure it is."""
    found = Needles(tuple(needles_of_metadata(metadata))).hits(text)
    return [(hit.needle.kind, text[hit.start : hit.end], hit.needle.sure) for hit in found]


def of_author(name: str, **told: str) -> Metadata:
    """Return the metadata of an article by one author."""
    return Metadata(title="T", authors=(Author(name=name, **told),))


@pytest.mark.parametrize(
    ("name", "family", "text", "found"),
    [
        ("欧阳小明", "欧阳", "欧阳认为", [("family name", "欧阳", False)]),
        ("欧阳小明", "欧阳", "欧阳小明撰写", [("name", "欧阳小明", True)]),
        ("王小明", "王", "王大明认为", []),
        ("王小明", "王", "小明王", [("name", "小明王", True)]),
        ("Ann B", "", "Ann B and plan B", [("name", "Ann B", True)]),
        ("— Quillfeather", "", "by Quillfeather", [("family name", "Quillfeather", True)]),
        ("X", "", "X and x", []),
        ("Plato", "", "by Plato", [("name", "Plato", True)]),
        ("Ai", "", "Ai wrote of ai", [("name", "Ai", False)]),
    ],
)
def test_short_names(name: str, family: str, text: str, found: list[tuple[str, str, bool]]) -> None:
    """One letter, or one sign, proves nothing; two are told, and not for sure."""
    assert hits_of(of_author(name, **({"family": family} if family else {})), text) == found


@pytest.mark.parametrize(
    ("told", "text", "found"),
    [
        ("funding: [{funder: DFG, award: '12'}]", "DFG, 12", []),
        ("funding: [{funder: DFG, award: AB-77123}]", "ab 77123", ["grant number"]),
        ("funding: [{funder: Quux Fund}]", "the Quux Fund", ["funder"]),
        ("funding: Paid from 2019-2021, https://quux.example/12345.", "2019-2021, 12345", []),
        ("url: http://q.io/", "see q.io", []),
        ("url: http://quux.io/", "see www.quux.io/", ["address of the article"]),
        ("affiliations: [{id: a, name: Of The}]", "a man of the people", []),
    ],
)
def test_what_is_too_short_is_not_looked_for(
    write: Write, told: str, text: str, found: list[str]
) -> None:
    """A number of two digits or an address of four letters would be found everywhere."""
    front = f"title: T\nauthors: [{{name: Zoë Quillfeather}}]\n{told}\n"
    metadata = load_project(write({"manuscript/metadata.yaml": front})).metadata
    assert [kind for kind, _, _ in hits_of(metadata, text)] == found


def test_a_name_of_a_folder_alone_is_no_account() -> None:
    """What ssh is told to call a host, and a repository without an owner, are words of all."""
    assert [*needles_of_user(User(remotes=("work:paper.git",)))] == []
    (needle,) = needles_of_user(User(remotes=("git.quux.example:zquill.git",)))
    assert needle.shown == "git.quux.example/zquill"
