"""A co-author at work in a Word file: the XML that Word leaves behind, plain or tracked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from octavo.word_namespaces import SPACE, W14, W15, W, w

DATE = "2026-02-03T04:05:06Z"


@dataclass
class Reviewer:
    """Edits one file; an author makes tracked changes, nobody makes plain ones."""

    data: bytes
    parts: dict[str, bytes] = field(init=False)
    roots: dict[str, Any] = field(init=False)
    count: int = 9000

    def __post_init__(self) -> None:
        """Unpack the file."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        names = [n for n in ("word/document.xml", "word/footnotes.xml") if n in self.parts]
        self.roots = {name: etree.fromstring(self.parts[name]) for name in names}

    def saved(self) -> bytes:
        """Return the file as it is now."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self.parts.items():
                root = self.roots.get(name)
                package.writestr(
                    name,
                    data
                    if root is None
                    else etree.tostring(
                        root, xml_declaration=True, encoding="UTF-8", standalone=True
                    ),
                )
        return stream.getvalue()

    def paragraphs(self) -> Iterator[Any]:
        """Yield the paragraphs of the text and of the notes."""
        for root in self.roots.values():
            yield from root.iter(w("p"))

    def find(self, text: str) -> Any:
        """Return the paragraph that holds a text."""
        found = [p for p in self.paragraphs() if text in text_of(p)]
        if not found:
            raise ValueError(f"no paragraph holds {text!r}")
        return found[0]

    def replace(self, old: str, new: str, author: str = "") -> None:
        """Write `new` for the words `old` of the first paragraph that holds them."""
        runs = self._isolated(self.find(old), old)
        if author:
            properties = runs[0].find(w("rPr"))
            self._leave_out(runs, author)
            if new:
                runs[-1].getparent().addnext(self._holding("ins", author, _run(new, properties)))
            return
        if new:
            runs[0].addprevious(_run(new, runs[0].find(w("rPr"))))
        for run in runs:
            run.getparent().remove(run)

    def insert(self, after: str, new: str, author: str = "") -> None:
        """Put new words behind others."""
        runs = self._isolated(self.find(after), after)
        run = _run(new, runs[-1].find(w("rPr")))
        runs[-1].addnext(self._holding("ins", author, run) if author else run)

    def format(self, words: str, tag: str) -> None:
        """Set words in italics (`i`), in bold (`b`), …."""
        for run in self._isolated(self.find(words), words):
            properties = run.find(w("rPr"))
            if properties is None:
                properties = etree.Element(w("rPr"))
                run.insert(0, properties)
            properties.append(etree.Element(w(tag)))

    def delete_paragraph(self, text: str, author: str = "") -> None:
        """Take a paragraph out."""
        paragraph = self.find(text)
        if not author:
            paragraph.getparent().remove(paragraph)
            return
        for holder in [paragraph, *paragraph.iter(w("hyperlink"))]:
            for run in holder.findall(w("r")):
                self._leave_out([run], author)
        self._mark(paragraph, "del", author)

    def new_paragraph(self, after: str, text: str, style: str = "", author: str = "") -> Any:
        """Put a new paragraph behind another, in its style or another."""
        before = self.find(after)
        paragraph = etree.Element(w("p"))
        properties = before.find(w("pPr"))
        if properties is not None:
            paragraph.append(deepcopy(properties))
        if style:
            _style(paragraph, style)
        run = _run(text, None)
        if author:
            holder = self._change("ins", author)
            holder.append(run)
            run = holder
            self._mark(paragraph, "ins", author)
        paragraph.append(run)
        before.addnext(paragraph)
        return paragraph

    def move(self, text: str, after: str) -> None:
        """Cut a paragraph out and paste it behind another."""
        self.find(after).addnext(self.find(text))

    def split(self, before: str, author: str = "") -> None:
        """Begin a new paragraph at some words."""
        paragraph = self.find(before)
        first = self._isolated(paragraph, before)[0]
        new = etree.Element(w("p"))
        properties = paragraph.find(w("pPr"))
        if properties is not None:
            new.append(deepcopy(properties))
        node = first
        while node is not None:
            following = node.getnext()
            new.append(node)
            node = following
        paragraph.addnext(new)
        if author:
            self._mark(paragraph, "ins", author)

    def join(self, text: str, author: str = "") -> None:
        """Join a paragraph with the one behind it, a space between."""
        first = self.find(text)
        if author:
            first.append(self._holding("ins", author, _run(" ", None)))
            self._mark(first, "del", author)
            return
        second = first.getnext()
        first.append(_run(" ", None))
        for node in list(second):
            if node.tag != w("pPr"):
                first.append(node)
        second.getparent().remove(second)

    def restyle(self, text: str, style: str) -> None:
        """Set a paragraph in another style."""
        _style(self.find(text), style)

    def delete_note(self, number: int) -> None:
        """Take a note out, its mark and its text; the first is 1."""
        marks = [*self.roots["word/document.xml"].iter(w("footnoteReference"))]
        mark = marks[number - 1]
        run = mark.getparent()
        run.getparent().remove(run)
        for note in list(self.roots["word/footnotes.xml"]):
            if note.get(w("id")) == mark.get(w("id")):
                note.getparent().remove(note)

    def delete_row(self, text: str) -> None:
        """Take a row out of a table."""
        row = next(self.find(text).iterancestors(w("tr")))
        row.getparent().remove(row)

    def new_row(self, after: str, *cells: str) -> None:
        """Put a row into a table."""
        row = next(self.find(after).iterancestors(w("tr")))
        new = deepcopy(row)
        for cell, text in zip(new.findall(w("tc")), cells, strict=True):
            paragraph = cell.find(w("p"))
            for node in list(paragraph):
                if node.tag != w("pPr"):
                    paragraph.remove(node)
            paragraph.append(_run(text, None))
        row.addnext(new)

    def comment(
        self, words: str, text: str, author: str, answers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        """Remark on some words, with the answers of others (author and text)."""
        runs = self._isolated(self.find(words), words)
        parent = ""
        for name, said in ((author, text), *answers):
            self.count += 1
            number, known = str(self.count), f"{self.count:08X}"
            for tag, place in (("commentRangeStart", runs[0]), ("commentRangeEnd", runs[-1])):
                mark = etree.Element(w(tag))
                mark.set(w("id"), number)
                if tag.endswith("Start"):
                    place.addprevious(mark)
                else:
                    place.addnext(mark)
                    run = etree.Element(w("r"))
                    etree.SubElement(run, w("commentReference")).set(w("id"), number)
                    mark.addnext(run)
            self._remark(number, known, name, said, parent)
            parent = parent or known

    def settle(self, text: str) -> None:
        """Mark a comment as resolved."""
        known = self._known(text)
        for one in self._part("word/commentsExtended.xml", "commentsEx"):
            if one.get(f"{{{W15}}}paraId") == known:
                one.set(f"{{{W15}}}done", "1")

    def answer(self, text: str, said: str, author: str) -> None:
        """Answer a comment."""
        self.count += 1
        self._remark(str(self.count), f"{self.count:08X}", author, said, self._known(text))

    def _known(self, text: str) -> str:
        """Return the number of a comment's last paragraph."""
        root = self._part("word/comments.xml", "comments")
        comment = next(c for c in root if text in text_of(c))
        return str([*comment.iter(w("p"))][-1].get(f"{{{W14}}}paraId"))

    def _remark(self, number: str, known: str, author: str, text: str, parent: str) -> None:
        root = self._part("word/comments.xml", "comments")
        comment = etree.SubElement(root, w("comment"))
        for name, value in (("id", number), ("author", author), ("date", DATE)):
            comment.set(w(name), value)
        paragraph = etree.SubElement(comment, w("p"))
        paragraph.set(f"{{{W14}}}paraId", known)
        paragraph.append(_run(text, None))
        threads = self._part("word/commentsExtended.xml", "commentsEx")
        one = etree.SubElement(threads, f"{{{W15}}}commentEx")
        one.set(f"{{{W15}}}paraId", known)
        if parent:
            one.set(f"{{{W15}}}paraIdParent", parent)
        one.set(f"{{{W15}}}done", "0")

    def _part(self, name: str, tag: str) -> Any:
        """Return the root of a part, which is added to the package where it is wanting."""
        if name not in self.roots:
            if name in self.parts:
                self.roots[name] = etree.fromstring(self.parts[name])
            else:
                space = W if tag == "comments" else W15
                self.roots[name] = etree.Element(
                    f"{{{space}}}{tag}", nsmap={"w": W, "w14": W14, "w15": W15}
                )
                self.parts[name] = b""
                self._register(name, tag)
        return self.roots[name]

    def _register(self, name: str, tag: str) -> None:
        kinds = {"comments": "comments", "commentsEx": "commentsExtended"}
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        later = "http://schemas.microsoft.com/office/2011/relationships"
        base = office if tag == "comments" else later
        content = "application/vnd.openxmlformats-officedocument.wordprocessingml."
        place = name.rpartition("/")[2]
        relation = (
            f'<Relationship Id="r{tag}" Type="{base}/{kinds[tag]}" Target="{place}"/>'
            "</Relationships>"
        )
        override = f'<Override PartName="/{name}" ContentType="{content}{kinds[tag]}+xml"/></Types>'
        for part, end, new in (
            ("word/_rels/document.xml.rels", "</Relationships>", relation),
            ("[Content_Types].xml", "</Types>", override),
        ):
            self.parts[part] = self.parts[part].replace(end.encode(), new.encode())

    def noise(self) -> None:
        """Do what Word does to every file: runs cut up, marks of spelling, identifiers."""
        for number, run in enumerate(list(self.roots["word/document.xml"].iter(w("r")))):
            run.set(w("rsidR"), f"{number:08X}"[-8:])
            text = run.find(w("t"))
            if text is None or len(run) > 2 or not text.text or len(text.text) < 8:
                continue
            half = len(text.text) // 2
            behind = deepcopy(run)
            behind.find(w("t")).text = text.text[half:]
            text.text = text.text[:half]
            for one in (text, behind.find(w("t"))):
                one.set(SPACE, "preserve")
            run.addnext(behind)
            error = etree.Element(w("proofErr"))
            error.set(w("type"), "spellStart")
            run.addnext(error)

    def _isolated(self, paragraph: Any, words: str) -> list[Any]:
        """Return runs that hold some words and nothing else, cut out of longer ones."""
        nodes = [t for t in paragraph.iter(w("t")) if not _is_gone(t)]
        whole = "".join(t.text or "" for t in nodes)
        start = whole.index(words)
        stop, at, out = start + len(words), 0, []
        for node in nodes:
            text, begin = node.text or "", at
            at += len(text)
            low, high = max(start - begin, 0), min(stop - begin, len(text))
            if low < high:
                out.append(_cut(node.getparent(), node, low, high))
        return out

    def _leave_out(self, runs: list[Any], author: str) -> None:
        for run in runs:
            holder = self._change("del", author)
            run.addprevious(holder)
            holder.append(run)
            for text in run.iter(w("t")):
                text.tag = w("delText")

    def _change(self, kind: str, author: str) -> Any:
        self.count += 1
        holder = etree.Element(w(kind))
        holder.set(w("id"), str(self.count))
        holder.set(w("author"), author)
        holder.set(w("date"), DATE)
        return holder

    def _holding(self, kind: str, author: str, run: Any) -> Any:
        holder = self._change(kind, author)
        holder.append(run)
        return holder

    def _mark(self, paragraph: Any, kind: str, author: str) -> None:
        properties = paragraph.find(w("pPr"))
        if properties is None:
            properties = etree.Element(w("pPr"))
            paragraph.insert(0, properties)
        marks = properties.find(w("rPr"))
        if marks is None:
            marks = etree.SubElement(properties, w("rPr"))
        marks.insert(0, self._change(kind, author))


def text_of(paragraph: Any) -> str:
    """Return the text of a paragraph that is not taken out."""
    return "".join(t.text or "" for t in paragraph.iter(w("t")))


def _is_gone(node: Any) -> bool:
    return any(True for _ in node.iterancestors(w("del")))


def _run(text: str, properties: Any) -> Any:
    run = etree.Element(w("r"))
    if properties is not None:
        run.append(deepcopy(properties))
    node = etree.SubElement(run, w("t"))
    node.text = text
    node.set(SPACE, "preserve")
    return run


def _cut(run: Any, node: Any, low: int, high: int) -> Any:
    """Cut a run at two places of its text and return the middle."""
    text = node.text or ""
    properties = run.find(w("rPr"))
    if low:
        run.addprevious(_run(text[:low], properties))
    if high < len(text):
        run.addnext(_run(text[high:], properties))
    node.text = text[low:high]
    node.set(SPACE, "preserve")
    return run


def _style(paragraph: Any, name: str) -> None:
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        paragraph.insert(0, properties)
    for child in list(properties):
        properties.remove(child)
    style = etree.SubElement(properties, w("pStyle"))
    style.set(w("val"), name)
