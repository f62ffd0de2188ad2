"""What the archive keeps with the book: the manuscript it was made from, and its bibliography as CSL-JSON."""

from __future__ import annotations

import json
import mimetypes
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from press.book import Book, Citation, Figure, walk
from press.problem import Faulty, Origin, Problem

KINDS = {".md": "text/markdown", ".yaml": "application/yaml", ".yml": "application/yaml", ".svg": "image/svg+xml"}
MANUSCRIPT = "manuscript/"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to embed: name (no folders), bytes, media type, what it is, its relation to the book (Source, Data)."""

    name: str
    content: bytes
    kind: str
    description: str
    relation: str


def gather_attachments(book: Book, read: Callable[[str], bytes]) -> tuple[Attachment, ...]:
    """All that the archive keeps. `read` gives the bytes of a file of the project. Raises `Faulty` if pandoc fails.

    Only what the book is made of is taken: what else may lie in the manuscript's folder is nobody's business.
    """
    pictures = {f"{MANUSCRIPT}{path}" for path in _pictures(book)}
    files = tuple(
        Attachment(name.replace("/", "_"), read(name), _kind(name), name, "Source")  # tools refuse names with folders
        for name in sorted({*book.lines, *pictures})
    )
    return (*files, _bibliography(book))


def _pictures(book: Book) -> Iterator[str]:
    yield from (node.path for node in walk((book.pieces, book.documents)) if isinstance(node, Figure))
    yield from (document.image for document in book.documents if document.image)


def _kind(name: str) -> str:
    suffix = name[name.rfind(".") :].lower()
    return KINDS.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _bibliography(book: Book) -> Attachment:
    """The works that the book cites as CSL-JSON, which reference managers read."""
    cited = {node.key for node in walk((book.pieces, book.documents)) if isinstance(node, Citation)}
    records = [{**source.record, "id": key} for key, source in sorted(book.sources.items()) if key in cited]
    return Attachment(
        "bibliography.json",
        csl_json(records),
        "application/vnd.citationstyles.csl+json",
        "The bibliography as CSL-JSON",
        "Data",
    )


def csl_json(records: list[dict[str, object]]) -> bytes:
    """CSL-YAML records as CSL-JSON: pandoc knows how dates and emphasis are written in each. Raises `Faulty`."""
    import pypandoc

    text = json.dumps({"references": records, "nocite": "@*"}, ensure_ascii=False)
    command = [pypandoc.get_pandoc_path(), "--from=markdown", "--to=csljson"]
    run = subprocess.run(command, input=f"---\n{text}\n---\n", capture_output=True, encoding="utf-8", check=False)
    if run.returncode:
        said = run.stderr.strip().splitlines()[:1]
        raise Faulty([Problem(Origin("manuscript/sources.yaml"), "csl-json", f"pandoc: {' '.join(said)}")])
    return run.stdout.encode()
