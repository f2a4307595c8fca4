"""Citations by identifier, aliases and templates of Manubot."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest

from octavo.bringing.brought import Brought
from octavo.bringing.kinds import bring

WORK = {
    "type": "book",
    "title": "Rivers",
    "author": [{"family": "Rose", "given": "Gideon"}],
    "issued": {"date-parts": [[1998]]},
}


def brought(root: Path, text: str, *works: dict[str, object]) -> Brought:
    """Return what a project of one text brings, with the works that are typed in."""
    content = root / "content"
    content.mkdir(exist_ok=True)
    (content / "metadata.yaml").write_text("title: T\nauthors: [{name: Ada}]\n")
    (content / "manual-references.json").write_text(json.dumps(works))
    (content / "manual-references.bib").write_text("@book{unread,\n}\n")
    (content / "01.text.md").write_text(f"## A\n\n{text}\n", encoding="utf-8")
    return bring(root)


def text(paper: Brought) -> str:
    """Return all that its sections say."""
    return "\n".join(text for _, text in paper.sections).partition("\n\n")[2].strip()


def entries(paper: Brought) -> str:
    """Return the bibliography."""
    return paper.files[PurePosixPath("bib/references.bib")].decode()


@pytest.mark.parametrize(
    ("citekey", "key", "field"),
    [
        ("doi:10.1234/AB", "doi-10.1234-AB", "doi = {10.1234/AB}"),
        ("pmid:123", "pmid-123", "url = {https://pubmed.ncbi.nlm.nih.gov/123}"),
        ("arxiv:1407.3561", "arxiv-1407.3561", "url = {https://arxiv.org/abs/1407.3561}"),
        ("https://example.org/a", "https-example.org-a", "url = {https://example.org/a}"),
        ("clinicaltrials:NCT1", "clinicaltrials-NCT1", "title = {{clinicaltrials:NCT1}}"),
    ],
)
def test_an_identifier_becomes_a_key_and_an_entry_to_be_completed(
    citekey: str, key: str, field: str, tmp_path: Path
) -> None:
    """What the identifier says of the work stands in the entry."""
    paper = brought(tmp_path, f"As [@{citekey}] says.")
    assert text(paper) == f"As [@{key}] says."
    assert f"@misc{{{key},\n" in entries(paper)
    assert field in entries(paper)


@pytest.mark.parametrize(
    "said",
    [
        {"id": "doi:10.1234/ab"},
        {"id": "rose", "DOI": "10.1234/AB"},
        {"id": "rose", "note": "standard_id: doi:10.1234/ab"},
    ],
    ids=["id", "doi", "note"],
)
def test_a_work_that_is_typed_in_is_found_by_its_identifier(
    said: dict[str, object], tmp_path: Path
) -> None:
    """However it is said there; letters of a DOI have no case."""
    paper = brought(tmp_path, "As @doi:10.1234/Ab says, and @doi:10.1234/AB.", {**WORK, **said})
    assert text(paper) == "As @rose1998rivers says, and @rose1998rivers."
    assert entries(paper).count("@book{rose1998rivers,") == 1


def test_aliases_and_braces_lead_to_the_same_work(tmp_path: Path) -> None:
    """With `tag:` or without; an address in braces may end as it likes."""
    alias = "[@tag:rivers]: https://example.org/a."
    source = (
        f"As @rivers, @tag:rivers and @{{https://example.org/a.}} say; @other is none.\n\n{alias}"
    )
    paper = brought(tmp_path, source)
    assert text(paper) == (
        "As @https-example.org-a, @https-example.org-a and @https-example.org-a say; "
        "@other is none."
    )


def test_references_and_templates(tmp_path: Path) -> None:
    """What its filters and Jinja print is not known here, which is told."""
    paper = brought(tmp_path, "See {@table:a} and {+@fig:b}.\n\nIt is {% if x %}so{##note##}.")
    assert text(paper) == "See @tbl:a and @fig:b.\n\nIt is so."
    told = [(remark.where, remark.what) for remark in paper.remarks]
    assert ("content/01.text.md:5:1", "a template is left out: `{% if x %}`") in told
