"""What an import has written, kept in `.import/` beside the manuscript: from it the next version is told apart.

The folder is committed with the book. It has the texts as the import made them, and `import.yaml`: of which file, with
which options, and what each picture was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from press.fields import Reader
from press.files import read_text
from press.importing.rules import IMPORT_KEPT
from press.importing.writing.records import scalar
from press.problem import Faulty, Origin, Problem, has_errors
from press.project import KEPT, Project

SAID = "import.yaml"
TEXTS = (".md", ".yaml")


@dataclass(frozen=True, slots=True)
class KeptImport:
    """What an import wrote: its texts by their paths, and the fingerprints of its pictures; of which file, and how."""

    texts: Mapping[str, str]
    pictures: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    changes: str = "accept"


def kept_import(files: Mapping[str, bytes], report: str, name: str, changes: str) -> KeptImport:
    """What is kept of the files that an import makes, but for its `report`."""
    texts = {path: text.decode() for path, text in files.items() if path.endswith(TEXTS) and path != report}
    pictures = {path: fingerprint(held) for path, held in files.items() if not path.endswith(TEXTS)}
    return KeptImport(texts, pictures, name, changes)


def fingerprint(content: bytes) -> str:
    """By what a picture is known."""
    return hashlib.sha256(content).hexdigest()


def kept_files(kept: KeptImport) -> dict[str, bytes]:
    """The files of the folder, by their paths in the manuscript."""
    said = [
        "# What `press import` wrote, by which --update tells what the author has changed since.",
        "# Not to be edited; keep it with the book.",
        f"file: {scalar(kept.name)}",
        f"changes: {kept.changes}",
        *(["pictures:"] if kept.pictures else []),
        *(f"  {scalar(path)}: {mark}" for path, mark in sorted(kept.pictures.items())),
    ]
    texts = {**kept.texts, SAID: "\n".join(said) + "\n"}
    return {f"{KEPT}/{path}": text.encode() for path, text in texts.items()}


def read_kept(project: Project) -> KeptImport | None:
    """What the last import kept, or None where there is nothing. Raises `Faulty` when it cannot be read."""
    folder = project.manuscript / KEPT
    if not (folder / SAID).is_file():
        return None
    reader = Reader(project.shown(folder / SAID))
    node = reader.compose(read_text(folder / SAID, reader.path))
    said = reader.plain(node) if node is not None else None
    pictures = said.get("pictures", {}) if isinstance(said, dict) else None
    if not isinstance(said, dict) or not isinstance(pictures, dict) or has_errors(reader.problems):
        hint = "take it from the history of the book, or name the file that was imported: --since FILE"
        raise Faulty([Problem(Origin(reader.path, 1), IMPORT_KEPT, "it is not as an import has written it", hint)])
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in TEXTS)
    texts = {path.relative_to(folder).as_posix(): read_text(path, project.shown(path)) for path in paths}
    texts.pop(SAID)
    changes = "reject" if said.get("changes") == "reject" else "accept"
    return KeptImport(texts, {str(k): str(v) for k, v in pictures.items()}, str(said.get("file", "")), changes)


def stale_files(project: Project, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Files of the folder that are kept no more."""
    folder = project.manuscript / KEPT
    held = (path for path in folder.rglob("*") if path.is_file())
    return tuple(sorted(p for p in held if p.relative_to(project.manuscript).as_posix() not in files))
