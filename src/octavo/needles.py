"""What must not be found in an anonymous copy: names, addresses, numbers, places, accounts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from octavo.common_names import COMMON_LOCAL, COMMON_USERS, FORMATS, LINKING, WORDS
from octavo.deposits import deposits_in
from octavo.folding import GAP, Folded, fold, folded, is_divided, squeezed
from octavo.machine import User
from octavo.metadata import Affiliation, Author, Metadata
from octavo.names import EAST_ASIAN, name_of
from octavo.persons import FOLDED_PARTICLES, written_out
from octavo.project import Project

NAME, FAMILY, MAIL, ORCID, PLACE = "name", "family name", "e-mail", "ORCID", "affiliation"
ROR, GRANT, FUNDER, ADDRESS = "ROR", "grant number", "funder", "address of the article"
WORK, LOCAL = "masked work", "name of a mailbox"
USER, GIT, REPOSITORY, HOME = "user name", "name in git", "repository", "home folder"
HOST = "host name"

BETWEEN = rf"(?:[^\w{GAP}]|_){{0,4}}"
"""What may stand between the words of a name: little, and no other word."""

LEFT, RIGHT = r"(?<![^\W\d_])", r"(?![^\W\d_])"
"""No letter before, no letter behind: digits and underscores divide words in file names."""

AWARD = re.compile(r"\b(?=[\w/.-]*\d{2}[\w/.-]*\d{2}|[\w/.-]*\d{5})[A-Za-z\d][\w/.-]{4,}\w\b")
YEARS = re.compile(r"(?:1[89]|20)\d\d(?:\D+(?:1[89]|20)?\d\d)?")


REMOTE = re.compile(
    r"(?:\w[\w+.-]*://)?(?:[^/@]*@)?(?P<host>[\w-][\w.-]+)(?::\d+(?=/))?[:/]/*(?P<path>[^/:].*)"
)
"""Where git sends something to another machine: an address, or `user@host:path`."""


@dataclass(frozen=True, slots=True)
class Needle:
    """One thing to look for; `pattern` is of folded text."""

    kind: str
    shown: str
    pattern: re.Pattern[str]
    sure: bool = True
    """Whether what is found can hardly be anything else."""

    capital: bool = False
    """Whether it counts only where it begins with a capital."""

    anchor: str = ""
    """Letters that every text has that the pattern is found in: looked for first, to be quick."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A needle in a text, and the range that it takes."""

    needle: Needle
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Needles:
    """All that is to be looked for."""

    all: tuple[Needle, ...]

    def __iter__(self) -> Iterator[Needle]:
        return iter(self.all)

    def hits(self, text: str) -> list[Hit]:
        """Return what of this stands in a text, the longest alone where one holds another."""
        found: list[Hit] = []
        for joined in (True, False) if is_divided(text) else (True,):
            bare = folded(text, joined=joined)
            if near := [needle for needle in self.all if needle.anchor in bare]:
                found += _placed(near, fold(text, joined=joined))
        kept = (h for h in found if not h.needle.capital or text[h.start].isupper())
        return _outermost(kept)

    def also(self, more: Iterable[Needle]) -> Needles:
        """Return these and more, each once."""
        unique = {(needle.kind, needle.pattern.pattern): needle for needle in (*self.all, *more)}
        return Needles(tuple(unique.values()))

    def doubting(self, names: Collection[str], *, capital: bool = False) -> Needles:
        """Return these, less sure of family names (squeezed) that others bear, or that are words.

        With `capital`, these are looked for with their capital alone.
        """
        return Needles(
            tuple(
                replace(n, sure=False, capital=n.capital or capital)
                if n.kind in (FAMILY, LOCAL, USER) and squeezed(n.shown) in names
                else n
                for n in self.all
            )
        )

    def of(self, *kinds: str) -> Needles:
        """Return those of some kinds."""
        return Needles(tuple(needle for needle in self.all if needle.kind in kinds))


def _placed(needles: Iterable[Needle], read: Folded) -> Iterator[Hit]:
    for needle in needles:
        for match in needle.pattern.finditer(read.text):
            yield Hit(needle, *read.place(*match.span()))


def _outermost(hits: Iterable[Hit]) -> list[Hit]:
    ordered = sorted(hits, key=lambda h: (h.start, -h.end, not h.needle.sure))
    kept: list[Hit] = []
    for hit in ordered:
        if not kept or hit.end > max(other.end for other in kept[-3:]):
            kept.append(hit)
    return kept


def needles_of(
    project: Project, user: User | None = None, usual: Metadata | None = None
) -> Needles:
    """Return what tells who wrote a manuscript: by its metadata, and by the machine it is on.

    `usual` is what the metadata say where no journal is told otherwise.
    """
    about = needles_of_metadata(project.metadata)
    if usual is not None:
        about = about.also(needles_of_metadata(usual))
    return about.also(needles_of_user(user)) if user else about


def needles_of_metadata(metadata: Metadata) -> Needles:
    """Return what tells who wrote an article by its metadata."""
    found = [
        *(needle for author in metadata.authors for needle in _of_author(author)),
        *(needle for place in metadata.affiliations for needle in _of_place(place)),
        *_of_money(metadata),
        *_of_article(metadata),
    ]
    return Needles(()).also(found)


def needles_of_work(title: str, doi: str) -> Iterator[Needle]:
    """Yield what tells of a work that is hidden: its title, if it is no common phrase, its DOI."""
    words = _words(title)
    if len(words) > 2:
        yield _needle(WORK, title, _bounded(_phrase(words), title), words)
    if doi:
        yield _needle(WORK, doi, rf"{re.escape(folded(doi))}(?!\w)")


def _needle(
    kind: str,
    shown: str,
    pattern: str,
    words: Iterable[str] = (),
    *,
    sure: bool = True,
    capital: bool = False,
) -> Needle:
    """Return a needle whose pattern holds `words`, none of them spelt otherwise."""
    anchor = max((word for word in words if "'" not in word), key=len, default="")
    return Needle(kind, shown, re.compile(pattern), sure, capital, anchor)


def _words(text: str) -> list[str]:
    """Return the folded words of a text; apostrophes may be left out where it is looked for."""
    return [word for word in re.split(r"[^\w']+|_", folded(text)) if word.strip("'")]


def _spelt(word: str) -> str:
    """Return a pattern of one word."""
    return "'?".join(re.escape(part) for part in word.split("'"))


def _phrase(words: Iterable[str]) -> str:
    return BETWEEN.join(_spelt(word) for word in words)


def _bounded(pattern: str, text: str) -> str:
    """Let a pattern be found as whole words, in a script that divides words."""
    return pattern if EAST_ASIAN.search(text) else f"{LEFT}(?:{pattern}){RIGHT}"


def _variants(text: str) -> list[str]:
    """Return the spellings of a text with umlauts and written out."""
    return list(dict.fromkeys((text, written_out(text))))


def _of_author(author: Author) -> Iterator[Needle]:
    name = name_of(author)
    if name.group or not name.given:
        yield from _of_mononym(name.family, group=name.group)
    else:
        for given in _variants(name.given):
            for family in _variants(name.family):
                yield from _of_name(author.name, given, family)
        for family in _variants(name.family):
            yield from _of_family(family)
    if author.email:
        yield from _of_mail(author.email, [*_words(author.name)])
    if author.orcid:
        digits = r"[-\s]{0,2}".join(author.orcid.lower().split("-"))
        yield _needle(ORCID, author.orcid, rf"(?<!\d){digits}(?!\w)")


def _of_mononym(name: str, *, group: bool) -> Iterator[Needle]:
    words = [word for n, word in enumerate(_words(name)) if n or word != "the"]
    if not words or (len(words) == 1 and len(words[0]) < 2):
        return
    least = 2 if EAST_ASIAN.search(name) else 3
    sure = len(words) > 1 or (len(words[0]) > least and words[0] not in WORDS)
    pattern = _bounded(_phrase(words), name)
    capital = not group and not sure and name[:1].isupper()
    yield _needle(NAME, name, pattern, words, sure=sure, capital=capital)


def _of_name(shown: str, given: str, family: str, kind: str = NAME) -> Iterator[Needle]:
    """Yield a whole name: in both orders, with initials, with the middle names left out."""
    first, last = _words(given), _words(family)
    if not first or not last:
        return
    core = [word for word in last[:-1] if word not in FOLDED_PARTICLES] + last[-1:]
    surname = rf"(?:{_phrase(last)}|{_phrase(core)})" if core != last else _phrase(last)
    middle = "".join(rf"(?:{BETWEEN}{_spelt(w)[:1]}(?:{_spelt(w)[1:]})?)?" for w in first[1:])
    middle = middle or rf"(?:{BETWEEN}[a-z]\b)?"
    initials = BETWEEN.join([first[0][0], *(rf"(?:{word[0]})?" for word in first[1:])])
    for pattern, limit in (
        (rf"{_spelt(first[0])}{middle}{BETWEEN}{surname}", ""),
        (rf"{surname}{BETWEEN}{_spelt(first[0])}{middle}", ""),
        (rf"{initials}(?:[^\w{GAP}]|_){{1,4}}{surname}", "initials"),
        (rf"{surname}(?:[^\w{GAP}]|_){{1,4}}{initials}", "initials"),
    ):
        if limit and EAST_ASIAN.search(family):
            continue
        yield _needle(kind, shown, _bounded(pattern, family), core, capital=bool(limit))


def _of_family(family: str) -> Iterator[Needle]:
    """Yield a family name alone; one that is short, or a word too, only with its capital."""
    words = _words(family)
    core = [word for word in words[:-1] if word not in FOLDED_PARTICLES] + words[-1:]
    letters = sum(map(len, core))
    if EAST_ASIAN.search(family):
        if letters > 1:
            yield _needle(FAMILY, family, _phrase(words), words, sure=False)
        return
    weak = letters < 4 or (len(core) == 1 and core[0] in WORDS | FORMATS)
    if letters < 2:
        return
    latin = family[:1].isascii() or family[:1].lower() != family[:1].upper()
    pattern = _bounded(_phrase(core), family)
    yield _needle(FAMILY, family, pattern, core, sure=not weak, capital=weak and latin)
    if not weak:
        yield from _inflected(family, core)


def _inflected(family: str, core: list[str]) -> Iterator[Needle]:
    """Yield a family name with the endings and prefixes of languages that join them to it."""
    letter, phrase = folded(family)[-1], _phrase(core)
    if "а" <= letter <= "я":
        pattern = rf"{LEFT}{phrase}[а-я]{{1,2}}{RIGHT}"
    elif "\u0600" <= letter <= "\u06ff":
        pattern = rf"{LEFT}[وفبلک]{{0,2}}{phrase}(?:ی|ها|های)?{RIGHT}"
    else:
        pattern = rf"{LEFT}{phrase}s{RIGHT}"
    yield _needle(FAMILY, family, pattern, core, sure=False, capital=letter.isascii())


def _of_mail(mail: str, known: Collection[str] = ()) -> Iterator[Needle]:
    """Yield an address, and its mailbox where that is more than one of the `known` words."""
    local, _, domain = folded(mail).partition("@")
    at = r"\s?(?:@|[\[(<]\s?at\s?[\])>]|\sat\s)\s?"
    whole = rf"(?<![\w.]){re.escape(local)}{at}{re.escape(domain)}(?!\w)"
    yield _needle(MAIL, mail, whole, [domain])
    if len(local) >= 5 and local not in COMMON_LOCAL | WORDS and local not in known:
        pattern = rf"{LEFT}{re.escape(local)}{RIGHT}"
        sure = len(local) >= 7 or not local.isalpha()
        yield _needle(LOCAL, local, pattern, [local], sure=sure)


def _of_place(place: Affiliation) -> Iterator[Needle]:
    words = _words(place.name)
    long = [word for word in words if word not in LINKING]
    if not long:
        return
    sure = len(long) > 1 or len(long[0]) > 5
    capital = not sure and place.name[:1].isupper()
    pattern = _bounded(_phrase(words), place.name)
    yield _needle(PLACE, place.name, pattern, words, sure=sure, capital=capital)
    if len(long) == 2 and len(words) > 2:
        pattern = f"{_spelt(long[1])}{BETWEEN}{_spelt(long[0])}"
        yield _needle(PLACE, place.name, _bounded(pattern, place.name), long)
    if place.department and place.city:
        city = _words(place.city)
        one, other = _phrase(_words(place.department)), _phrase(city)
        near = rf"[^{GAP}]{{1,60}}?"
        pattern = rf"(?:{one}){near}(?:{other})|(?:{other}){near}(?:{one})"
        shown = f"{place.department}, {place.city}"
        yield _needle(PLACE, shown, _bounded(pattern, place.name), city)
    if place.ror:
        number = place.ror.rsplit("/", 1)[-1]
        yield _needle(ROR, number, rf"(?<!\w){number}(?!\w)", [number])


def _of_money(metadata: Metadata) -> Iterator[Needle]:
    funding = metadata.funding
    for grant in funding if isinstance(funding, tuple) else ():
        words = _words(grant.funder)
        if len(words) > 1 or len(grant.funder) > 3:
            pattern = _bounded(_phrase(words), grant.funder)
            alone = len(words) == 1
            yield _needle(FUNDER, grant.funder, pattern, words, sure=False, capital=alone)
        if grant.award:
            yield from _of_award(grant.award)
    for text in (funding if isinstance(funding, str) else "", metadata.acknowledgements or ""):
        for found in AWARD.finditer(text):
            if not YEARS.fullmatch(found[0]) and "://" not in found[0]:
                yield from _of_award(found[0])


def _of_award(award: str) -> Iterator[Needle]:
    characters = re.sub(r"[\W_]", "", folded(award))
    if len(characters) >= 3:
        pattern = "[^\\w]?".join(map(re.escape, characters))
        sure = len(characters) >= 5 and any(c.isdigit() for c in characters)
        yield _needle(GRANT, award, rf"(?<!\w){pattern}(?!\w)", sure=sure)


def _of_article(metadata: Metadata) -> Iterator[Needle]:
    for text in (metadata.statements.data, metadata.statements.code):
        for address in deposits_in(text or ""):
            yield from _of_address(REPOSITORY, address)
    if metadata.doi:
        yield _needle(ADDRESS, metadata.doi, rf"{re.escape(folded(metadata.doi))}(?!\w)")
    if metadata.url:
        yield from _of_address(ADDRESS, metadata.url)


def _of_address(kind: str, address: str) -> Iterator[Needle]:
    bare = re.sub(r"^\w+://(?:[^/@]*@)?(?:www\.)?|/+$", "", folded(address))
    if len(bare) > 5:
        yield _needle(kind, address, rf"(?<![\w.])(?:www\.)?{re.escape(bare)}(?!\w)")


def needles_of_user(user: User) -> Iterator[Needle]:
    """Yield what tells who works on a machine."""
    yield from _of_account(user.name)
    home = folded(user.home).replace("\\", "/").rstrip("/")
    if home.count("/") > 1 and home.rsplit("/", 1)[-1] not in COMMON_USERS:
        pattern = re.escape(home).replace("/", r"[\\/]{1,2}")
        yield _needle(HOME, user.home, rf"{pattern}(?!\w)")
    for host in dict.fromkeys((folded(user.host), folded(user.host).partition(".")[0])):
        if len(host) > 4 and not host.startswith("localhost"):
            pattern = rf"(?<!\w){re.escape(host)}(?!\w)"
            yield _needle(HOST, host, pattern, [host], sure=len(host) > 7)
    for person in user.git_names:
        yield from _of_git_name(person)
    for mail in user.git_mails:
        yield from _of_mail(mail)
    for remote in user.remotes:
        yield from _of_remote(remote)


def _of_account(account: str) -> Iterator[Needle]:
    name = folded(account)
    if len(name) > 2 and name not in COMMON_USERS:
        sure = len(name) > 4 and name not in WORDS
        yield _needle(USER, account, rf"(?<!\w){re.escape(name)}(?!\w)", [name], sure=sure)


def _of_git_name(person: str) -> Iterator[Needle]:
    """Yield whom git names: in full, or by an account."""
    name = name_of(Author(name=person))
    if name.given:
        yield from _of_name(person, name.given, name.family, GIT)
    elif EAST_ASIAN.search(person):
        yield from _of_mononym(person, group=False)
    else:
        yield from _of_account(person)


def _of_remote(remote: str) -> Iterator[Needle]:
    """Yield where the manuscript is kept, and the account that keeps it; no password is shown."""
    found = REMOTE.fullmatch(re.sub(r"(?:\.git)?/*$", "", folded(remote)))
    host, path = (found["host"], found["path"]) if found else ("", "")
    owner = path.partition("/")[0]
    if found is None or not owner:
        return
    if "." in host:
        pattern = rf"{re.escape(host)}[:/]{re.escape(owner)}(?![\w-])"
        yield _needle(REPOSITORY, f"{host}/{owner}", pattern, [owner])
    if "/" in path:
        pattern = rf"(?<![\w-]){re.escape(path)}(?![\w-])"
        yield _needle(REPOSITORY, f"{host}/{path}", pattern, [owner])
