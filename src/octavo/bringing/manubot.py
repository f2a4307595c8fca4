"""What Manubot adds to pandoc's Markdown: citations by identifier, and templates.

(https://github.com/manubot/rootstock, USAGE.md)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from octavo.bringing.brought import Brought
from octavo.bringing.entries import REFERENCES, works_in
from octavo.bringing.folder import Folder
from octavo.bringing.markdown import Text
from octavo.bringing.works import Works

CITED = re.compile(
    r"(?<![\w\\])@(?P<key>(?P<kind>doi|pmid|pmcid|pmc|arxiv|isbn|wikidata|url|https?|tag|raw|clinicaltrials)"
    r":(?:[^\s\[\];,{}]*[^\s\[\];,{}.:!?*_])|\{(?P<braced>[^{}\s]+)\})",
    re.IGNORECASE,
)
ALIAS = re.compile(r"^ {0,3}\[@(?:tag:)?(?P<alias>[^\]\s]+)\]:\s*(?P<key>\S+)[^\n]*$", re.MULTILINE)
ALIASED = re.compile(r"(?<![\w\\])@(?:tag:)?(?P<name>\w[\w.-]*\w)")
REFERENCE = re.compile(r"\{?[!*+]?@(?P<label>(?:fig|tbl|eq|table|sec):[\w-]+)\}?")
TEMPLATE = re.compile(r"\{%.{0,2000}?%\}|\{##.{0,2000}?##\}", re.DOTALL)
MANUAL = re.compile(r"manual-references.*\.(json|ya?ml|bib)$|(^|/)references\.json$")


class Citekeys:
    """The keys that citations get, and the works that they stand for."""

    def __init__(self, folder: Folder, brought: Brought) -> None:
        self.brought = brought
        self.works = Works()
        self.bare: list[str] = []
        """Entries of works of which nothing is known."""

        self.aliases: dict[str, str] = {}
        self._known = dict(_known(folder))
        self._keys: dict[str, str] = {}

    def key(self, citekey: str, where: str) -> str:
        """Return the key of a citation by identifier."""
        whole = re.sub(r"^tag:", "", citekey)
        whole = self.aliases.get(whole, citekey).removeprefix("@")
        name = _standard(whole)
        if name not in self._keys:
            found = self._known.get(name)
            if found is None:
                key = self._keys[name] = re.sub(r"[^A-Za-z0-9.]+", "-", whole).strip("-.")
                self.bare.append(_entry(key, re.sub(r"[{}\\\\]", "", whole)))
                what = f"nothing is known of `{whole}` but that: Manubot looks works up online"
                self.brought.tell(where, what, f"complete the entry `{key}` in {REFERENCES}")
            else:
                self._keys[name] = self.works.key({**found, "id": ""}, name)
        return self._keys[name]


def _known(folder: Folder) -> Iterator[tuple[str, Any]]:
    """Yield the works that the folder has the data of, by identifier."""
    for path in [path for path in folder.files if MANUAL.search(path.as_posix())]:
        if path.suffix == ".bib":
            continue
        for work in works_in(folder.text(path), path.suffix.lower(), path):
            yield _standard(str(work.get("id", ""))), work
            note = re.search(r"standard_(?:cite|id):\s*(\S+)", str(work.get("note", "")))
            if note:
                yield _standard(note[1]), work
            if work.get("DOI"):
                yield _standard(f"doi:{work['DOI']}"), work


def _standard(citekey: str) -> str:
    kind, _, rest = citekey.partition(":")
    if kind.lower() in ("http", "https"):
        return f"url:{citekey}"
    rest = re.sub(r"^https?://(?:dx\.)?doi\.org/", "", rest)
    return f"{kind.lower()}:{rest.lower() if kind.lower() == 'doi' else rest}" if rest else kind


def _entry(key: str, citekey: str) -> str:
    """Return the entry of a work of which nothing but an identifier is known."""
    kind, _, rest = citekey.partition(":")
    addresses = {
        "pmid": f"https://pubmed.ncbi.nlm.nih.gov/{rest}",
        "pmcid": f"https://www.ncbi.nlm.nih.gov/pmc/articles/{rest}",
        "pmc": f"https://www.ncbi.nlm.nih.gov/pmc/articles/{rest}",
        "arxiv": f"https://arxiv.org/abs/{rest}",
        "wikidata": f"https://www.wikidata.org/wiki/{rest}",
        "url": rest,
        "http": citekey,
        "https": citekey,
    }
    fields = {"title": f"{{{citekey}}}", "note": "entry to be completed"}
    if kind.lower() in ("doi", "isbn"):
        fields[kind.lower()] = rest
    elif kind.lower() in addresses:
        fields["url"] = addresses[kind.lower()]
    lines = "".join(f"  {n} = {{{v}}},\n" for n, v in fields.items())
    return f"@misc{{{key},\n{lines}}}\n"


class ManubotText(Text):
    """A text of Manubot."""

    def __init__(self, *arguments: Any, citekeys: Citekeys) -> None:
        super().__init__(*arguments)
        self.citekeys = citekeys

    def paragraph(self, text: str, line: int) -> str:
        """Return a paragraph with citations by key."""
        text = ALIAS.sub("", text)
        text = REFERENCE.sub(lambda f: "@" + f["label"].replace("table:", "tbl:"), text)
        text = CITED.sub(lambda found: self._cited(found, line), text)
        text = ALIASED.sub(lambda found: self._aliased(found, line), text)
        for found in TEMPLATE.finditer(text):
            self.brought.tell(self.where(line), f"a template is left out: `{found[0][:60]}`")
        return super().paragraph(TEMPLATE.sub("", text), line)

    def _cited(self, found: re.Match[str], line: int) -> str:
        key = found["braced"] or found["key"]
        aliased = key in self.citekeys.aliases or ":" in key
        return f"@{self.citekeys.key(key, self.where(line))}" if aliased else found[0]

    def _aliased(self, found: re.Match[str], line: int) -> str:
        known = found["name"] in self.citekeys.aliases
        return f"@{self.citekeys.key(found['name'], self.where(line))}" if known else found[0]


def aliases_of(text: str) -> dict[str, str]:
    """Return the names that a text gives to identifiers."""
    return {found["alias"]: found["key"] for found in ALIAS.finditer(text)}


def finish(citekeys: Citekeys, brought: Brought) -> None:
    """Put the works that are cited into the bibliography."""
    before = brought.files.get(REFERENCES, b"").decode()
    made = [before, citekeys.works.bibtex(), *citekeys.bare]
    brought.files[REFERENCES] = "\n".join(text for text in made if text).encode()


def is_manubot(folder: Folder) -> bool:
    """Tell whether a folder is one of Manubot's."""
    names = {path.as_posix() for path in folder.files}
    return "content/metadata.yaml" in names or "content/metadata.yml" in names
