"""A text of Markdown, in pandoc's words or those of a system on top of it, in ours.

Authors' lines stay as they are, but for what Octavo writes otherwise: where pictures are,
references by TeX, values.  What is not known is left, and told where a build would stop at it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from octavo.bringing.brought import Brought
from octavo.bringing.folder import Folder
from octavo.bringing.media import Media
from octavo.bringing.prose_text import blocks_of, changed, with_signs
from octavo.bringing.tree_text import slug, written
from octavo.labels import label_of
from octavo.pandoc import pandoc_blocks

WORDS = r"(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*\])*"
TARGET = r"<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*"
IMAGE = re.compile(
    rf"!\[(?P<alt>{WORDS})\]\(\s*(?P<target>{TARGET})"
    r"(?P<title>\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)(?P<attrs>\{[^{}]*\})?",
)
REFERRED = re.compile(
    rf"!\[(?P<alt>{WORDS})\](?:\[(?P<name>[^\[\]]*)\])?(?![(\[:])(?P<attrs>\{{[^{{}}]*\}})?"
)
DEFINITION = re.compile(
    r"^ {0,3}\[(?P<name>[^\]\n^][^\]\n]*)\]:[ \t]+<?(?P<target>[^\s<>]+)>?"
    r"(?:[ \t]+[\"'(][^\n]*[\"')])?[ \t]*(?P<attrs>\{[^{}\n]*\})?[ \t]*$",
    re.MULTILINE,
)
TAG = re.compile(r"<img\b(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)/?>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
TEX_REFERENCE = re.compile(
    r"\\(?P<command>ref|eqref|autoref|[cC]ref|@ref)[({](?P<label>[^(){}\s]+)[)}]"
)
TEX_CITATION = re.compile(
    r"\\(?P<command>citep|citet|cite|parencite|textcite|autocite|footcite|citeauthor|citeyear)\*?"
    r"(?:\[(?P<one>[^\[\]]*)\])?(?:\[(?P<two>[^\[\]]*)\])?\{(?P<keys>[^{}]+)\}"
)
BEGUN = re.compile(
    r"\\begin\{(?P<name>(?:equation|align|gather|multline|eqnarray|displaymath|math)\*?)\}"
)
LABELLED = re.compile(r"(?P<before>\{#|(?<![\w\\])@\{?)tab(?=[:-][\w])")
HTML_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])[^<>]*>")
HTML_MARKS = {"sup": "^", "sub": "~", "b|strong": "**", "i|em": "*", "code": "`"}
HTML_KNOWN = frozenset(("div", "span"))
"""Tags that pandoc's reader understands."""

MOST_TABLES = 100
"""Tables of HTML in one text: each costs a start of pandoc."""

REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
NOTE = re.compile(r"\[\^(?P<name>[^\]\s]+)\]")


class Text:
    """Brings one file of Markdown over; systems on top of pandoc's add their own to it."""

    def __init__(self, folder: Folder, media: Media, path: PurePosixPath) -> None:
        self.folder = folder
        self.brought: Brought = folder.brought
        self.media = media
        self.path = path
        self.definitions: Mapping[str, re.Match[str]] = {}
        self.spent: set[str] = set()
        """Definitions that pictures have been shown by."""

        self.first = 1
        """The line of the file at which the text begins."""

    def brought_over(self, text: str, first: int = 1) -> str:
        """Return the text as it stands in the manuscript."""
        self.first = first
        self.definitions = {d["name"].casefold(): d for d in DEFINITION.finditer(text)}
        out = []
        for block in blocks_of(text):
            if block.info is None:
                text = self._tables(with_equations(with_signs(block.text)), block.line)
                out.append(changed(text, block.line, self.paragraph))
            else:
                out.append(self.fenced(block.text, block.info, block.line))
        return "\n".join(self._without_spent(part) for part in out)

    def _tables(self, text: str, line: int) -> str:
        """Return a text whose tables of HTML are those of Markdown."""
        out: list[str] = []
        done = 0
        while (begun := text.find("<table", done)) >= 0 and len(out) < 4 * MOST_TABLES:
            end = text.find("</table>", begun)
            if end < 0:
                break
            end += len("</table>")
            source = text[begun:end].encode()
            blocks = pandoc_blocks("--from=html", "--sandbox", data=source)
            where = self.where(line + text.count("\n", 0, begun))
            self.brought.note(where, "a table of HTML is one of Markdown now")
            out += [text[done:begun], "\n\n", written([blocks])[0], "\n"]
            done = end
        return "".join([*out, text[done:]])

    def _without_spent(self, text: str) -> str:
        """Return a text without the targets of pictures that are named where they are shown."""

        def kept(found: re.Match[str]) -> str:
            return "" if found["name"].casefold() in self.spent else found[0]

        return DEFINITION.sub(kept, text) if self.spent else text

    def where(self, line: int) -> str:
        """Return the place of a line of the text."""
        return f"{self.path}:{self.first + line - 1}:1"

    def fenced(self, text: str, info: str, line: int) -> str:
        """Return a block of code."""
        raw = re.fullmatch(r"\{=(\w+)\}", info)
        if raw and raw[1] not in ("html", "openxml"):
            what = f"a block for {raw[1]} alone is kept as code"
            self.brought.tell(self.where(line), what, "write it in Markdown, for every format")
            return text.replace(info, raw[1], 1)
        return text

    def paragraph(self, text: str, line: int) -> str:
        """Return a paragraph, in which stand-ins stand for code and formulas."""
        text = IMAGE.sub(lambda found: self._image(found, text, line), text)
        if self.definitions:
            text = REFERRED.sub(lambda found: self._referred(found, text, line), text)
        text = TAG.sub(lambda found: self._tag(found, line), text)
        text = self._html(text, line)
        text = TEX_REFERENCE.sub(_tex_reference, text)
        text = TEX_CITATION.sub(_tex_citation, text)
        text = LABELLED.sub(lambda found: f"{found['before']}tbl", text)
        return self.values(text, line)

    def values(self, text: str, line: int) -> str:  # noqa: ARG002  (others tell of them)
        """Return a paragraph in which two braces are text."""
        return text.replace("{{", "{\\{")

    # Pictures.

    def _image(self, found: re.Match[str], paragraph: str, line: int) -> str:
        line += paragraph.count("\n", 0, found.start())
        alone = found[0].strip() == paragraph.strip()
        target, attrs = found["target"].strip("<>"), _attributes(found["attrs"] or "")
        return self.shown(target, found["alt"], attrs, line, alone, found["title"] or "")

    def _referred(self, found: re.Match[str], paragraph: str, line: int) -> str:
        definition = self.definitions.get((found["name"] or found["alt"]).casefold())
        if definition is None:
            return found[0]
        self.spent.add(definition["name"].casefold())
        line += paragraph.count("\n", 0, found.start())
        attrs = _attributes(found["attrs"] or definition["attrs"] or "")
        alone = found[0].strip() == paragraph.strip()
        return self.shown(definition["target"], found["alt"], attrs, line, alone)

    def _tag(self, found: re.Match[str], line: int) -> str:
        pairs = {
            name.lower(): html.unescape(a or b or c)
            for name, a, b, c in ATTRIBUTE.findall(found["attributes"])
        }
        width = pairs.get("width", "")
        attrs = f'{{width="{width}"}}' if re.fullmatch(r"\d+(%|px|cm|in)?", width) else ""
        self.brought.note(self.where(line), "a picture in HTML is one of Markdown now")
        return self.shown(pairs.get("src", ""), pairs.get("alt", ""), attrs, line, alone=False)

    def _html(self, text: str, line: int) -> str:
        """Return a paragraph with the marks of HTML that Markdown has; tell of others."""
        text = re.sub(r"<br\s*/?>[ \t]*\n?", "\\\\\n", text)
        for names, sign in HTML_MARKS.items():
            pattern = rf"<(?P<tag>{names})>(?P<words>[^<>]+)</(?P=tag)>"
            text = re.sub(pattern, lambda found, s=sign: _marked(found["words"], s), text)  # type: ignore[misc]
        others = sorted({t.lower() for t in HTML_TAG.findall(text)} - HTML_KNOWN)
        if others:
            shown = ", ".join(f"<{name}>" for name in others)
            hint = "write it in Markdown, which every format prints"
            self.brought.tell(self.where(line), f"HTML is for the page alone: {shown}", hint)
        return text

    def shown(
        self, target: str, alt: str, attrs: str, line: int, alone: bool, title: str = ""
    ) -> str:
        """Return a picture that is in the manuscript, or words in its place."""
        if REMOTE.match(target):
            hint = "nothing is fetched: put a copy into `figures/`, and show that"
            self.brought.tell(self.where(line), f"the picture {target} stands elsewhere", hint)
            return instead(f"[the picture that stands at <{target}>]", alt, attrs, alone)
        path = self.folder.inside(target, self.path.parent)
        if path is None:
            hint = "put it into `figures/`, and show that"
            self.brought.tell(self.where(line), f"the picture {target} is not in the folder", hint)
            return instead(f"[the picture `{target}`, which was not there]", alt, attrs, alone)
        if path.suffix.lower() == ".csv":
            place = PurePosixPath("figures/data", path.name)
            self.brought.files[place] = self.folder.data(path)
            return f"![{alt}]({place}){attrs}"
        name = slug(path.stem, 8) or "picture"
        kept = self.media.keep(path.as_posix(), self.folder.data(path), name, self.where(line))
        if not kept:
            return instead(f"[the picture `{target}`, which cannot be shown]", alt, attrs, alone)
        return f"![{alt}]({kept}{title}){attrs}"


def _marked(words: str, sign: str) -> str:
    """Return words between signs of Markdown; raised and lowered words hold no bare space."""
    bare = words.strip()
    inner = bare.replace(" ", "\\ ") if sign in "^~" else bare
    return words.replace(bare, f"{sign}{inner}{sign}", 1) if bare else words


def _attributes(attrs: str) -> str:
    """Return the attributes of a picture, those of Quarto in the words of Octavo."""
    return re.sub(r"\bfig-alt=", "alt=", attrs)


def instead(words: str, alt: str, attrs: str, alone: bool) -> str:
    """Return words in the place of a picture; one with a label keeps it, for what refers to it."""
    label = re.search(r"#([^\s{}]+)", attrs)
    if label and alone:
        return f"::: {{#{label[1]}}}\n*{words}*\n\n{alt or 'A picture.'}\n:::"
    return f"*{words}* {alt}".rstrip()


def with_equations(text: str) -> str:
    """Return a text whose equations of LaTeX are those of Markdown, but for those within one."""
    out, done = [], 0
    unclosed: set[str] = set()
    for found in BEGUN.finditer(text):
        closing = f"\\end{{{found['name']}}}"
        end = text.find(closing, found.end()) if closing not in unclosed else -1
        if end < 0:
            unclosed.add(closing)
        elif found.start() >= done and not text[
            max(found.start() - 200, 0) : found.start()
        ].rstrip().endswith("$"):
            out += [text[done : found.start()], _equation(found["name"], text[found.end() : end])]
            done = end + len(closing)
    return "".join([*out, text[done:]])


def _equation(name: str, body: str) -> str:
    labels = re.findall(r"\\label\{([^{}]+)\}", body)
    label = f" {{#{labelled(labels[0], 'eq')}}}" if labels else ""
    return f"$$\n{formula(name, body)}\n$${label}"


def formula(name: str, body: str) -> str:
    """Return what an environment of LaTeX sets; several lines are aligned within it."""
    bare = re.sub(r"\\(?:label\{[^{}]+\}|nonumber|notag)", "", body).strip()
    bare = re.sub(r"\n\s*\n", "\n", bare)
    known = {
        "align": "aligned",
        "eqnarray": "aligned",
        "gather": "gathered",
        "multline": "gathered",
    }
    inner = known.get(name.rstrip("*"))
    return f"\\begin{{{inner}}}\n{bare}\n\\end{{{inner}}}" if inner else bare


def labelled(name: str, kind: str) -> str:
    """Return a label that says of what kind it is, as references need it."""
    bare = re.sub(r"^(tab|table)[:-]", "tbl:", re.sub(r"^(figure)[:-]", "fig:", name))
    bare = re.sub(
        r"^(equation|eqn)[:-]", "eq:", re.sub(r"^(section|subsec|ssec|ch|chap)[:-]", "sec:", bare)
    )
    bare = re.sub(r"[^\w:.-]+", "-", bare)
    return bare if (label_of(bare) or "").startswith(kind) else f"{kind}:{bare.replace(':', '-')}"


def _tex_reference(found: re.Match[str]) -> str:
    name = found["label"]
    known = re.match(
        r"(fig|figure|tab|table|tbl|eq|eqn|equation|sec|section|subsec|ssec|ch|chap)[:-]", name
    )
    if not known:
        return found[0]
    kind = {"t": "tbl", "e": "eq", "s": "sec", "c": "sec"}.get(name[0], "fig")
    label = labelled(name, kind)
    if found["command"] == "eqref":
        return f"([-@{label}])"
    return f"@{label}" if found["command"] in ("autoref", "cref", "Cref") else f"[-@{label}]"


def _tex_citation(found: re.Match[str]) -> str:
    keys = [key.strip() for key in found["keys"].split(",") if key.strip()]
    before = (found["one"] or "") if found["two"] is not None else ""
    behind = found["two"] if found["two"] is not None else found["one"] or ""
    before, behind = before.replace("~", " "), behind.replace("~", " ")
    suffix = f", {behind}" if behind else ""
    if found["command"] in ("citet", "textcite") and len(keys) == 1:
        return f"@{keys[0]}" + (f" [{behind}]" if behind else "")
    if found["command"] == "citeyear":
        return "; ".join(f"[-@{key}]" for key in keys)
    cited = "; ".join(f"@{key}" for key in keys)
    return f"[{f'{before} ' if before else ''}{cited}{suffix}]"


def apart(texts: list[str]) -> list[str]:
    """Return texts whose notes have names of their own, where two texts have the same."""
    seen: set[str] = set()
    out = []
    for number, text in enumerate(texts, 1):
        names = {found["name"] for found in NOTE.finditer(text)}
        same = names & seen
        seen |= names

        def renamed(found: re.Match[str], same: set[str] = same, number: int = number) -> str:
            return f"[^{number}-{found['name']}]" if found["name"] in same else found[0]

        out.append(NOTE.sub(renamed, text) if same else text)
    return out
