"""What Quarto adds to pandoc's Markdown: chunks, shortcodes, callouts.

(https://quarto.org/docs/computations/execution-options.html and
https://quarto.org/docs/extensions/shortcodes.html)
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from octavo.bringing.markdown import Text
from octavo.labels import label_of

CHUNK = re.compile(r"\{\s*(?P<language>[A-Za-z][\w+-]*)[^{}]*\}")
OPTION = re.compile(r"^(?:#|//|--|%%)\|\s*(?P<key>[\w-]+):\s*(?P<value>.*)$", re.MULTILINE)
SHORTCODE = re.compile(r"\{\{<\s*(?P<name>[\w-]+)(?P<rest>[^\n]*?)>\}\}")
MAX_DEPTH = 10


class QuartoText(Text):
    """A text of Quarto."""

    def fenced(self, text: str, info: str, line: int) -> str:
        """Return a chunk as code that is printed; one that draws something keeps its label."""
        found = CHUNK.fullmatch(info)
        if found is None or info.startswith(("{.", "{=")):
            return super().fenced(text, info, line)
        language = found["language"].lower()
        options = {o["key"]: o["value"].strip().strip("\"'") for o in OPTION.finditer(text)}
        code = OPTION.sub("", text.partition("\n")[2].rpartition("\n")[0]).strip("\n")
        hint = "draw the figure by a script in `figures/`, and show it in the place of the code"
        self.brought.tell(
            self.where(line), f"a chunk of {language} is not run: its code stands there", hint
        )
        listing = f"```{language}\n{re.sub(r'^`{3,}', '', code, flags=re.MULTILINE)}\n```"
        label = options.get("label", "")
        kind = (label_of(label) or "")[:3].rstrip("-")
        if kind not in ("fig", "tbl"):
            return listing
        caption = options.get("fig-cap") or options.get("tbl-cap") or "Made by the code above."
        return f"::: {{#{label}}}\n{listing}\n\n{caption}\n:::"

    def paragraph(self, text: str, line: int) -> str:
        """Return a paragraph with what its shortcodes mean."""
        text = SHORTCODE.sub(lambda found: self._shortcode(found, line), text)
        if re.search(r"^:::+\s*\{[^{}]*\.(callout|content-|panel|column)", text, re.MULTILINE):
            self.brought.note(self.where(line), "a callout or panel is a plain division now")
        return super().paragraph(text, line)

    def values(self, text: str, line: int) -> str:  # noqa: ARG002  (as of all texts)
        """Return a paragraph in which two braces are text, but for our own values."""
        own = re.compile(r"\{\{(?!\ue002)")
        return own.sub("{\\\\{", text).replace("\ue002", "")

    def _shortcode(self, found: re.Match[str], line: int) -> str:
        name, words = found["name"], found["rest"].split()
        if name == "pagebreak":
            return "\\newpage"
        if name in ("meta", "var") and words:
            key = words[0]
            value = self.brought.metadata.get(key)
            if isinstance(value, str):
                return f"{{{{\ue002 {key.replace('-', '_')} }}}}"
        if name == "include":
            return found[0]  # what is left of it: the file was not there
        hint = "write in Markdown what it stands for"
        self.brought.tell(self.where(line), f"the shortcode `{name}` stays as text", hint)
        return f"`{found[0].replace('{{', '{ {')}`"


def included(
    text: QuartoText,
    source: str,
    path: PurePosixPath,
    first: int = 1,
    within: tuple[PurePosixPath, ...] = (),
) -> str:
    """Return a text with the files that it includes in their places; `within` include it.

    The text begins at the line `first` of its file.
    """
    folder, brought = text.folder, text.brought

    def put(found: re.Match[str]) -> str:
        name = found["rest"].strip().strip("\"'")
        inner = folder.inside(name, path.parent)
        line = source.count("\n", 0, found.start()) + first
        if found["name"] != "include":
            return found[0]
        if inner is None or inner in (path, *within) or len(within) >= MAX_DEPTH:
            why = "is not in the folder" if inner is None else "includes itself"
            brought.tell(f"{path}:{line}:1", f"the file `{name}` {why}, and is left out")
            return f"*[the file {name}, which {why}]*"
        taken = folder.include(inner, f"{path}:{line}:1")
        return included(text, taken, inner, within=(*within, path))

    return SHORTCODE.sub(put, source)
