"""What the archive keeps with the book: the manuscript it was made from, and its bibliography as CSL-JSON."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from press.book import Book
from press.citations.references import references_of
from press.pandoc import run_pandoc
from press.problem import Faulty, Origin, Problem
from press.project import Project
from press.rules import CSL_JSON
from press.store import Store, key_of
from press.text import Citation, Figure

KINDS = {".md": "text/markdown", ".yaml": "application/yaml", ".yml": "application/yaml", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to embed: name (no folders), bytes, media type, what it is, its relation to the book (Source, Data)."""

    name: str
    content: bytes
    kind: str
    description: str
    relation: str


def gather_attachments(book: Book, project: Project, store: Store) -> tuple[Attachment, ...]:
    """All that the archive keeps, the manuscript's files byte for byte, but for what editor and author ask each other
    in them: it is for no reader's eyes. Raises `Faulty` if pandoc fails.

    Only what the book is made of is taken: what else may lie in the manuscript's folder is nobody's business. `store`
    keeps the bibliography between builds.
    """
    folder = project.manuscript.resolve()
    # the texts that were read, wherever they lie, and the pictures that they call for
    texts = {(project.here / shown).resolve(): book.bare.get(shown) for shown in book.lines}
    paths = sorted({*texts, *(folder / path for path in _pictures(book))})
    files = tuple(_manuscript_file(path, folder, texts.get(path)) for path in paths)
    origin = Origin(project.shown(project.manuscript / "sources.yaml"))
    return (*files, _bibliography(book, origin, store))


def _manuscript_file(path: Path, folder: Path, bare: str | None) -> Attachment:
    """A file of the manuscript, named without folders, for tools that save attachments refuse names with them; `bare`:
    its text, if it is not all of it.
    """
    content = path.read_bytes() if bare is None else bare.encode()
    shown = f"manuscript/{path.relative_to(folder).as_posix()}"
    return Attachment(shown.replace("/", "_"), content, _kind(path), shown, "Source")


def _pictures(book: Book) -> Iterator[str]:
    yield from (node.path for node in book.nodes if isinstance(node, Figure))
    yield from (document.image for document in book.documents if document.image)


def _kind(path: Path) -> str:
    return KINDS.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _bibliography(book: Book, origin: Origin, store: Store) -> Attachment:
    """The works that the book cites as CSL-JSON, which reference managers read."""
    cited = {node.key for node in book.nodes if isinstance(node, Citation)}
    references = references_of(source for key, source in sorted(book.sources.items()) if key in cited)
    key = key_of("csl-json", references)
    return Attachment(
        "bibliography.json",
        store.recall(key, bytes, lambda: csl_json(references, origin)),
        "application/vnd.citationstyles.csl+json",
        "The bibliography as CSL-JSON",
        "Data",
    )


def csl_json(references: str, origin: Origin) -> bytes:
    """References of pandoc's, as CSL-JSON: pandoc knows how dates and emphasis are written in it. Raises `Faulty`."""
    document = f'{{"pandoc-api-version": [1, 23, 1], "meta": {{"references": {references}}}, "blocks": []}}'
    run = run_pandoc(["--from=json", "--to=csljson"], document, origin)
    if run.failed:
        raise Faulty([Problem(origin, CSL_JSON, f"pandoc: {run.complaints.splitlines()[0]}")])
    return run.output
